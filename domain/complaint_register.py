"""The complaint register: what happened to a complaint, how grave it is, and how it was judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain.complaints import ComplaintStage
from domain.service_levels import ClockKind

# The category of a table's line that holds for every category which has none of its own.
ANY_CATEGORY: Final = "any"


class Severity(StrEnum):
    """How grave a complaint is, the least first."""

    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Its place from 0, minor, to 3, critical."""
        return list(Severity).index(self)


class Outcome(StrEnum):
    """How a complaint ended.

    `settled`: the customer says it is right, or nothing else was heard in time. `disagreed`: our
    answer stands and they do not accept it. `decided_outside`: a body outside decided. The others
    end one that nobody has answered: `withdrawn` by the customer, `no_complaint` at all, or
    `joined` to another that is the same matter.
    """

    SETTLED = "settled"
    DISAGREED = "disagreed"
    DECIDED_OUTSIDE = "decided_outside"
    WITHDRAWN = "withdrawn"
    NO_COMPLAINT = "no_complaint"
    JOINED = "joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintEvent:
    """A move of a complaint into a stage; never changed once written.

    Attributes:
        at: an event that is recorded after another one never counts as earlier than that one.
        by: who moved it, as shown to staff: a name, or `Frontdesk` for what went by itself.
        why: in words; reopening, going outside and closing demand them.
        outcome: of a move to closed, and of no other.
    """

    to: ComplaintStage
    at: datetime
    by: str
    why: str = ""
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintState:
    """What the events of a complaint add up to.

    Attributes:
        since: when its stage began.
        by: who moved it there.
        responded_at: the last time, as all that can happen several times.
        reopenings: how often it was opened again.
        outcome: None while it is open.
    """

    stage: ComplaintStage
    since: datetime
    by: str
    received_at: datetime
    acknowledged_at: datetime | None = None
    responded_at: datetime | None = None
    closed_at: datetime | None = None
    escalated_at: datetime | None = None
    reopenings: int = 0
    outcome: Outcome | None = None

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.stage is not ComplaintStage.CLOSED


StageLimits = Mapping[Severity, Mapping[ComplaintStage, timedelta]]
"""Counted time within which a stage is to be left, by severity; one that is not there is free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTime:
    """How long a complaint was in a stage, once.

    Attributes:
        left_at: None while it is there.
        counted: by the calendar that limits count by.
        limit: None where the stage has none.
        due_at: when the limit has counted, or had.
    """

    stage: ComplaintStage
    entered_at: datetime
    left_at: datetime | None
    counted: timedelta
    limit: timedelta | None
    due_at: datetime | None

    @property
    def late(self) -> bool:
        """Whether the limit had counted before the stage was left, or has."""
        return self.limit is not None and self.counted >= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenPromise:
    """A clock of the complaint's own matter that was not kept.

    Attributes:
        counted: until it was met, or until now.
    """

    kind: ClockKind
    target: timedelta
    counted: timedelta

    @property
    def ratio(self) -> float:
        """Time taken divided by time promised."""
        return self.counted / self.target


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityFacts:
    """What severity is computed from.

    Attributes:
        at: as of when.
        category: what it is about, such as `lost baggage`.
        tier: how much service the customer has bought.
        broken: promises of this matter that were not kept.
        earlier: when other promises to this customer were broken.
        urgency: how soon the customer wants somebody, 0 to 1, as the reader of feelings says.
        complaint: how surely it is a complaint, 0 to 1, as it says.
        negative: whether it takes the writer for displeased.
    """

    at: datetime
    category: str
    tier: str
    broken: tuple[BrokenPromise, ...] = ()
    earlier: tuple[datetime, ...] = ()
    urgency: float = 0.0
    complaint: float = 0.0
    negative: bool = False


def _grade_kinds() -> Mapping[ClockKind, int]:
    return MappingProxyType(
        {ClockKind.FIRST_RESPONSE: 10, ClockKind.NEXT_RESPONSE: 5, ClockKind.RESOLUTION: 15}
    )


def _grade_thresholds() -> Mapping[Severity, int]:
    return MappingProxyType(
        {Severity.MINOR: 0, Severity.MODERATE: 25, Severity.SERIOUS: 50, Severity.CRITICAL: 75}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityPolicy:
    """How many points each fact is worth, and how many make which severity.

    Attributes:
        overrun: points by the ratio from which on they are given, ascending; the last reached
            holds.
        kinds: by the promise that was broken.
        each_breach: for each other breach, of this matter or within `days` before.
        most_breaches: what they add up to at most.
        tiers: by tier; another has none.
        categories: by category; `any` for another.
        urgency: for an urgency of 1; less in proportion.
        complaint: for a complaint that is sure; less in proportion.
        negative: for a writer who is displeased.
        thresholds: the points from which on each severity is reached, ascending.
    """

    overrun: tuple[tuple[float, int], ...] = ((1.0, 10), (1.5, 20), (2.0, 30), (4.0, 40))
    kinds: Mapping[ClockKind, int] = field(default_factory=_grade_kinds)
    each_breach: int = 5
    most_breaches: int = 15
    days: int = 30
    tiers: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({"gold": 10}))
    categories: Mapping[str, int] = field(
        default_factory=lambda: MappingProxyType({ANY_CATEGORY: 5, "safety": 75})
    )
    urgency: int = 10
    complaint: int = 5
    negative: int = 5
    thresholds: Mapping[Severity, int] = field(default_factory=_grade_thresholds)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityPart:
    """One addend of a severity.

    Attributes:
        name: `overrun`, `promise`, `frequency`, `tier`, `felt`, `category`.
        words: why so many, for people.
    """

    name: str
    points: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrule:
    """A severity that somebody set in place of the computed one.

    Attributes:
        by: their name.
        by_id: of a member of staff, or empty.
    """

    severity: Severity
    by: str
    at: datetime
    reason: str
    by_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeverityGrade:
    """How grave a complaint is, with its sum.

    Attributes:
        computed: by the sum alone.
        parts: all of them, also those of no points.
        overruled: beside the sum, never in its place.
    """

    computed: Severity
    parts: tuple[SeverityPart, ...]
    overruled: Overrule | None = None

    @property
    def points(self) -> int:
        """The sum."""
        return sum(part.points for part in self.parts)

    @property
    def severity(self) -> Severity:
        """The one that holds."""
        return self.overruled.severity if self.overruled else self.computed
