"""What stands on record of a conversation, as far as figures are made of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.breaches import HandStep
from domain.complaints import ComplaintStage
from domain.sla_clocks import ClockEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedClock:
    """A promise that still counts for its conversation.

    Attributes:
        kind: of clock.
        queue: that it was promised for, empty for what the bot answered by itself.
        running: whether it is still to be kept, held or not.
        events: what happened to it; of those that were not broken it is left out.
    """

    kind: str
    queue: str
    started_at: datetime
    target: timedelta
    counted: timedelta
    running: bool
    breached_at: datetime | None
    met_at: datetime | None
    events: tuple[ClockEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedMove:
    """A move of a complaint into a stage.

    Attributes:
        due_at: when the stage that it left was due, or None.
    """

    to: ComplaintStage
    at: datetime
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedGift:
    """Something that was given for a complaint.

    Attributes:
        cost: in minor units.
        done_at: when it was redeemed, paid or booked; None where it never was.
    """

    kind: str
    currency: str
    cost: int
    given_at: datetime | None
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedComplaint:
    """A complaint that is answered in the conversation; what nobody filed is empty."""

    received_at: datetime
    channel: str
    category: str
    cause: str
    severity: str
    product: str
    owner: str
    outcome: str
    recovery: str
    moves: tuple[CountedMove, ...] = ()
    gifts: tuple[CountedGift, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedBallot:
    """A question how it was, that the customer was asked; `value` is None without a vote."""

    survey: str
    asked_at: datetime
    queue: str
    value: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFacts:
    """All that figures count of one conversation.

    Attributes:
        queue: that has it, empty for the bot.
        topic: empty where nobody knows.
        tier: of its customer.
        handed_at: when it came to people first, or None.
        resolved_at: when it was resolved last; None while it is not, or where it was merged.
        disposition: how that ended, or empty.
        steps: the log of who had it; left out where no promise was broken.
    """

    conversation_id: str
    channel: str
    queue: str
    topic: str
    tier: str
    created_at: datetime
    handed_at: datetime | None = None
    resolved_at: datetime | None = None
    disposition: str = ""
    clocks: tuple[CountedClock, ...] = ()
    steps: tuple[HandStep, ...] = ()
    complaints: tuple[CountedComplaint, ...] = ()
    ballots: tuple[CountedBallot, ...] = ()
