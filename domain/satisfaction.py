"""What customers say of how they were served: votes on a scale."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Survey(StrEnum):
    """What is asked.

    `csat`: how satisfied they are, 1 to 5. `ces`: how easy it was made for them, 1 to 7.
    """

    CSAT = "csat"
    CES = "ces"

    @property
    def most(self) -> int:
        """The best vote; the worst is 1."""
        return 5 if self is Survey.CSAT else 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A question that a customer was asked.

    Attributes:
        closes_at: the first instant at which no vote counts any more.
        value: the latest vote, or None.
        changes: how often it was another one before.
    """

    id: str
    survey: Survey
    asked_at: datetime
    closes_at: datetime
    value: int | None = None
    voted_at: datetime | None = None
    changes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteReading:
    """What a text says of a question that was asked.

    Attributes:
        value: None where it is no vote.
        words: what it was read by, or why it is none.
    """

    value: int | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteClaim:
    """What a link says that votes by itself; it is signed as a whole, and worth nothing unsigned.

    Attributes:
        ballot_id: letters, digits, `_` and `-`.
    """

    ballot_id: str
    survey: Survey
    value: int
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteSummary:
    """What votes add up to.

    Attributes:
        counts: of each vote, from 1 on.
        mean: None where there is no vote, as all that follows.
        top: share of the two best.
        top_low: where the 95 % confidence interval of that share begins (Wilson, 1927).
        top_high: where it ends.
    """

    survey: Survey
    asked: int
    counts: tuple[int, ...]
    mean: float | None
    top: float | None
    top_low: float | None
    top_high: float | None

    @property
    def voted(self) -> int:
        """How many voted."""
        return sum(self.counts)
