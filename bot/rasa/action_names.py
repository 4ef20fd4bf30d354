"""By what names a Rasa server calls the parts of our actions; pure."""

import re
from dataclasses import dataclass
from typing import Final

_ASK: Final = re.compile(r"action_ask_(?P<action>[a-z_]+?)_form_(?P<slot>[a-z_]+)")
_READ: Final = re.compile(r"validate_(?P<action>[a-z_]+)_form")
_PERFORM: Final = re.compile(r"action_(?P<action>[a-z_]+)")


@dataclass(frozen=True, slots=True)
class Ask:
    """Put the question for a slot."""

    action: str
    slot: str


@dataclass(frozen=True, slots=True)
class Read:
    """Read and check what the customer wrote."""

    action: str


@dataclass(frozen=True, slots=True)
class Perform:
    """Carry the action out."""

    action: str


def parse_action_name(name: str) -> Ask | Read | Perform | None:
    """Tell what is called; None for a name that is none of ours."""
    if (found := _ASK.fullmatch(name)) is not None:
        return Ask(found["action"], found["slot"])
    if (found := _READ.fullmatch(name)) is not None:
        return Read(found["action"])
    found = _PERFORM.fullmatch(name)
    return None if found is None else Perform(found["action"])


def name_form(action: str) -> str:
    """Name an action's form."""
    return f"{action}_form"


def name_ask(action: str, slot: str) -> str:
    """Name what puts the question for a slot."""
    return f"action_ask_{name_form(action)}_{slot}"
