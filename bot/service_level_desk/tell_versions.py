"""What became of a policy or calendar from one version to the next."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from bot.service_level_desk.views import VersionView
from crm_store.service_levels import Version
from domain.calendars import BusinessCalendar
from domain.service_levels import SlaPolicy
from service_levels.calendar_definition import render_calendar
from service_levels.policy_definition import render_policy

VersionedT = TypeVar("VersionedT", SlaPolicy, BusinessCalendar)

REMOVED: Final = "removed"
UNREADABLE: Final = "cannot be read"
# The position of the version that tells who removed a policy.
NOWHERE: Final = 0
_WORDS: Final = {
    "time_zone": "time zone",
    "tell_customer": "what the customer is told",
    "retarget": "what a change of queue or priority does",
    "days": "own days",
    "imported": "imported days",
}


def tell_policy_versions(versions: Sequence[Version[SlaPolicy]]) -> tuple[VersionView, ...]:
    """Tell the history of a policy; as given and returned, the newest version comes first."""
    return _tell(versions, render_policy, _tell_policy_change)


def tell_calendar_versions(
    versions: Sequence[Version[BusinessCalendar]],
) -> tuple[VersionView, ...]:
    """Tell the history of a calendar, in the same order."""
    return _tell(versions, render_calendar, _tell_calendar_change)


def _tell(
    versions: Sequence[Version[VersionedT]],
    render: Callable[[VersionedT], dict[str, Any]],
    tell_change: Callable[[VersionedT, VersionedT, Mapping[str, Any], Mapping[str, Any]], str],
) -> tuple[VersionView, ...]:
    told: list[VersionView] = []
    standing = False
    before: Version[VersionedT] | None = None
    for version in reversed(versions):
        definition = render(version.definition)
        if not version.readable:
            what = UNREADABLE
        elif before is None:
            # Of a long history the beginning is left out.
            what = "made" if version.number == 1 else "changed"
        elif not standing:
            what = "made again"
        elif not before.readable:
            what = "written anew"
        else:
            what = tell_change(
                before.definition, version.definition, told[-1].definition, definition
            )
        standing = what != REMOVED
        told.append(
            VersionView(
                id=version.definition.version,
                number=version.number,
                at=version.at,
                by=version.by,
                what=what,
                definition=definition,
            )
        )
        before = version
    return tuple(reversed(told))


def _tell_policy_change(
    before: SlaPolicy, after: SlaPolicy, old: Mapping[str, Any], new: Mapping[str, Any]
) -> str:
    if after.position == NOWHERE:
        return REMOVED
    told = []
    if before.enabled is not after.enabled:
        told.append("switched on" if after.enabled else "switched off")
    changed = [key for key in new if key != "enabled" and old.get(key) != new[key]]
    if changed:
        told.append(_tell_changed(changed))
    return "; ".join(told) or f"moved to place {after.position}"


def _tell_calendar_change(
    before: BusinessCalendar,
    after: BusinessCalendar,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> str:
    changed = [key for key in new if old.get(key) != new[key]]
    if changed:
        return _tell_changed(changed)
    # What stands is never saved again as it is, so that this was its end.
    return "holidays written on" if before.special_days != after.special_days else REMOVED


def _tell_changed(keys: Sequence[str]) -> str:
    return f"{', '.join(_WORDS.get(key, key) for key in keys)} changed"
