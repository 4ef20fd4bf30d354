"""Customers with the most against us, found by one statement that reads indexes alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from crm_store.schema import ballots, clocks, complaints, conversations, customers
from crm_store.transaction import Transaction
from domain.complaint_cases import Recovery
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage
from domain.risk import RiskFacts, RiskWeights
from domain.satisfaction import Survey

MOST_BREACHES: Final = 2_000
"""The latest that are looked at, so that a bad quarter does not keep anybody waiting."""
_OPEN_STAGES: Final = tuple(each for each in ComplaintStage if each is not ComplaintStage.CLOSED)
_COUNTED: Final = (*Severity, "breaches", "low_votes", "lost")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAtRisk:
    """A customer with what counts against us."""

    customer_id: str
    name: str | None
    tier: str
    facts: RiskFacts


def list_customers_at_risk(
    tx: Transaction,
    *,
    since: datetime,
    low: Mapping[Survey, int],
    weights: RiskWeights,
    limit: int,
) -> tuple[FoundAtRisk, ...]:
    """List the customers with the most points; complaints that are open count however old.

    Args:
        since: what was broken, asked and closed before is left out.
        low: the vote of each survey that says with all below it that somebody is displeased.
    """
    parts = union_all(
        _select_open(weights),
        _select_breaches(weights, since),
        _select_low_votes(weights, since, low),
        _select_lost(weights, since),
    ).subquery()
    points = func.sum(parts.c.points)
    worst = (
        select(
            parts.c.customer_id,
            points.label("points"),
            *(func.sum(parts.c[name]).label(name) for name in _COUNTED),
        )
        .group_by(parts.c.customer_id)
        .having(points >= weights.at_risk)
        .order_by(points.desc(), parts.c.customer_id)
        .limit(limit)
        .subquery()
    )
    named = (
        select(worst, customers.c.name, customers.c.tier)
        .join(customers, customers.c.id == worst.c.customer_id)
        .order_by(worst.c.points.desc(), worst.c.customer_id)
    )
    return tuple(_to_found(row) for row in tx.execute(named))


def _select_open(weights: RiskWeights) -> Select[Any]:
    of_each = {
        each: func.sum(case((complaints.c.severity == each, 1), else_=0)) for each in Severity
    }
    weighed = case(
        *((complaints.c.severity == each, weights.open[each]) for each in Severity), else_=0
    )
    return (
        _select_part(complaints.c.customer_id, func.sum(weighed), weights.most_open, **of_each)
        .where(complaints.c.stage.in_(_OPEN_STAGES), complaints.c.anonymous.is_(False))
        .group_by(complaints.c.customer_id)
    )


def _select_breaches(weights: RiskWeights, since: datetime) -> Select[Any]:
    latest = (
        select(clocks.c.conversation_id)
        .where(clocks.c.breached_at >= since)
        .order_by(clocks.c.breached_at.desc())
        .limit(MOST_BREACHES)
        .subquery()
    )
    counted = func.count()
    points = counted * weights.each_breach
    whose = conversations.c.customer_id
    return (
        _select_part(whose, points, weights.most_breaches, breaches=counted)
        .select_from(latest.join(conversations, conversations.c.id == latest.c.conversation_id))
        .group_by(whose)
    )


def _select_low_votes(
    weights: RiskWeights, since: datetime, low: Mapping[Survey, int]
) -> Select[Any]:
    lows = (and_(ballots.c.survey == each, ballots.c.value <= low[each]) for each in Survey)
    counted = func.count()
    points = counted * weights.each_low_vote
    return (
        _select_part(ballots.c.customer_id, points, weights.most_low_votes, low_votes=counted)
        .where(ballots.c.asked_at >= since, or_(*lows))
        .group_by(ballots.c.customer_id)
    )


def _select_lost(weights: RiskWeights, since: datetime) -> Select[Any]:
    found = complaints.c.customer_id
    return (
        _select_part(found, literal(weights.lost), weights.lost, lost=func.count())
        .where(complaints.c.closed_at >= since, complaints.c.recovery == Recovery.LOST)
        .group_by(found)
    )


def _select_part(
    customer_id: ColumnElement[Any],
    points: ColumnElement[Any],
    most: int,
    **counted: ColumnElement[Any],
) -> Select[Any]:
    """Select one kind of what counts, by customer, with none of the other kinds."""
    return select(
        customer_id.label("customer_id"),
        case((points > most, most), else_=points).label("points"),
        *(counted.get(name, literal(0)).label(name) for name in _COUNTED),
    )


def _to_found(row: Any) -> FoundAtRisk:
    counts = row._mapping  # noqa: SLF001 - its name
    severities = (each for each in Severity for _ in range(int(counts[each])))
    return FoundAtRisk(
        customer_id=row.customer_id,
        name=row.name,
        tier=row.tier,
        facts=RiskFacts(
            open=tuple(severities),
            breaches=int(row.breaches),
            low_votes=int(row.low_votes),
            lost=int(row.lost),
        ),
    )
