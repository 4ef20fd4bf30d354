"""The log of routing as a file that spreadsheets read; pure."""

from collections.abc import Iterable
from typing import Final

from console.pages.report.csv_tables import protect_cell, write_table
from crm_store.routings import FoundRouting
from domain.routing_names import RoutingNames

_HEAD: Final = (
    *("at", "conversation", "kind", "agent", "had_before", "by", "queue", "via", "overflowed"),
    *("waited_seconds", "known", "reason", "told"),
)


def write_log(found: Iterable[FoundRouting], names: RoutingNames) -> str:
    """Write a line for each line of the log, with names instead of ids."""
    rows = ([protect_cell(each) for each in _list_cells(one, names)] for one in found)
    return write_table(_HEAD, rows)


def _list_cells(found: FoundRouting, names: RoutingNames) -> tuple[str | int, ...]:
    routing = found.routing
    waited = routing.waited
    return (
        routing.at.isoformat(timespec="seconds"),
        found.reference,
        routing.kind,
        _name(names, routing.agent),
        _name(names, routing.before),
        _name(names, routing.by),
        "" if routing.queue is None else names.name_queue(routing.queue),
        "" if routing.via is None else names.name_queue(routing.via),
        routing.overflowed,
        "" if waited is None else int(waited.total_seconds()),
        routing.known,
        routing.reason,
        routing.told,
    )


def _name(names: RoutingNames, staff_id: str | None) -> str:
    return "" if staff_id is None else names.name_agent(staff_id)
