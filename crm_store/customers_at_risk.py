"""What counts against us in customers' eyes, by customer, read by indexes alone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, bindparam, func, or_, select

from crm_store.schema import ballots, clocks, complaints, conversations, customers
from crm_store.transaction import Transaction
from domain.complaint_cases import Recovery
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage
from domain.risk import RiskFacts
from domain.satisfaction import Survey

MOST_BREACHES: Final = 20_000
"""The latest that are looked at, so that a bad quarter does not keep anybody waiting."""
_SINCE = bindparam("since", type_=clocks.c.breached_at.type)
_OPEN_STAGES = tuple(each for each in ComplaintStage if each is not ComplaintStage.CLOSED)
_OPEN = (
    select(complaints.c.customer_id, complaints.c.severity, func.count().label("n"))
    .where(complaints.c.stage.in_(_OPEN_STAGES), complaints.c.anonymous.is_(False))
    .group_by(complaints.c.customer_id, complaints.c.severity)
)
_LATEST_BREACHES = (
    select(clocks.c.conversation_id)
    .where(clocks.c.breached_at >= _SINCE)
    .order_by(clocks.c.breached_at.desc())
    .limit(MOST_BREACHES)
    .subquery()
)
_BREACHES = (
    select(conversations.c.customer_id, func.count().label("n"))
    .select_from(
        _LATEST_BREACHES.join(
            conversations, conversations.c.id == _LATEST_BREACHES.c.conversation_id
        )
    )
    .group_by(conversations.c.customer_id)
)
_LOW_VOTES = (
    select(ballots.c.customer_id, func.count().label("n"))
    .where(
        ballots.c.asked_at >= bindparam("since", type_=ballots.c.asked_at.type),
        or_(
            and_(ballots.c.survey == Survey.CSAT, ballots.c.value <= bindparam("low_csat")),
            and_(ballots.c.survey == Survey.CES, ballots.c.value <= bindparam("low_ces")),
        ),
    )
    .group_by(ballots.c.customer_id)
)
_LOST = (
    select(complaints.c.customer_id, func.count().label("n"))
    .where(
        complaints.c.closed_at >= bindparam("since", type_=complaints.c.closed_at.type),
        complaints.c.recovery == Recovery.LOST,
    )
    .group_by(complaints.c.customer_id)
)


def read_risks(
    tx: Transaction, *, since: datetime, low: Mapping[Survey, int]
) -> Mapping[str, RiskFacts]:
    """Read what counts against us, by customer; complaints that are open count however old.

    Args:
        since: what was broken, voted on and closed before is left out.
        low: the vote of each survey that says with all below it that somebody is displeased.
    """
    risks: dict[str, RiskFacts] = {}
    for row in tx.execute(_OPEN):
        facts = risks.get(row.customer_id, RiskFacts())
        severities = (*facts.open, *(Severity(row.severity),) * row.n)
        risks[row.customer_id] = replace(facts, open=severities)
    _add(risks, "breaches", tx.execute(_BREACHES, {"since": since}))
    lows = {"low_csat": low[Survey.CSAT], "low_ces": low[Survey.CES]}
    _add(risks, "low_votes", tx.execute(_LOW_VOTES, {"since": since, **lows}))
    _add(risks, "lost", tx.execute(_LOST, {"since": since}))
    return risks


def map_names(tx: Transaction, customer_ids: Iterable[str]) -> Mapping[str, tuple[str | None, str]]:
    """Map customers to their names and tiers."""
    columns = (customers.c.id, customers.c.name, customers.c.tier)
    found = select(*columns).where(customers.c.id.in_(list(customer_ids)))
    return {row.id: (row.name, row.tier) for row in tx.execute(found)}


def _add(risks: dict[str, RiskFacts], name: str, rows: Iterable[Any]) -> None:
    for row in rows:
        facts = risks.get(row.customer_id, RiskFacts())
        risks[row.customer_id] = replace(facts, **{name: row.n})
