"""Figures put on record by hand, as if conversations had been counted."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crm_store.schema import figure_days, figure_parts
from crm_store.transaction import Transaction
from domain.figures import NO_HOUR, Figure

_KEY = ("figure", "day", "hour", "queue", "channel", "tier", "label")


def make_part(figure: Figure, day: date, label: str = "", **more: Any) -> dict[str, Any]:
    """Make what is counted once, in the queue for baggage by email, unless told otherwise."""
    usual = {"hour": NO_HOUR, "queue": "baggage", "channel": "email", "tier": "gold"}
    counted = {"n": 1, "amount": 0}
    return {**usual, **counted, "figure": figure.value, "day": day, "label": label, **more}


def put_parts(tx: Transaction, conversation_id: str, parts: Iterable[dict[str, Any]]) -> None:
    """Count a conversation as some parts: for what is behind a figure, and in the sums."""
    rows = list(parts)
    for place, row in enumerate(rows):
        values = {"conversation_id": conversation_id, "part": place, **row}
        tx.execute(figure_parts.insert().values(values))
    put_sums(tx, rows)


def put_sums(tx: Transaction, rows: Iterable[dict[str, Any]]) -> None:
    """Add to the sums alone."""
    for row in rows:
        insert = tx.insert(figure_days).values(row)
        added = {name: figure_days.c[name] + row[name] for name in ("n", "amount")}
        tx.execute(insert.on_conflict_do_update(index_elements=_KEY, set_=added))
