"""What reports count: each conversation adds parts to figures, by day, queue, channel and tier."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

# The hour of a figure that is not told by the hour.
NO_HOUR = -1


class Figure(StrEnum):
    """A number that is kept; what `label` and `amount` of its parts are. See docs/metrics.md.

    All is told as it stands by now: what is opened again is resolved no more, on the day on which
    it was. A day is one of the company's time zone. Queue is the one that has it, empty for the
    bot; of promises the one that they were made for, and of votes the one that was asked about.
    Tier is the customer's as it is now. Amounts of time are whole seconds.
    """

    # Conversations that began; label: topic. Also those that were merged or split off later.
    ARRIVED = "arrived"
    # By the day on which they came to people first; label: topic.
    HANDED_OVER = "handed_over"
    # Resolved last; label: disposition; amount: seconds from its beginning. What was merged into
    # another one is settled there, and counts there alone.
    RESOLVED = "resolved"
    # Promises by the day on which they were kept; label: kind of clock; amount: counted seconds.
    # One that was cancelled before it broke counts nowhere, nor does any that gave way to another
    # one as conversations were merged or split.
    KEPT = "kept"
    # Promises by the day on which they fell due; label: kind of clock; amount: counted seconds
    # beyond, once it ended. It is there as soon as it is broken, and stays whatever follows.
    BROKEN = "broken"
    # Of the broken ones; label: `BreachCause`; by the hour at which they fell due.
    BROKEN_BY_CAUSE = "broken_by_cause"
    # Of the broken ones; label: topic.
    BROKEN_BY_TOPIC = "broken_by_topic"
    # Complaints by the day on which they were received; label: each one's own, empty where nobody
    # filed it. Those that turned out to be none, or joined to another, are counted by outcome
    # alone. Queue is the one that has the conversation in which it is answered.
    COMPLAINTS_BY_CATEGORY = "complaints_by_category"
    COMPLAINTS_BY_CAUSE = "complaints_by_cause"
    COMPLAINTS_BY_SEVERITY = "complaints_by_severity"
    COMPLAINTS_BY_PRODUCT = "complaints_by_product"
    # Label: id of the owner, or empty.
    COMPLAINTS_BY_AGENT = "complaints_by_agent"
    # Label: outcome, or empty while it is open.
    COMPLAINTS_BY_OUTCOME = "complaints_by_outcome"
    # Label: `recovered`, `lost` or empty, and after a slash the severity.
    COMPLAINTS_BY_RECOVERY = "complaints_by_recovery"
    # Each time that a complaint left a stage, on the day it did; label: stage, after a slash
    # `in_time` or `late` by its limit of then; amount: elapsed seconds.
    STAGE_TIMES = "stage_times"
    # Time from received to each milestone, on the day that it was reached: for the first time
    # acknowledged, investigating, responded and escalated outside, and for the last time closed,
    # while it is. Label: stage, after a slash the least hours of `TIME_STEPS` that it took no
    # longer than, or `more`; amount: seconds.
    TIME_TO_STAGE = "time_to_stage"
    # What was given, on the day that the customer was told, also where it was revoked or lapsed
    # afterwards; label: kind, after a slash the currency; amount: minor units.
    REDRESS_GIVEN = "redress_given"
    # What was redeemed, paid or booked, on that day; label and amount as before.
    REDRESS_SPENT = "redress_spent"
    # Votes by the day on which they were asked for; label: survey, after a slash the vote, or
    # `none` as long as there is none; amount: the vote.
    VOTES = "votes"


# Hours by which it is told how long a milestone took; more than the last is `more`.
TIME_STEPS = (1, 4, 8, 24, 48, 96, 168, 336)


class FigureKey(NamedTuple):
    """What a number is told apart from others by."""

    figure: Figure
    day: date
    hour: int
    queue: str
    channel: str
    tier: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePart:
    """What one conversation adds to one figure.

    Attributes:
        n: how many.
        amount: what they add up to, in the figure's own unit.
    """

    figure: Figure
    day: date
    queue: str
    channel: str
    tier: str
    label: str
    hour: int = NO_HOUR
    n: int = 1
    amount: int = 0

    @property
    def key(self) -> FigureKey:
        """What it is told apart from other parts by."""
        return FigureKey(
            self.figure, self.day, self.hour, self.queue, self.channel, self.tier, self.label
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureQuery:
    """What a report wants to know.

    Attributes:
        first: the first day, and `last` the last, both included.
        queue: None for all of them; so with channel and tier.
    """

    first: date
    last: date
    queue: str | None = None
    channel: str | None = None
    tier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSum:
    """One row of what reports are made of; what was not asked for apart is empty or None."""

    figure: Figure
    n: int
    amount: int
    day: date | None = None
    hour: int | None = None
    queue: str | None = None
    channel: str | None = None
    tier: str | None = None
    label: str | None = None
