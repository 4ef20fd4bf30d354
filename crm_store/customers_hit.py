"""Whose promises were broken in some days, for those who win customers back.

It begins with the index of parts by figure and day, so that it costs what was broken in these days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select

from crm_store.schema import ballots, complaints, conversations, customers, figure_parts
from crm_store.transaction import Transaction
from domain.complaints import ComplaintStage
from domain.figures import Figure, FigureQuery


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


def list_customers_hit(
    tx: Transaction, query: FigureQuery, *, limit: int
) -> tuple[tuple[CustomerHit, ...], int]:
    """List customers by how many promises to them were broken, and tell how many there are."""
    hit = _group(query)
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
    hits = [_to_hit(row) for row in rows]
    return _add_standing(tx, hits), (rows[0].number if rows else 0)


def _group(query: FigureQuery) -> Any:
    parts = figure_parts
    narrowed = [
        parts.c[name] == value
        for name in ("queue", "channel", "tier")
        if (value := getattr(query, name)) is not None
    ]
    return (
        select(
            conversations.c.customer_id,
            func.sum(parts.c.n).label("broken"),
            func.count(parts.c.conversation_id.distinct()).label("conversations"),
            func.max(parts.c.day).label("last"),
        )
        .join(conversations, conversations.c.id == parts.c.conversation_id)
        .where(
            parts.c.figure == Figure.BROKEN,
            parts.c.day >= query.first,
            parts.c.day <= query.last,
            *narrowed,
        )
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
