"""Rules, macros and triggers are written, moved, switched, gone back with, and removed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.automating.automation_tools import AutomationTools, read_known_names
from bot.automating.read_automations import NOWHERE, find_standing, get_standing, read_standing
from crm_store.automation_changes import (
    check_automation_base,
    lock_automations,
    record_automation,
    record_automation_order,
    record_automation_removal,
)
from crm_store.automations import find_automation_version
from crm_store.service_level_changes import Change
from crm_store.transaction import Transaction
from domain.automations import Automation, AutomationKind, AutomationVersion
from domain.errors import ConflictError, InvalidInputError, NotFoundError
from routing.automation.checks import check_names
from routing.automation.definition import parse_automation

MOST_OF_A_KIND: Final = 200


def save_automation(
    tx: Transaction,
    tools: AutomationTools,
    kind: AutomationKind,
    name: str,
    definition: Mapping[str, Any],
    *,
    position: int | None,
    change: Change,
) -> Automation:
    """Write a rule, macro or trigger; see `RuleDesk.save`."""
    lock_automations(tx)
    standing = find_standing(tx, kind, name)
    number = len(read_standing(tx, kind))
    if standing is None and number >= MOST_OF_A_KIND:
        raise InvalidInputError(
            f"there are {MOST_OF_A_KIND} {kind.value}s already; remove one first"
        )
    place = number + 1 if standing is None else standing.automation.position
    parsed = parse_checked(
        tx,
        tools,
        kind,
        name,
        definition,
        position=place,
        enabled=standing is not None and standing.automation.enabled,
    )
    automation = _write(tx, parsed, standing, change)
    if position is None:
        return automation
    moving = replace(change, based_on=automation.version)
    return move_automation(tx, tools, kind, name, position, change=moving)


def parse_checked(
    tx: Transaction,
    tools: AutomationTools,
    kind: AutomationKind,
    name: str,
    definition: Mapping[str, Any],
    *,
    position: int,
    enabled: bool,
) -> Automation:
    """Parse a definition, all of whose names have to be there.

    Raises:
        InvalidInputError: something in it is wrong; `field` is its path.
    """
    known = read_known_names(tx, tools)
    parsed = parse_automation(
        kind,
        name,
        tools.ids.new(),
        position,
        definition,
        first=known.first_language,
        enabled=enabled,
    )
    check_names(parsed, known)
    return parsed


def _write(
    tx: Transaction, parsed: Automation, standing: AutomationVersion | None, change: Change
) -> Automation:
    if standing is not None and standing.readable:
        before = standing.automation
        if replace(parsed, version=before.version) == before:
            check_automation_base(tx, parsed.kind, parsed.name, change)
            return before
    record_automation(tx, parsed, change)
    return parsed


def move_automation(
    tx: Transaction,
    tools: AutomationTools,
    kind: AutomationKind,
    name: str,
    position: int,
    *,
    change: Change,
) -> Automation:
    """Have one tried, or shown, earlier or later; see `RuleDesk.move`."""
    lock_automations(tx)
    automation = _get_readable(tx, kind, name)
    names = [each.automation.name for each in read_standing(tx, kind)]
    if not 1 <= position <= len(names):
        raise InvalidInputError(
            f"there is no place {position}; choose one from 1 to {len(names)}", field="position"
        )
    if position == automation.position:
        check_automation_base(tx, kind, name, _base(change, automation))
        return automation
    moved = replace(automation, version=tools.ids.new(), position=position)
    record_automation(tx, moved, _base(change, automation))
    names.remove(name)
    names.insert(position - 1, name)
    record_automation_order(tx, kind, names)
    return moved


def order_automations(
    tx: Transaction,
    tools: AutomationTools,
    kind: AutomationKind,
    names: Sequence[str],
    *,
    change: Change,
) -> None:
    """Put all of a kind in an order; each that has another place gets a version that says so.

    Raises:
        InvalidInputError: one is missing, there twice, or not there at all.
    """
    lock_automations(tx)
    standing = {each.automation.name: each for each in read_standing(tx, kind)}
    if sorted(names) != sorted(standing):
        raise InvalidInputError(
            f"name each {kind.value} once: {', '.join(standing) or 'there is none'}", field="names"
        )
    for position, name in enumerate(names, start=1):
        before = standing[name].automation
        if before.position != position and standing[name].readable:
            moved = replace(before, version=tools.ids.new(), position=position)
            record_automation(tx, moved, replace(change, based_on=before.version))
    record_automation_order(tx, kind, names)


def switch_automation(
    tx: Transaction,
    tools: AutomationTools,
    kind: AutomationKind,
    name: str,
    *,
    on: bool,
    change: Change,
) -> Automation:
    """Switch one on or off; see `RuleDesk.switch`."""
    lock_automations(tx)
    standing = get_standing(tx, kind, name)
    automation = standing.automation
    change = _base(change, automation)
    if automation.enabled is on:
        check_automation_base(tx, kind, name, change)
        return automation
    automation = _get_readable(tx, kind, name)
    if on:
        check_names(automation, read_known_names(tx, tools))
    switched = replace(automation, version=tools.ids.new(), enabled=on)
    record_automation(tx, switched, change)
    return switched


def roll_back_automation(
    tx: Transaction,
    tools: AutomationTools,
    kind: AutomationKind,
    name: str,
    number: int,
    *,
    change: Change,
) -> Automation:
    """Make an old version the next one; see `RuleDesk.roll_back`."""
    lock_automations(tx)
    standing = get_standing(tx, kind, name)
    old = find_automation_version(tx, kind, name, number)
    if old is None or old.automation.kind is not kind:
        raise NotFoundError(f"the {kind.value} {name!r} has no version {number}")
    if not old.readable:
        raise ConflictError(f"version {number} of {name!r} cannot be read; choose another one")
    check_names(old.automation, read_known_names(tx, tools))
    change = _base(change, standing.automation)
    back = replace(old.automation, version=tools.ids.new(), position=standing.automation.position)
    if old.automation.version == standing.automation.version:
        check_automation_base(tx, kind, name, change)
        return standing.automation
    record_automation(tx, back, change)
    return back


def remove_automation(
    tx: Transaction, tools: AutomationTools, kind: AutomationKind, name: str, *, change: Change
) -> None:
    """Take one away; see `RuleDesk.remove`."""
    lock_automations(tx)
    automation = get_standing(tx, kind, name).automation
    removed = replace(automation, version=tools.ids.new(), position=NOWHERE, enabled=False)
    record_automation_removal(tx, removed, _base(change, automation))


def _get_readable(tx: Transaction, kind: AutomationKind, name: str) -> Automation:
    """Have nobody write down what only stands in for what cannot be read."""
    standing = get_standing(tx, kind, name)
    if not standing.readable:
        raise ConflictError(
            f"the {kind.value} {name!r} cannot be read; write it anew as a whole, or remove it"
        )
    return standing.automation


def _base(change: Change, automation: Automation) -> Change:
    """Have a change that names no version be made from the present one."""
    if change.based_on is not None:
        return change
    return replace(change, based_on=automation.version)
