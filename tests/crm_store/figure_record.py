"""Figures put on record by hand, as if conversations had been counted."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crm_store.figure_parts import add_to_days, add_to_totals, add_to_weeks
from crm_store.schema import figure_parts
from crm_store.transaction import Transaction
from domain.figures import NO_HOUR, Figure, FigurePart


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
    parts = [FigurePart(**{**row, "figure": Figure(row["figure"])}) for row in rows]
    for each in parts:
        add_to_days(tx, [each])
        add_to_weeks(tx, [each])
        add_to_totals(tx, [each])
