"""What a form has gathered, in the words of staff."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

# What staff see of what is nobody's business.
HIDDEN: Final = "•" * 6
_LONGEST: Final = 200


def describe_gathered(action: Any, slots: Mapping[str, Any]) -> str:
    """Describe the filled slots of an action: "Check in: booking AB12CD, last name Lindqvist".

    Args:
        action: a `SelfService`.
    """
    told = [
        f"{slot.title}: {HIDDEN if slot.secret else tell_value(slots[slot.name])}"
        for slot in action.form.slots
        if slots.get(slot.name) is not None and not slot.inner
    ]
    return f"{action.title} by the customer so far: {'; '.join(told) or 'nothing yet'}"


def tell_value(value: Any) -> str:
    """Tell a plain JSON value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(
            f"{spell_name(str(key))}: {tell_value(each)}" for key, each in value.items()
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(tell_value, value))
    return str(value)[:_LONGEST]


def spell_name(name: str) -> str:
    """Write a name of programs as people do."""
    return name.replace("_", " ").strip().capitalize()
