"""Which days a report is of, which come before them, and how they are told over time; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from bot.report_self_service import USUAL_DAYS, choose_period
from domain.figures import FigureQuery
from domain.self_service_figures import Period

SPANS: Final = (7, USUAL_DAYS, 91, 365)
"""How many days up to today can be chosen at once."""
MOST_SINGLE_DAYS: Final = 35
"""Of more days than these a report tells weeks."""
_WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedReport:
    """What a report is to be of.

    Attributes:
        before: the days that it is compared with.
        queue: None for all, empty for what never left the bot; so with channel and tier.
    """

    period: Period
    before: Period
    queue: str | None = None
    channel: str | None = None
    tier: str | None = None

    @property
    def now(self) -> FigureQuery:
        """What figures are asked for."""
        return FigureQuery(
            first=self.period.first,
            last=self.period.last,
            queue=self.queue,
            channel=self.channel,
            tier=self.tier,
        )

    @property
    def told_by(self) -> Literal["day", "week"]:
        """What is told over time."""
        single = (self.period.last - self.period.first).days < MOST_SINGLE_DAYS
        return "day" if single else "week"

    @property
    def earlier(self) -> FigureQuery:
        """The same of the days before."""
        return replace(self.now, first=self.before.first, last=self.before.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One place of a chart over time: a day, or what is in the period of an ISO week."""

    first: date
    last: date

    @property
    def single(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


def find_period_before(period: Period, zone: ZoneInfo) -> Period:
    """Find the same number of days right before some."""
    last = period.first - timedelta(days=1)
    return choose_period(last - (period.last - period.first), last, zone)


def find_same_days_week_before(period: Period, zone: ZoneInfo) -> Period:
    """Find the same days of the week before, as weekdays are not alike."""
    week = timedelta(days=_WEEK)
    return choose_period(period.first - week, period.last - week, zone)


def list_buckets(period: Period) -> tuple[Bucket, ...]:
    """List days where they can be told apart, and weeks otherwise, oldest first.

    The first and the last week are as long as the period has days of them.
    """
    number = (period.last - period.first).days + 1
    days = [period.first + timedelta(days=each) for each in range(number)]
    if number <= MOST_SINGLE_DAYS:
        return tuple(Bucket(first=day, last=day) for day in days)
    begun = [day for day in days if day == period.first or day.weekday() == 0]
    ends = [day - timedelta(days=1) for day in begun[1:]] + [period.last]
    return tuple(Bucket(first=first, last=last) for first, last in zip(begun, ends, strict=True))


def place_days(buckets: Sequence[Bucket]) -> Mapping[date, int]:
    """Tell of each day in which bucket it is."""
    return {
        bucket.first + timedelta(days=each): place
        for place, bucket in enumerate(buckets)
        for each in range((bucket.last - bucket.first).days + 1)
    }


def is_unfinished(period: Period, now: datetime) -> bool:
    """Tell whether the last day is not over yet."""
    return period.end > now
