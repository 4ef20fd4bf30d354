"""What a form has gathered, in the words of staff."""

from collections.abc import Mapping
from typing import Any

# What staff see of what is nobody's business.
DOTS = "\u2022\u2022\u2022\u2022"


def describe_gathered(action: Any, slots: Mapping[str, Any]) -> str:
    """Describe the filled slots of an action: "Check in: booking AB12CD, last name Lindqvist".

    Args:
        action: a `SelfService`.
    """
    told = [
        f"{slot.title}: {DOTS if slot.secret else describe_value(slots[slot.name])}"
        for slot in action.form.slots
        if slots.get(slot.name) is not None and not slot.inner
    ]
    return f"{action.title} by the customer so far: {'; '.join(told) or 'nothing yet'}"


def describe_value(value: Any) -> str:
    """Describe a slot's value: yes, no, a list with commas, or what it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(describe_value(each) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {describe_value(each)}" for name, each in value.items())
    return str(value)
