"""What a form was refused for, and where it is said."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a form was not taken.

    Attributes:
        field: of the form, at which it is said; empty where it is about the whole.
        overtaken: whether somebody else changed the same thing meanwhile.
    """

    words: str
    field: str = ""
    overtaken: bool = False

    def at_fields(self) -> Mapping[str, str]:
        """Return the words by the field that they are about."""
        return {self.field: self.words} if self.field else {}
