"""Rules, macros and triggers as they stand, with what is odd about each, and their histories."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.automating.automation_tools import AutomationTools, read_known_names
from bot.automating.automations import can_be_read
from bot.automating.views import AutomationView, VersionView
from crm_store.automation_runs import count_runs
from crm_store.automations import list_automation_versions, list_standing_automations
from crm_store.transaction import Transaction
from domain.automations import Automation, AutomationKind, AutomationVersion
from domain.errors import NotFoundError
from routing.automation.checks import find_oddities, find_problems
from routing.automation.definition import render_automation
from routing.automation.shadowing import check_shadowing

# The position of the version that tells who removed something.
NOWHERE: Final = 0
_COUNTED: Final = timedelta(days=30)
REMOVED: Final = "removed"
_WORDS: Final = {
    "all_of": "conditions",
    "any_of": "conditions",
    "everybody": "conditions",
    "last": "whether later rules are tried",
}


def list_automations(
    tx: Transaction, tools: AutomationTools, kind: AutomationKind, *, now: datetime
) -> tuple[AutomationView, ...]:
    """List what stands of a kind in its order; which rules are in vain is not looked for."""
    versions = read_standing(tx, kind)
    known = read_known_names(tx, tools)
    done = {} if kind is AutomationKind.RULE else count_runs(tx, since=now - _COUNTED)
    return tuple(
        AutomationView(
            automation=each.automation,
            definition=render_automation(each.automation),
            number=each.number,
            changed_at=each.created_at,
            changed_by=each.created_by,
            problems=find_problems(each.automation, known),
            oddities=find_oddities(each.automation, known, followed=each is not versions[-1])
            if each.readable
            else (),
            done_lately=done.get(each.automation.name, 0),
            readable=each.readable,
        )
        for each in versions
    )


def read_history(
    tx: Transaction, tools: AutomationTools, kind: AutomationKind, name: str, *, now: datetime
) -> tuple[tuple[AutomationView, ...], tuple[VersionView, ...]]:
    """Read what stands of a kind, and the history of one of them.

    Raises:
        NotFoundError: there is none of this name.
    """
    views = list_automations(tx, tools, kind, now=now)
    if all(each.automation.name != name for each in views):
        raise NotFoundError(f"there is no {kind.value} {name!r}")
    versions = list_automation_versions(tx, kind, name)
    return views, tell_versions([_stand_in(each) for each in versions])


def mark_shadowed(views: Sequence[AutomationView]) -> tuple[AutomationView, ...]:
    """Mark the rules that are in vain, and those of which that is not known; pure, and slow."""
    check = check_shadowing([each.automation for each in views])
    shadowed = {each.rule: each for each in check.shadowed}
    unchecked = frozenset(check.unchecked)
    return tuple(
        replace(
            view,
            shadowed=shadowed.get(view.automation.name),
            checked=view.automation.name not in unchecked,
        )
        for view in views
    )


def read_standing(tx: Transaction, kind: AutomationKind) -> tuple[AutomationVersion, ...]:
    """Read the present versions of a kind, each with the place it has now, from 1."""
    return tuple(
        _stand_in(replace(version, automation=replace(version.automation, position=position)))
        for position, version in enumerate(list_standing_automations(tx, kind), start=1)
    )


def _stand_in(version: AutomationVersion) -> AutomationVersion:
    """Put only its name in place of what says nothing that this Frontdesk knows.

    What stands beside it can still be seen and changed.
    """
    found = version.automation
    if not version.readable or can_be_read(found):
        return version
    title = f"{found.name} (cannot be read)"
    nothing = Automation(
        name=found.name,
        title=title,
        kind=found.kind,
        version=found.version,
        position=found.position,
    )
    return replace(version, automation=nothing, readable=False)


def find_standing(tx: Transaction, kind: AutomationKind, name: str) -> AutomationVersion | None:
    """Find a rule, macro or trigger as it stands."""
    return next((each for each in read_standing(tx, kind) if each.automation.name == name), None)


def get_standing(tx: Transaction, kind: AutomationKind, name: str) -> AutomationVersion:
    """Find a rule, macro or trigger as it stands, where it must be there.

    Raises:
        NotFoundError: it is not.
    """
    found = find_standing(tx, kind, name)
    if found is None:
        raise NotFoundError(f"there is no {kind.value} {name!r}")
    return found


def tell_versions(versions: Sequence[AutomationVersion]) -> tuple[VersionView, ...]:
    """Tell a history; as given and returned, the newest version comes first."""
    told: list[VersionView] = []
    before: AutomationVersion | None = None
    for version in reversed(versions):
        definition = render_automation(version.automation)
        told.append(
            VersionView(
                id=version.automation.version,
                number=version.number,
                at=version.created_at,
                by=version.created_by,
                what=_tell_what(version, definition, before, told),
                definition=definition,
                readable=version.readable,
            )
        )
        before = version
    return tuple(reversed(told))


def _tell_what(
    version: AutomationVersion,
    definition: dict[str, Any],
    before: AutomationVersion | None,
    told: Sequence[VersionView],
) -> str:
    if not version.readable:
        return "cannot be read"
    if before is None:
        # Of a long history the beginning is left out.
        return "made" if version.number == 1 else "changed"
    if told[-1].what == REMOVED:
        return "made again"
    if not before.readable:
        return "written anew"
    if version.automation.position == NOWHERE:
        return REMOVED
    return _tell_change(version.automation, before.automation, definition, told)


def _tell_change(
    after: Automation,
    before: Automation,
    definition: dict[str, Any],
    told: Sequence[VersionView],
) -> str:
    old = told[-1].definition
    changed = [key for key in definition if key != "enabled" and old.get(key) != definition[key]]
    again = next((each for each in reversed(told[:-1]) if each.definition == definition), None)
    if changed and again is not None:
        return f"gone back to version {again.number}"
    words = []
    if before.enabled is not after.enabled:
        words.append("switched on" if after.enabled else "switched off")
    if changed:
        named = dict.fromkeys(_WORDS.get(key, key) for key in changed)
        words.append(f"{', '.join(named)} changed")
    return "; ".join(words) or f"moved to place {after.position}"
