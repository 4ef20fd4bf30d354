"""Customers in danger of being lost, and those who complain time and again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from domain.complaint_register import Severity


def _open_points() -> Mapping[Severity, int]:
    return MappingProxyType(
        {Severity.MINOR: 10, Severity.MODERATE: 20, Severity.SERIOUS: 40, Severity.CRITICAL: 60}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskWeights:
    """How many points each fact is worth.

    Attributes:
        open: for each complaint that is not closed, by its severity; `most_open` at the most.
        each_breach: for each broken promise, `most_breaches` at the most; so with low votes.
        lost: for complaints that lost the customer, however many.
        at_risk: from how many points on a customer is in danger of being lost.
    """

    open: Mapping[Severity, int] = field(default_factory=_open_points)
    most_open: int = 100
    each_breach: int = 5
    most_breaches: int = 30
    each_low_vote: int = 15
    most_low_votes: int = 30
    lost: int = 40
    at_risk: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFacts:
    """What counts against us in a customer's eyes, within the days that the policy looks back.

    Attributes:
        open: severities of their complaints that are not closed.
        breaches: promises to them that were broken.
        low_votes: votes that say they are displeased.
        lost: complaints after which they were lost.
    """

    open: tuple[Severity, ...] = ()
    breaches: int = 0
    low_votes: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPart:
    """One addend of a risk.

    Attributes:
        name: `complaints`, `breaches`, `votes` or `lost`.
        words: why so many, for people.
    """

    name: str
    points: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAtRisk:
    """A customer in danger of being lost, with the sum that says so."""

    customer_id: str
    name: str | None
    tier: str
    parts: tuple[RiskPart, ...]

    @property
    def points(self) -> int:
        """The sum."""
        return sum(part.points for part in self.parts)

    @property
    def why(self) -> str:
        """All that counts, in a sentence."""
        words = "; ".join(part.words for part in self.parts if part.points)
        return f"{words[:1].upper()}{words[1:]}."


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatComplainer:
    """A customer who complained several times within the days that the policy looks back.

    Attributes:
        count: complaints, those left out that were none, withdrawn, or joined to another.
        open: how many of them are not closed.
        first_at: when the first of them was received, and `last_at` the last.
    """

    customer_id: str
    name: str | None
    tier: str
    count: int
    open: int
    first_at: datetime
    last_at: datetime

    @property
    def why(self) -> str:
        """What makes them one, in a sentence."""
        since = f"{self.first_at:%Y-%m-%d}"
        still = f", {self.open} of them still open" if self.open else ""
        return f"{self.count} complaints since {since}{still}."
