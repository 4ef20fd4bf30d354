"""Rules, macros and triggers from one document: all of them are written, or none."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.automating.automation_tools import AutomationTools, read_known_names
from bot.automating.change_automations import order_automations, save_automation
from bot.automating.read_automations import find_standing, read_standing
from bot.import_report import ImportReport
from crm_store.automation_changes import lock_automations
from crm_store.service_level_changes import Change
from crm_store.transaction import Transaction
from domain.automations import Automation, AutomationKind
from domain.errors import ConflictError, InvalidInputError
from routing.automation.checks import find_oddities
from routing.automation.fields import parse_table
from routing.automation.shadowing import check_shadowing

PARTS: Final[Mapping[str, AutomationKind]] = {
    "rules": AutomationKind.RULE,
    "macros": AutomationKind.MACRO,
    "triggers": AutomationKind.TRIGGER,
}


class _UndoneError(Exception):
    """Rolls back what was written, and carries the report of it out, with the rules as they were.

    Attributes:
        rules: in their order.
    """

    def __init__(self, report: ImportReport, rules: Sequence[Automation]) -> None:
        super().__init__()
        self.report, self.rules = report, rules


async def import_automations(
    tools: AutomationTools, document: Mapping[str, Any], *, change: Change, check_only: bool
) -> ImportReport:
    """Write what a document holds; see `RuleDesk.import_definitions`."""
    table = parse_table(document, "", tuple(PARTS))
    parts = {key: _parse_named(table.get(key, {}), key) for key in PARTS}
    try:
        report, rules = await tools.store.run(
            _import, tools, parts, change=change, check_only=check_only
        )
    except _UndoneError as undone:
        report, rules = undone.report, undone.rules
    # Of many rules that takes a while, in which nobody is to wait for the transaction.
    check = await asyncio.to_thread(check_shadowing, rules)
    report.warnings += [each.sentence for each in check.shadowed]
    if check.stopped is not None:
        report.warnings.append(check.stopped)
    return report


def _parse_named(value: object, key: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidInputError(f"give a table of {key} by name, as [{key}.vip]", field=key)
    return value


def _import(
    tx: Transaction,
    tools: AutomationTools,
    parts: Mapping[str, Mapping[str, Any]],
    *,
    change: Change,
    check_only: bool,
) -> tuple[ImportReport, Sequence[Automation]]:
    lock_automations(tx)
    report, rules = ImportReport(), list[Automation]()
    for key, definitions in parts.items():
        _import_kind(tx, tools, PARTS[key], definitions, report, change)
    if not report.refused:
        rules = _find_warnings(tx, tools, report)
    if report.refused or check_only:
        raise _UndoneError(report, rules)
    return report, rules


def _import_kind(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    tools: AutomationTools,
    kind: AutomationKind,
    definitions: Mapping[str, Any],
    report: ImportReport,
    change: Change,
) -> None:
    before = [each.automation.name for each in read_standing(tx, kind)]
    for name, definition in definitions.items():
        what = f"{kind.value} {name}"
        try:
            outcome = _write(tx, tools, kind, name, definition, change)
            getattr(report, outcome).append(what)
        except (InvalidInputError, ConflictError) as error:
            field = error.field if isinstance(error, InvalidInputError) else ""
            reason = error.reason if isinstance(error, InvalidInputError) else str(error)
            report.refused.append((f"{what}: {field}" if field else what, reason))
    if not report.refused:
        report.reordered |= _put_in_order(tx, tools, kind, before, list(definitions), change)


def _write(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    tools: AutomationTools,
    kind: AutomationKind,
    name: str,
    definition: Any,
    change: Change,
) -> str:
    before = find_standing(tx, kind, name)
    version = None if before is None else before.automation.version
    based = replace(change, based_on=version)
    after = save_automation(tx, tools, kind, name, definition, position=None, change=based)
    if version is None:
        return "new"
    return "unchanged" if version == after.version else "changed"


def _put_in_order(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    tools: AutomationTools,
    kind: AutomationKind,
    before: Sequence[str],
    named: Sequence[str],
    change: Change,
) -> bool:
    """Put those that are named in the document's order; say whether old ones have other places.

    They take each other's places; whatever is not named stays in its own.
    """
    standing = [each.automation.name for each in read_standing(tx, kind)]
    wanted = set(named)
    following = iter(named)
    order = [next(following) if name in wanted else name for name in standing]
    if order == standing:
        return False
    order_automations(tx, tools, kind, order, change=change)
    return [name for name in order if name in before] != list(before)


def _find_warnings(
    tx: Transaction, tools: AutomationTools, report: ImportReport
) -> list[Automation]:
    """Find what is odd about each that was touched; give all rules in their order."""
    rules: list[Automation] = []
    known = read_known_names(tx, tools)
    touched = {*report.new, *report.changed}
    for kind in AutomationKind:
        automations = [each.automation for each in read_standing(tx, kind) if each.readable]
        for each in automations:
            if f"{kind.value} {each.name}" in touched:
                oddities = find_oddities(each, known, followed=each is not automations[-1])
                report.warnings += [f"{kind.value} {each.name}: {odd}" for odd in oddities]
        if kind is AutomationKind.RULE:
            rules = automations
    return rules
