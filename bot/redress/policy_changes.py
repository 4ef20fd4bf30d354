"""The complaint policy is checked, saved as its next version, and set back to an old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.complaints.policy_at_work import forget_complaint_policy, get_complaint_policy
from complaints.policy_definition import list_oddities, parse_policy, read_policy, render_policy
from crm_store.complaint_policies import (
    PolicyVersion,
    find_last_number,
    get_policy_version,
    insert_policy_version,
    list_policy_versions,
)
from crm_store.service_levels import list_standing_calendars
from crm_store.transaction import Transaction
from domain.complaint_policy import ComplaintPolicy
from domain.errors import ConflictError, InvalidInputError


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """The policy at work.

    Attributes:
        definition: all of it, as people write it.
        version: None where it is what is shipped.
        oddities: what can be meant, and most likely is not.
        calendars: names of those that may be chosen beside `always`.
    """

    policy: ComplaintPolicy
    definition: Mapping[str, Any]
    version: PolicyVersion | None
    oddities: tuple[str, ...]
    calendars: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyCheck:
    """What would become of a policy that is saved.

    Attributes:
        faults: everything that is wrong, each with its place; then nothing is saved.
        changed: the parts in which it differs from the one at work.
    """

    faults: tuple[InvalidInputError, ...]
    oddities: tuple[str, ...]
    changed: tuple[str, ...]


def read_policy_view(tx: Transaction) -> PolicyView:
    """Read the policy at work."""
    policy = get_complaint_policy(tx)
    return PolicyView(
        policy=policy,
        definition=render_policy(policy),
        version=get_policy_version(tx, policy.number) if policy.number else None,
        oddities=tuple(list_oddities(policy)),
        calendars=_list_calendars(tx),
    )


def check_policy(tx: Transaction, definition: Mapping[str, Any]) -> PolicyCheck:
    """Tell everything that is wrong with a policy, or what it would change; nothing is written."""
    policy, faults = read_policy(definition, find_last_number(tx) + 1, _list_calendars(tx))
    now, then = (render_policy(each) for each in (get_complaint_policy(tx), policy))
    return PolicyCheck(
        faults=faults,
        oddities=() if faults else tuple(list_oddities(policy)),
        changed=() if faults else tuple(key for key in then if then[key] != now[key]),
    )


def save_policy(
    tx: Transaction,
    definition: Mapping[str, Any],
    *,
    based_on: int | None,
    by: str | None,
    now: datetime,
) -> ComplaintPolicy:
    """Make a policy the next version; what is as it was makes none.

    Args:
        based_on: number of the version that an edit was made from; None for whatever stands.

    Raises:
        InvalidInputError: something in it is wrong; `field` is its path.
        ConflictError: somebody else changed it meanwhile.
    """
    tx.lock("complaint policy")
    standing = find_last_number(tx)
    if based_on is not None and based_on != standing:
        raise ConflictError(
            f"version {standing} of the complaint policy stands, and this was made from version "
            f"{based_on}; look at what changed, and decide anew"
        )
    policy = parse_policy(definition, standing + 1, _list_calendars(tx))
    rendered = render_policy(policy)
    before = get_complaint_policy(tx)
    if rendered == render_policy(before):
        return before
    version = PolicyVersion(
        number=policy.number, definition=rendered, created_at=now, created_by=by
    )
    insert_policy_version(tx, version)
    forget_complaint_policy(tx)
    return policy


def roll_back_policy(
    tx: Transaction, number: int, *, based_on: int | None, by: str | None, now: datetime
) -> ComplaintPolicy:
    """Make an old version the next one; 0 is what is shipped.

    Raises:
        NotFoundError: there is no such version.
        InvalidInputError: it names a calendar that is gone.
        ConflictError: somebody else changed the policy meanwhile.
    """
    old = get_policy_version(tx, number).definition if number else {}
    return save_policy(tx, old, based_on=based_on, by=by, now=now)


def list_history(tx: Transaction) -> tuple[PolicyVersion, ...]:
    """List the versions, the latest first."""
    return list_policy_versions(tx)


def _list_calendars(tx: Transaction) -> tuple[str, ...]:
    return tuple(each.definition.name for each in list_standing_calendars(tx))
