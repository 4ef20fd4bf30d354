"""Calendars and policies from one document: all of them are written, or none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.import_report import ImportReport
from bot.service_level_desk.change_calendars import save_calendar
from bot.service_level_desk.change_policies import save_policy
from bot.service_level_desk.desk_tools import DeskTools
from bot.service_level_desk.read_calendars import find_calendar_named
from bot.service_level_desk.read_policies import find_policy_named, list_policies, read_policies
from crm_store.service_level_changes import Change, lock_service_levels, record_order, record_policy
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError
from service_levels.definition_fields import parse_table

_KEYS = ("calendars", "policies")


class _UndoneError(Exception):
    """Rolls back what was written, and carries the report of it out."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


async def import_definitions(
    tools: DeskTools, document: Mapping[str, Any], *, change: Change, check_only: bool
) -> ImportReport:
    """Write what a document holds; see `ServiceLevelDesk.import_definitions`."""
    table = parse_table(document, "", _KEYS)
    parts = {key: _parse_named(table.get(key, {}), key) for key in _KEYS}
    try:
        return await tools.store.run(_import, tools, parts, change=change, check_only=check_only)
    except _UndoneError as undone:
        return undone.report


def _parse_named(value: object, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidInputError(f"give a table of {key} by name, as [{key}.office]", field=key)
    return value


def _import(
    tx: Transaction,
    tools: DeskTools,
    parts: Mapping[str, Mapping[str, Any]],
    *,
    change: Change,
    check_only: bool,
) -> ImportReport:
    lock_service_levels(tx)
    report = ImportReport()
    for name, definition in parts["calendars"].items():
        _note(report, f"calendar {name}", _import_calendar, tx, tools, name, definition, change)
    for name, definition in parts["policies"].items():
        _note(report, f"policy {name}", _import_policy, tx, tools, name, definition, change)
    if not report.refused:
        report.reordered = _put_in_order(tx, tools, list(parts["policies"]), report, change)
        shadowed = (each.shadowed for each in list_policies(tx).policies)
        report.warnings = [each.sentence for each in shadowed if each is not None]
    if report.refused or check_only:
        raise _UndoneError(report)
    return report


def _note(report: ImportReport, what: str, write: Callable[..., str], *details: Any) -> None:
    """Write one thing, and note what became of it."""
    try:
        outcome: list[str] = getattr(report, write(*details))
        outcome.append(what)
    except InvalidInputError as error:
        report.refused.append((f"{what}: {error.field}" if error.field else what, error.reason))


def _import_calendar(
    tx: Transaction, tools: DeskTools, name: str, definition: Any, change: Change
) -> str:
    before = find_calendar_named(tx, name)
    based = replace(change, based_on=None if before is None else before.version)
    after = save_calendar(tx, tools, name, definition, change=based)
    return _tell_outcome(None if before is None else before.version, after.version)


def _import_policy(
    tx: Transaction, tools: DeskTools, name: str, definition: Any, change: Change
) -> str:
    before = find_policy_named(tx, name)
    based = replace(change, based_on=None if before is None else before.version)
    after = save_policy(tx, tools, name, definition, position=None, change=based)
    return _tell_outcome(None if before is None else before.version, after.version)


def _tell_outcome(before: str | None, after: str) -> str:
    if before is None:
        return "new"
    return "unchanged" if before == after else "changed"


def _put_in_order(
    tx: Transaction, tools: DeskTools, named: Sequence[str], report: ImportReport, change: Change
) -> bool:
    """Put the policies in the document's order; say whether old ones have other places."""
    new = {name for name in named if f"policy {name}" in report.new}
    policies = {each.definition.name: each.definition for each in read_policies(tx)}
    old = [name for name in policies if name not in new]
    places = arrange_in_slots(old, [name for name in named if name not in new])
    order = insert_new(places, named)
    for name, was in zip(places, old, strict=True):
        if name != was:
            moved = replace(policies[name], version=tools.ids.new(), position=order.index(name) + 1)
            record_policy(tx, moved, replace(change, based_on=policies[name].version))
    record_order(tx, order)
    return order[: len(old)] != old


def arrange_in_slots(standing: Sequence[str], named: Sequence[str]) -> list[str]:
    """Give those that are named each other's places, so that they are in their order.

    Whatever is not named stays in its place.
    """
    following = iter(named)
    wanted = set(named)
    return [next(following) if name in wanted else name for name in standing]


def insert_new(standing: Sequence[str], named: Sequence[str]) -> list[str]:
    """Put what is new behind the one that is named before it.

    What is named first comes before the next one that stands, or, where there is none, last.
    """
    order = list(standing)
    for at, name in enumerate(named):
        if name in order:
            continue
        following = next((each for each in named[at:] if each in order), None)
        if at > 0:
            order.insert(order.index(named[at - 1]) + 1, name)
        elif following is not None:
            order.insert(order.index(following), name)
        else:
            order.append(name)
    return order
