"""Say what is wrong with a setting so that its owner can put it right."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from channels.contract import ChannelKind
from frontdesk.settings.known_keys import find_nearest
from frontdesk.settings.patterns import LANGUAGE_PATTERN, NAME_PATTERN, TIME_PATTERN
from frontdesk.settings.value_tree import KeyPath, ValueTree

# Faults that only follow from another one, which is told by itself.
CONSEQUENCES = {"default_factory_not_called"}

# By pydantic's names (https://docs.pydantic.dev/latest/errors/validation_errors/), where its own
# words are for programmers.
WORDS = {
    "missing": "is required and was not given",
    "tuple_type": 'must be a list such as ["one", "other"]',
    "model_type": "must be a table with keys of its own",
    "model_attributes_type": "must be a table with keys of its own",
}

# What to write where `frontdesk.settings.model` has a pattern.
PATTERN_WORDS = {
    TIME_PATTERN: "must be a time of day such as 21:00",
    LANGUAGE_PATTERN: "must be a language by its two or three small letters, such as en",
    NAME_PATTERN: "must be small letters, digits, - and _, 64 at most, and begin with a letter or "
    "digit, such as pager-duty",
}


def describe_faults(
    error: ValidationError,
    tree: ValueTree,
    model: type[BaseModel],
    kinds: Sequence[ChannelKind[Any]],
) -> Iterator[str]:
    """Yield a line for each fault: the setting, what is wrong, where it was given.

    No line holds the value itself, which may be a secret.
    """
    for fault in error.errors(include_url=False, include_input=False):
        if fault["type"] in CONSEQUENCES:
            continue
        path = tuple(str(part) for part in fault["loc"])
        origin = tree.find_origin(path)
        what = _describe_fault(fault, path, origin, model, kinds)
        yield f"{'.'.join(path)}: {what}{f' ({origin})' if origin else ''}"


def _describe_fault(
    fault: ErrorDetails,
    path: KeyPath,
    origin: str | None,
    model: type[BaseModel],
    kinds: Sequence[ChannelKind[Any]],
) -> str:
    if fault["type"] == "extra_forbidden":
        if path[0] == "channels" and len(path) == 2:
            return f"there is no such kind of channel; there are {_list_names(kinds)}"
        nearest = write_key(find_nearest(model, path), origin)
        return f"there is no such setting; did you mean {nearest}?"
    if fault["type"] == "tuple_type" and path[0] == "channels" and len(path) == 2:
        return f"must be a list of tables: [[{'.'.join(path)}]]"
    if fault["type"] == "string_pattern_mismatch":
        # One without words yet is told as it is rather than not at all.
        pattern = fault["ctx"]["pattern"]
        return PATTERN_WORDS.get(pattern, f"must match the pattern {pattern}")
    words = WORDS.get(fault["type"]) or fault["msg"].removeprefix("Value error, ")
    return words.replace("Input should", "must", 1)


def write_key(path: KeyPath, origin: str | None) -> str:
    """Write a setting's name the way it was given: as a variable or as a dotted path."""
    if origin is not None and origin.startswith("FRONTDESK_"):
        return "FRONTDESK_" + "__".join(path).upper()
    return ".".join(path)


def _list_names(kinds: Sequence[ChannelKind[Any]]) -> str:
    return ", ".join(sorted(kind.name for kind in kinds))
