"""What the reports of service and complaints are asked and answer, for scripts."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from bot.report_self_service import MOST_DAYS, USUAL_DAYS
from console.api.interaction_models import Answer
from console.api.knowledge_report import ShareItem
from console.api.operation import Query
from domain.complaint_register import Severity
from domain.satisfaction import Survey
from domain.service_levels import ClockKind

_EARLIEST = date(2000, 1, 1)
_LATEST = date(2999, 12, 31)
_NAME = Annotated[str | None, Field(max_length=100)]


class PerformanceQuery(Query):
    """Which days are wanted, and of which queue, channel and tier."""

    first: Annotated[
        date | None,
        Field(
            alias="from",
            ge=_EARLIEST,
            le=_LATEST,
            description="The first day, in the company's time zone. Absent together with `to` for "
            f"the last {USUAL_DAYS} days.",
        ),
    ] = None
    last: Annotated[
        date | None,
        Field(
            alias="to",
            ge=_EARLIEST,
            le=_LATEST,
            description=f"The last day; {MOST_DAYS} days at the most.",
        ),
    ] = None
    queue: Annotated[
        _NAME, Field(description="Its name; `-` for what the bot alone had. Absent for all.")
    ] = None
    channel: Annotated[_NAME, Field(description="A kind of channel. Absent for all.")] = None
    tier: Annotated[_NAME, Field(description="`-` for customers without one. Absent for all.")] = (
        None
    )


class PromiseItem(Answer):
    """The service level of one kind of promise: those kept, of those kept or broken."""

    kind: Annotated[ClockKind | None, Field(description="Null for all kinds together.")]
    level: ShareItem
    level_before: ShareItem


class ServiceLineItem(Answer):
    """The promises of one queue, channel or tier; its name is empty for the bot or for no tier."""

    name: str
    promises: tuple[PromiseItem, ...]


class VoteItem(Answer):
    """The votes of a survey."""

    survey: Survey
    asked: int
    counts: Annotated[Mapping[int, int], Field(description="How often each vote was given.")]
    mean: float | None
    mean_before: float | None


class ServiceDayItem(Answer):
    """One day, or of more than 35 days one ISO week."""

    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    arrived: int
    handed_over: int
    resolved: int
    kept: int
    broken: int
    means: Annotated[Mapping[Survey, float | None], Field(description="The mean of votes.")]


class CauseItem(Answer):
    """Broken promises of one cause."""

    cause: str
    broken: int
    broken_before: int
    hours: Annotated[
        Mapping[int, int], Field(description="By the local hour, 0 to 23, at which they fell due.")
    ]


class AreaItem(Answer):
    """A queue or topic with trouble, the worst first."""

    dimension: Annotated[str, Field(description="`queue` or `topic`.")]
    name: str
    points: Annotated[
        float, Field(description="The sum of its shares, in percent, of each kind of trouble.")
    ]
    broken: int
    complaints: int
    low_votes: Annotated[int | None, Field(description="Null of a topic.")]
    change: Annotated[int, Field(description="Of all three together, on the days before.")]


class CustomerHitItem(Answer):
    """A customer to whom promises were broken."""

    id: str
    name: str | None
    tier: str
    broken: int
    complaints: int
    open_complaints: int
    survey: Survey | None
    vote: int | None


class ServiceReportItem(Answer):
    """How promises were kept, what came and went, and where it hurts."""

    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    time_zone: str
    promises: tuple[PromiseItem, ...]
    queues: tuple[ServiceLineItem, ...]
    channels: tuple[ServiceLineItem, ...]
    tiers: tuple[ServiceLineItem, ...]
    days: tuple[ServiceDayItem, ...]
    votes: tuple[VoteItem, ...]
    causes: tuple[CauseItem, ...]
    areas: tuple[AreaItem, ...]
    customers: Annotated[
        tuple[CustomerHitItem, ...], Field(description="Those with the most broken promises.")
    ]
    customers_number: int
    customers_since: Annotated[
        date | None,
        Field(description="From when on customers were looked at, where not in all of the days."),
    ]


class GroupItem(Answer):
    """Complaints of one cause, category, severity, product, agent or outcome."""

    label: Annotated[str, Field(description="Empty where nothing is filed; of agents the id.")]
    complaints: int
    complaints_before: int


class ComplaintDayItem(Answer):
    """One day, or of more than 35 days one ISO week, of complaints received."""

    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    severities: Mapping[Severity, int]


class MilestoneItem(Answer):
    """How long complaints took from being received to a stage."""

    stage: str
    complaints: int
    median_within_hours: Annotated[
        int | None, Field(description="Half of them took no longer; null beyond two weeks.")
    ]
    mean_seconds: float | None


class StageItem(Answer):
    """Stages that complaints left."""

    stage: str
    in_time: ShareItem
    mean_seconds: float | None


class RecoveryItem(Answer):
    """Who was won back and who was lost, of complaints of one severity."""

    severity: str
    recovered: int
    lost: int
    unknown: int


class RedressItem(Answer):
    """What was given and redeemed of one kind; amounts in minor units of the currency."""

    kind: str
    currency: str
    given: int
    given_amount: int
    spent: int
    spent_amount: int


class BudgetItem(Answer):
    """The budget of a month, in minor units."""

    month: str
    currency: str
    limit: int
    reserved: int
    spent: int


class LessonItem(Answer):
    """What was learned from a complaint."""

    number: str
    category: str
    root_cause: str
    lessons: str


class ComplaintReportItem(Answer):
    """What customers complained of, what became of it and what it cost."""

    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    time_zone: str
    received: int
    received_before: int
    closed: int
    causes: tuple[GroupItem, ...]
    categories: tuple[GroupItem, ...]
    severities: tuple[GroupItem, ...]
    products: tuple[GroupItem, ...]
    agents: tuple[GroupItem, ...]
    outcomes: tuple[GroupItem, ...]
    days: tuple[ComplaintDayItem, ...]
    times: tuple[MilestoneItem, ...]
    stages: tuple[StageItem, ...]
    recovery: tuple[RecoveryItem, ...]
    redress: tuple[RedressItem, ...]
    budgets: tuple[BudgetItem, ...]
    lessons: tuple[LessonItem, ...]
