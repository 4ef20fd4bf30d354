"""What comes of grouping questions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroup:
    """Questions about one matter.

    Attributes:
        members: their places among those given, the most typical first.
        terms: the words that tell them from the others, the most telling first.
    """

    members: tuple[int, ...]
    terms: tuple[str, ...]
