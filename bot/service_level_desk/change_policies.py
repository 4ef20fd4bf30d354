"""Policies are written, moved, switched on and off, and removed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.service_level_desk.desk_tools import DeskTools, read_known_names
from bot.service_level_desk.read_policies import (
    find_policy_named,
    get_policy_named,
    read_policies,
)
from bot.service_level_desk.tell_versions import NOWHERE
from crm_store.service_level_changes import (
    Change,
    check_policy_base,
    lock_service_levels,
    record_order,
    record_policy,
    record_policy_removal,
)
from crm_store.transaction import Transaction
from domain.errors import ConflictError, InvalidInputError
from domain.service_levels import SlaPolicy
from service_levels.policy_definition import parse_policy
from service_levels.target_checks import check_targets

MOST_POLICIES: Final = 200


def save_policy(
    tx: Transaction,
    tools: DeskTools,
    name: str,
    definition: Mapping[str, Any],
    *,
    position: int | None,
    change: Change,
) -> SlaPolicy:
    """Write a policy; see `ServiceLevelDesk.save_policy`."""
    lock_service_levels(tx)
    standing = find_policy_named(tx, name)
    number = len(read_policies(tx))
    place = number + 1 if standing is None else standing.position
    if standing is None and number >= MOST_POLICIES:
        raise InvalidInputError(f"there are {MOST_POLICIES} policies already; remove one first")
    parsed = parse_policy(name, tools.ids.new(), place, definition, read_known_names(tx, tools))
    check_targets(parsed, tools.agreements.find_calendar(tx, parsed.calendar), change.now)
    if standing is None or replace(parsed, version=standing.version) != standing:
        record_policy(tx, parsed, change)
        standing, change = parsed, replace(change, based_on=parsed.version)
    else:
        check_policy_base(tx, name, change)
    return standing if position is None else move_policy(tx, tools, name, position, change=change)


def move_policy(
    tx: Transaction, tools: DeskTools, name: str, position: int, *, change: Change
) -> SlaPolicy:
    """Have a policy tried earlier or later; see `ServiceLevelDesk.move_policy`."""
    lock_service_levels(tx)
    policy = get_policy_named(tx, name)
    _require_readable(tx, name)
    names = [each.definition.name for each in read_policies(tx)]
    if not 1 <= position <= len(names):
        raise InvalidInputError(
            f"there is no place {position}; choose one from 1 to {len(names)}", field="position"
        )
    if position == policy.position:
        return policy
    moved = replace(policy, version=tools.ids.new(), position=position)
    record_policy(tx, moved, _base(change, policy))
    names.remove(name)
    names.insert(position - 1, name)
    record_order(tx, names)
    return moved


def switch_policy(
    tx: Transaction, tools: DeskTools, name: str, *, on: bool, change: Change
) -> SlaPolicy:
    """Switch a policy on or off; see `ServiceLevelDesk.switch_policy`."""
    lock_service_levels(tx)
    policy = get_policy_named(tx, name)
    if policy.enabled is on:
        return policy
    _require_readable(tx, name)
    switched = replace(policy, version=tools.ids.new(), enabled=on)
    record_policy(tx, switched, _base(change, policy))
    return switched


def remove_policy(tx: Transaction, tools: DeskTools, name: str, *, change: Change) -> None:
    """Take a policy away; see `ServiceLevelDesk.remove_policy`."""
    lock_service_levels(tx)
    policy = get_policy_named(tx, name)
    removed = replace(policy, version=tools.ids.new(), position=NOWHERE)
    record_policy_removal(tx, removed, _base(change, policy))


def _require_readable(tx: Transaction, name: str) -> None:
    """Have nobody write down what only stands in for a policy that cannot be read."""
    for version in read_policies(tx):
        if version.definition.name == name and not version.readable:
            raise ConflictError(
                f"the policy {name!r} cannot be read; write it anew as a whole, or remove it"
            )


def _base(change: Change, policy: SlaPolicy) -> Change:
    """Have a change that names no version be made from the present one."""
    return change if change.based_on is not None else replace(change, based_on=policy.version)
