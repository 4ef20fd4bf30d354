"""What a slot reader is given of a customer's message; readers are pure and import no rasa-sdk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias

from domain.messages import QuickReply


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A message as a slot reader sees it.

    Attributes:
        text: what the customer wrote, as it came: any case, digits of any script, emoji.
        language: BCP 47 primary tag.
        requested: whether this very slot was asked for, so that a bare answer is meant for it;
            otherwise only what is unmistakable counts ("for Lindqvist", "window seat").
        corrected: the message corrects something ("no, I meant …"), so that slots that are filled
            are read again.
        pressed: the value of a pressed quick reply, or None.
        choices: what was offered with the question, in the order shown.
        files: how many files came with it; a photo is no answer to a question.
        slots: what is filled already.
        time_zone: IANA name of the zone in which times are told.
    """

    text: str
    language: str
    now: datetime
    requested: bool = False
    corrected: bool = False
    pressed: str | None = None
    choices: tuple[QuickReply, ...] = ()
    files: int = 0
    slots: Mapping[str, Any] = field(default_factory=dict)
    time_zone: str = "UTC"


Reader: TypeAlias = Callable[[Reading], Any]
"""Returns a plain JSON value, or None where the message says nothing of the slot."""
