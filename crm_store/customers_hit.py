"""Whose promises were broken in some days, for those who win customers back.

It begins with the index of parts by figure and day, and looks at the latest `MOST_LOOKED_AT` broken
promises, so that a year of a large desk keeps nobody waiting.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, Subquery, case, func, select

from crm_store.schema import ballots, complaints, conversations, customers, figure_parts
from crm_store.transaction import Transaction
from domain.complaints import ComplaintStage
from domain.figures import Figure, FigureQuery

MOST_LOOKED_AT: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerHit:
    """A customer of whom promises were broken.

    Attributes:
        broken: how many.
        conversations: in how many conversations.
        last: the latest day of a broken promise.
        complaints: how many they ever made, and `open` those that are not closed.
        survey: what they voted on last, or None; `vote` what they said.
    """

    customer_id: str
    name: str | None
    tier: str
    broken: int
    conversations: int
    last: date
    complaints: int = 0
    open_complaints: int = 0
    survey: str | None = None
    vote: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersHit:
    """Customers of whom promises were broken.

    Attributes:
        listed: those with the most of them first.
        number: how many there are.
        since: from which day on was looked, where not at all of the days; or None.
    """

    listed: tuple[CustomerHit, ...] = ()
    number: int = 0
    since: date | None = None


def list_customers_hit(
    tx: Transaction, query: FigureQuery, *, limit: int, most: int = MOST_LOOKED_AT
) -> CustomersHit:
    """List customers by how many promises to them were broken, and tell how many there are.

    Args:
        most: how many broken promises are looked at, the latest first.
    """
    broken = _select_broken(query)
    oldest = tx.find_row(broken.offset(most).limit(1))
    hit = _group(broken.limit(most))
    counted = func.count().over().label("number")
    wanted = (
        select(hit, counted).order_by(hit.c.broken.desc(), hit.c.last.desc(), hit.c.customer_id)
    ).limit(limit)
    found = wanted.subquery()
    rows = tx.execute(
        select(found, customers.c.name, customers.c.tier)
        .join(customers, customers.c.id == found.c.customer_id)
        .order_by(found.c.broken.desc(), found.c.last.desc(), found.c.customer_id)
    ).all()
    return CustomersHit(
        listed=_add_standing(tx, [_to_hit(row) for row in rows]),
        number=rows[0].number if rows else 0,
        since=None if oldest is None else oldest.day,
    )


def _select_broken(query: FigureQuery) -> Select[Any]:
    parts = figure_parts
    narrowed = [
        parts.c[name] == value
        for name in ("queue", "channel", "tier")
        if (value := getattr(query, name)) is not None
    ]
    return (
        select(parts.c.conversation_id, parts.c.n, parts.c.day)
        .where(
            parts.c.figure == Figure.BROKEN,
            parts.c.day >= query.first,
            parts.c.day <= query.last,
            *narrowed,
        )
        .order_by(parts.c.day.desc())
    )


def _group(broken: Select[Any]) -> Subquery:
    latest = broken.subquery()
    return (
        select(
            conversations.c.customer_id,
            func.sum(latest.c.n).label("broken"),
            func.count(latest.c.conversation_id.distinct()).label("conversations"),
            func.max(latest.c.day).label("last"),
        )
        .join(conversations, conversations.c.id == latest.c.conversation_id)
        .group_by(conversations.c.customer_id)
        .subquery()
    )


def _to_hit(row: Any) -> CustomerHit:
    return CustomerHit(
        customer_id=row.customer_id,
        name=row.name,
        tier=row.tier,
        broken=int(row.broken),
        conversations=int(row.conversations),
        last=row.last,
    )


def _add_standing(tx: Transaction, hits: Sequence[CustomerHit]) -> tuple[CustomerHit, ...]:
    """Add what they complained of and voted, for these few customers alone."""
    ids = [each.customer_id for each in hits]
    if not ids:
        return ()
    made = {row.customer_id: row for row in tx.execute(_count_complaints(ids))}
    voted = {row.customer_id: row for row in tx.execute(_find_latest_votes(ids))}
    added = []
    for hit in hits:
        complained, vote = made.get(hit.customer_id), voted.get(hit.customer_id)
        added.append(
            replace(
                hit,
                complaints=0 if complained is None else int(complained.number),
                open_complaints=0 if complained is None else int(complained.open or 0),
                survey=None if vote is None else vote.survey,
                vote=None if vote is None else vote.value,
            )
        )
    return tuple(added)


def _count_complaints(ids: Sequence[str]) -> Select[Any]:
    open_ones = func.sum(case((complaints.c.stage != ComplaintStage.CLOSED, 1), else_=0))
    return (
        select(complaints.c.customer_id, func.count().label("number"), open_ones.label("open"))
        .where(complaints.c.customer_id.in_(ids))
        .group_by(complaints.c.customer_id)
    )


def _find_latest_votes(ids: Sequence[str]) -> Select[Any]:
    place = func.row_number().over(
        partition_by=ballots.c.customer_id, order_by=ballots.c.voted_at.desc()
    )
    voted = (
        select(ballots.c.customer_id, ballots.c.survey, ballots.c.value, place.label("place"))
        .where(ballots.c.customer_id.in_(ids), ballots.c.value.is_not(None))
        .subquery()
    )
    return select(voted).where(voted.c.place == 1)
