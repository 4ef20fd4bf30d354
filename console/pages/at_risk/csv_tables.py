"""Both lists as files that spreadsheets read; pure."""

from collections.abc import Iterable
from typing import Final

from console.pages.report.csv_tables import protect_cell, write_table
from domain.risk import CustomerAtRisk, RepeatComplainer

_PARTS: Final = ("complaints", "breaches", "votes", "lost")


def write_at_risk(listed: Iterable[CustomerAtRisk]) -> str:
    """Write a line for each customer in danger, with the parts of the sum."""
    rows = (
        (
            protect_cell(one.customer_id),
            protect_cell(one.name or ""),
            protect_cell(one.tier),
            one.points,
            *(sum(part.points for part in one.parts if part.name == name) for name in _PARTS),
            protect_cell(one.why),
        )
        for one in listed
    )
    head = ("customer_id", "name", "tier", "points", *(f"points_{name}" for name in _PARTS), "why")
    return write_table(head, rows)


def write_repeat(listed: Iterable[RepeatComplainer]) -> str:
    """Write a line for each customer who complains time and again."""
    rows = (
        (
            protect_cell(one.customer_id),
            protect_cell(one.name or ""),
            protect_cell(one.tier),
            one.count,
            one.open,
            one.first_at.isoformat(timespec="seconds"),
            one.last_at.isoformat(timespec="seconds"),
        )
        for one in listed
    )
    head = ("customer_id", "name", "tier", "complaints", "open", "first_at", "last_at")
    return write_table(head, rows)
