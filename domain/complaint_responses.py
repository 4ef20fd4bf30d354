"""What a complaint is answered with: three parts, never fewer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ResponsePart(StrEnum):
    """A part of every response; a block of that name in its template."""

    APOLOGY = "apology"
    ASSURANCE = "assurance"
    GESTURE = "gesture"


# What a template may name; what each holds is a finished piece of a sentence in its language.
DOING: Final = "doing"
GESTURE: Final = "gesture"
FIELDS: Final = (DOING, GESTURE, "name", "number", "reference", "about", "agent", "company")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseTemplate:
    """The words for one language and channel.

    Attributes:
        language: BCP 47 primary tag.
        channel: its kind, such as `sms`; `any` for those that have none of their own.
        text: in jinja2, with a block for each part and names of `FIELDS`.
    """

    language: str
    channel: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFault:
    """What is wrong with a template.

    Attributes:
        part: where, or None where it is about all of it.
        words: what is wrong and what to do.
    """

    part: ResponsePart | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response that may be sent: each part is in its text.

    Attributes:
        parts: apology, assurance and gesture, as they stand in the text; the last is empty where
            the policy gives nothing.
    """

    text: str
    parts: tuple[str, str, str]
