"""How promises were kept, what came and went, and where it hurts: figures of a period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.reports.report_days import Bucket, WantedReport
from bot.reports.votes import Votes
from crm_store.customers_hit import CustomersHit
from domain.knowledge_figures import Share
from domain.satisfaction import Survey
from domain.self_service_figures import Period
from domain.service_levels import ClockKind

DIMENSIONS = ("queue", "channel", "tier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """Promises that were kept and broken, by kind."""

    kept: Mapping[ClockKind, int] = field(default_factory=dict)
    broken: Mapping[ClockKind, int] = field(default_factory=dict)

    def share(self, kind: ClockKind | None = None) -> Share:
        """Tell the service level: how many were kept of those that came to an end or broke."""
        kinds = tuple(ClockKind) if kind is None else (kind,)
        kept = sum(self.kept.get(each, 0) for each in kinds)
        return Share(kept, kept + sum(self.broken.get(each, 0) for each in kinds))

    def count_broken(self, kind: ClockKind | None = None) -> int:
        """Count those that were broken."""
        share = self.share(kind)
        return share.whole - share.part


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """The promises of one queue, channel or tier, and those of the period before."""

    name: str
    now: Promises
    before: Promises


@dataclass(frozen=True, slots=True, kw_only=True)
class Volumes:
    """What came and what went."""

    arrived: int = 0
    handed_over: int = 0
    resolved: int = 0

    def __add__(self, other: "Volumes") -> "Volumes":
        """Add two times up."""
        return Volumes(
            arrived=self.arrived + other.arrived,
            handed_over=self.handed_over + other.handed_over,
            resolved=self.resolved + other.resolved,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceBucket:
    """One day or week."""

    bucket: Bucket
    volumes: Volumes
    promises: Promises
    votes: Mapping[Survey, Votes]


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    """Broken promises of one cause.

    Attributes:
        hours: how many fell due in each local hour of the day.
    """

    cause: str
    n: int
    before: int
    hours: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One kind of trouble that an area has.

    Attributes:
        share: how much it is of all trouble of the kind.
        before: how many there were in the period before.
    """

    share: Share
    before: int

    @property
    def n(self) -> int:
        """How many."""
        return self.share.part


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemArea:
    """A queue or a topic, and what hurts there.

    Attributes:
        dimension: `queue` or `topic`.
        low_votes: None of a topic, as votes are not told apart by it.
    """

    dimension: str
    name: str
    broken: Trouble
    complaints: Trouble
    low_votes: Trouble | None

    @property
    def points(self) -> float:
        """What it is ranked by: the sum of its shares of all trouble of each kind, in percent."""
        return sum(100 * (each.share.value or 0.0) for each in self.troubles)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """Those that are known of it."""
        low = () if self.low_votes is None else (self.low_votes,)
        return (self.broken, self.complaints, *low)

    @property
    def change(self) -> int:
        """By how many there is more trouble than before."""
        return sum(each.n - each.before for each in self.troubles)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReport:
    """The report.

    Attributes:
        lines: by dimension, those with the most promises first.
        causes: the most frequent first.
        areas: the worst first.
        customers: those with the most broken promises first, so many as a page shows.
        choices: by dimension, what figures can be narrowed to.
    """

    wanted: WantedReport
    total: ServiceLine
    lines: Mapping[str, tuple[ServiceLine, ...]]
    buckets: tuple[ServiceBucket, ...]
    volumes: Volumes
    volumes_before: Volumes
    votes: Mapping[Survey, Votes]
    votes_before: Mapping[Survey, Votes]
    causes: tuple[CauseLine, ...]
    areas: tuple[ProblemArea, ...]
    customers: CustomersHit
    choices: Mapping[str, tuple[str, ...]]

    @property
    def period(self) -> Period:
        """Its days."""
        return self.wanted.period

    @property
    def empty(self) -> bool:
        """Whether nothing at all was counted."""
        voted = any(votes.asked for votes in self.votes.values())
        counted = (self.volumes.arrived, self.volumes.handed_over, self.volumes.resolved)
        return not (any(counted) or self.total.now.share().whole or voted)


def rank_areas(areas: Iterable[ProblemArea]) -> tuple[ProblemArea, ...]:
    """Put areas with any trouble, now or before, in order: the worst first."""
    troubled = [each for each in areas if any(one.n or one.before for one in each.troubles)]
    return tuple(sorted(troubled, key=lambda one: (-one.points, one.dimension, one.name)))
