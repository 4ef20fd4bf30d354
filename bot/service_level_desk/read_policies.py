"""Policies as they stand, and what is odd about them."""

from dataclasses import replace

from bot.service_level_desk.tell_versions import tell_policy_versions
from bot.service_level_desk.views import PolicyDetail, PolicyListing, PolicyView
from crm_store.service_levels import Version, list_policy_versions, list_standing_policies
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.service_levels import SlaPolicy
from service_levels.policy_definition import render_policy
from service_levels.policy_shadowing import find_shadowed


def read_policies(tx: Transaction) -> tuple[Version[SlaPolicy], ...]:
    """Read the present versions of all policies, each with the place it has now, from 1."""
    return tuple(
        replace(version, definition=replace(version.definition, position=position))
        for position, version in enumerate(list_standing_policies(tx), start=1)
    )


def list_policies(tx: Transaction) -> PolicyListing:
    """List all policies in their order."""
    versions = read_policies(tx)
    findings = find_shadowed([each.definition for each in versions])
    shadowed = {each.policy: each for each in findings.shadowed}
    views = tuple(
        PolicyView(
            policy=each.definition,
            definition=render_policy(each.definition),
            number=each.number,
            changed_at=each.at,
            readable=each.readable,
            changed_by=each.by,
            shadowed=shadowed.get(each.definition.name),
        )
        for each in versions
    )
    return PolicyListing(policies=views, overlaps=findings.overlaps)


def get_policy(tx: Transaction, name: str) -> PolicyDetail:
    """Read a policy with its history.

    Raises:
        NotFoundError: there is none of this name.
    """
    listing = list_policies(tx)
    view = next((each for each in listing.policies if each.policy.name == name), None)
    if view is None:
        raise NotFoundError(f"there is no policy {name!r}")
    return PolicyDetail(
        view=view,
        overlaps=tuple(each for each in listing.overlaps if name in {each.earlier, each.later}),
        history=tell_policy_versions(list_policy_versions(tx, name)),
    )


def find_policy_named(tx: Transaction, name: str) -> SlaPolicy | None:
    """Find a policy as it stands."""
    return next(
        (each.definition for each in read_policies(tx) if each.definition.name == name), None
    )


def get_policy_named(tx: Transaction, name: str) -> SlaPolicy:
    """Find a policy as it stands, where it must be there.

    Raises:
        NotFoundError: it is not.
    """
    policy = find_policy_named(tx, name)
    if policy is None:
        raise NotFoundError(f"there is no policy {name!r}")
    return policy
