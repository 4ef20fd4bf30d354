"""What customers complained of, what became of it and what it cost: figures of a period."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.reports.report_days import Bucket, WantedReport
from crm_store.complaint_lessons import Lesson, MonthBudget
from domain.complaint_register import Severity
from domain.figures import TIME_STEPS
from domain.knowledge_figures import Share

OVER = "more"
"""The label of what took longer than the last of `TIME_STEPS`."""
IN_TIME = "in_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """Complaints of one cause, category, severity, product, agent or outcome.

    Attributes:
        label: as it is counted; empty where nothing was filed.
    """

    label: str
    n: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeToStage:
    """How long complaints took from being received to a milestone.

    Attributes:
        steps: how many took no longer than each of `TIME_STEPS` hours and longer than the one
            before; `None` is those that took longer than the last.
    """

    milestone: str
    n: int
    seconds: int
    steps: Mapping[int | None, int]

    @property
    def mean(self) -> float | None:
        """The mean in seconds; None of nothing."""
        return self.seconds / self.n if self.n else None

    @property
    def median_step(self) -> int | None:
        """The least of `TIME_STEPS` within which half of them were; None beyond the last."""
        below = 0
        for step in TIME_STEPS:
            below += self.steps.get(step, 0)
            if 2 * below >= self.n > 0:
                return step
        return None

    def share_within(self, hours: int) -> Share:
        """Tell how many took no longer than so many hours, one of `TIME_STEPS`."""
        return Share(sum(self.steps.get(s, 0) for s in TIME_STEPS if s <= hours), self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeInStage:
    """How long complaints were in a stage that they left, and how many left it in time."""

    stage: str
    in_time: Share
    seconds: int

    @property
    def mean(self) -> float | None:
        """The mean in seconds; None of nothing."""
        return self.seconds / self.in_time.whole if self.in_time.whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedressLine:
    """What was given and redeemed of one kind in one currency, in minor units.

    Attributes:
        month: as `2026-11`, or empty for all of the period.
    """

    kind: str
    currency: str
    month: str = ""
    given: int = 0
    given_amount: int = 0
    spent: int = 0
    spent_amount: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryLine:
    """Of complaints of one severity, who was won back and who was lost."""

    severity: str
    recovered: int = 0
    lost: int = 0
    unknown: int = 0

    @property
    def share(self) -> Share:
        """Those won back, of those of whom it can be told."""
        return Share(self.recovered, self.recovered + self.lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintBucket:
    """One day or week: complaints that were received, by severity."""

    bucket: Bucket
    severities: Mapping[Severity, int]

    @property
    def n(self) -> int:
        """How many altogether."""
        return sum(self.severities.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintReport:
    """The report.

    Attributes:
        groups: by `category`, `cause`, `severity`, `product`, `agent` and `outcome`, the most
            frequent first.
        times: from being received to each milestone.
        stages: time in each stage that was left.
        redress: by kind and currency, and `redress_months` by month as well.
        agents: names by id.
        choices: by dimension, what figures can be narrowed to.
    """

    wanted: WantedReport
    received: int
    received_before: int
    groups: Mapping[str, tuple[Grouped, ...]]
    buckets: tuple[ComplaintBucket, ...]
    times: tuple[TimeToStage, ...]
    times_before: tuple[TimeToStage, ...]
    stages: tuple[TimeInStage, ...]
    stages_before: tuple[TimeInStage, ...]
    recovery: tuple[RecoveryLine, ...]
    recovery_before: tuple[RecoveryLine, ...]
    redress: tuple[RedressLine, ...]
    redress_before: tuple[RedressLine, ...]
    redress_months: tuple[RedressLine, ...]
    budgets: tuple[MonthBudget, ...]
    lessons: tuple[Lesson, ...]
    agents: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]

    @property
    def empty(self) -> bool:
        """Whether nothing at all was counted."""
        return not (self.received or self.stages or self.times or self.redress)

    @property
    def closed(self) -> int:
        """How many were closed in these days."""
        return find_time(self.times, "closed").n

    @property
    def in_time(self) -> Share:
        """Stages that were left in time, of all that were left."""
        return add_in_time(self.stages)


def find_time(times: tuple[TimeToStage, ...], milestone: str) -> TimeToStage:
    """Find how long a milestone took; nothing where none was reached."""
    nothing = TimeToStage(milestone=milestone, n=0, seconds=0, steps={})
    return next((each for each in times if each.milestone == milestone), nothing)


def add_in_time(stages: tuple[TimeInStage, ...]) -> Share:
    """Add up stages that were left in time."""
    return Share(
        sum(each.in_time.part for each in stages), sum(each.in_time.whole for each in stages)
    )


def add_recovery(lines: tuple[RecoveryLine, ...]) -> RecoveryLine:
    """Add up all severities."""
    return RecoveryLine(
        severity="",
        recovered=sum(each.recovered for each in lines),
        lost=sum(each.lost for each in lines),
        unknown=sum(each.unknown for each in lines),
    )


def add_redress(lines: tuple[RedressLine, ...]) -> Mapping[str, RedressLine]:
    """Add up all kinds, by currency."""
    found: dict[str, RedressLine] = {}
    for line in lines:
        old = found.get(line.currency, RedressLine(kind="", currency=line.currency))
        found[line.currency] = RedressLine(
            kind="",
            currency=line.currency,
            given=old.given + line.given,
            given_amount=old.given_amount + line.given_amount,
            spent=old.spent + line.spent,
            spent_amount=old.spent_amount + line.spent_amount,
        )
    return found
