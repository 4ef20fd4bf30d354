"""What needs a supervisor as a file that spreadsheets read; pure."""

from collections.abc import Iterable
from typing import Final

from bot.exceptions.rows import ExceptionRow
from console.pages.report.csv_tables import protect_cell, write_table
from domain.routing_names import RoutingNames

_HEAD: Final = (
    *("since", "kind", "other_kinds", "why", "conversation", "customer", "title", "channel"),
    *("queue", "agent", "due_at", "complaint", "began_at"),
)


def write_exceptions(rows: Iterable[ExceptionRow], names: RoutingNames) -> str:
    """Write a line for each conversation, or what is about none, with names instead of ids."""
    lines = ([protect_cell(each) for each in _list_cells(row, names)] for row in rows)
    return write_table(_HEAD, lines)


def _list_cells(row: ExceptionRow, names: RoutingNames) -> tuple[str, ...]:
    gravest, facts = row.gravest, row.conversation
    others = dict.fromkeys(each.kind for each in row.reasons if each.kind is not gravest.kind)
    return (
        row.since.isoformat(timespec="seconds"),
        gravest.kind,
        " ".join(others),
        " ".join(each.why for each in row.reasons),
        gravest.reference or "",
        gravest.customer_name or "",
        gravest.title or "",
        row.channel or "",
        "" if gravest.queue is None else names.name_queue(gravest.queue),
        "" if gravest.assignee is None else names.name_agent(gravest.assignee),
        "" if gravest.due_at is None else gravest.due_at.isoformat(timespec="seconds"),
        row.complaint or "",
        "" if facts is None else facts.created_at.isoformat(timespec="seconds"),
    )
