"""Who changed what about a skill, an agent or a queue, in words; pure."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from crm_store.staffing_changes import StaffingChange

_FIELDS: Final[Mapping[str, str]] = {
    "skills": "skill",
    "capacity": "at once",
    "shifts": "shifts",
    "taking": "comes by work",
    "title": "title",
    "topics": "topics",
    "default": "default queue",
    "first_response_minutes": "minutes to the first response",
    "requires": "requires",
    "overflow": "help",
    "name": "name",
}


def tell_change(change: StaffingChange) -> str:
    """Tell in a line what changed."""
    if change.before is None:
        return "made"
    if change.after is None:
        return "removed"
    told = [
        words
        for field, after in change.after.items()
        for words in _tell_field(_FIELDS.get(field, field), change.before.get(field), after)
    ]
    return "; ".join(told) or "nothing changed"


def _tell_field(name: str, before: Any, after: Any) -> Iterator[str]:
    if before == after:
        return
    if isinstance(after, Mapping) and isinstance(before, Mapping):
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                yield f"{name} {key}: {_show(before.get(key))} → {_show(after.get(key))}"
        return
    yield f"{name}: {_show(before)} → {_show(after)}"


def _show(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value in {None, ""} else str(value)
