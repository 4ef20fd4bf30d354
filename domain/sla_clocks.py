"""Clocks as the sums of what happened to them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from domain.service_levels import ClockKind, PauseReason


class ClockEventKind(StrEnum):
    """What can happen to a clock.

    `retargeted` gives it other terms (queue, priority, or another version of its calendar).
    `reopened` has one go on that was met or cancelled. `milestone` is a warning, the breach or an
    escalation step that was seen to; it changes no count.
    """

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    RETARGETED = "retargeted"
    MET = "met"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTerms:
    """What was promised, frozen.

    Attributes:
        policy: its name; `queue:<name>` where no policy fits and the queue's own target holds.
        policy_version: id of the version; the same as `policy` for a queue's own.
        calendar: name of the calendar.
        calendar_version: id of the version whose hours count.
        target: of counted time.
        priority: that chose the target.
        queue: at the time; None for what the bot answered by itself.
    """

    policy: str
    policy_version: str
    calendar: str
    calendar_version: str
    target: timedelta
    priority: str
    queue: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEvent:
    """One thing that happened to a clock; never changed once written.

    Attributes:
        at: an event that is recorded after another one never counts as earlier than that one.
        reason: `paused`: a `PauseReason`. Of the others a word for programs: `retargeted`: `queue`,
            `priority`, `calendar`, `merged`; `met`: `agent`, `bot`, `resolved`; `cancelled`:
            `resolved`, `merged`, `unmerged`, `split`, `unsplit`, `machine`; `reopened`:
            `not_helped`, `reopened`, `unmerged`, `unsplit`, `undelivered`; `milestone`: its name,
            see `Milestone`.
        until: when a pause ends by itself, where that is known.
        terms: of `started` and `retargeted`.
    """

    kind: ClockEventKind
    at: datetime
    reason: str = ""
    until: datetime | None = None
    terms: ClockTerms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """What the events of a clock add up to.

    Attributes:
        as_of: the instant up to which time is counted in.
        counted: counted time up to `as_of`.
        paused: what holds it; None where nothing does.
        paused_until: when that ends by itself, where it is known.
        due_at: when all of the target has counted, or had; None while it is held for nobody knows
            how long.
        breached_at: the first instant at which the target had counted and the promise was not
            kept; what the target becomes later does not undo it.
    """

    terms: ClockTerms
    started_at: datetime
    as_of: datetime
    counted: timedelta = timedelta()
    paused: PauseReason | None = None
    paused_at: datetime | None = None
    paused_until: datetime | None = None
    due_at: datetime | None = None
    breached_at: datetime | None = None
    met_at: datetime | None = None
    cancelled_at: datetime | None = None

    @property
    def running(self) -> bool:
        """Whether the promise is still to be kept, held or not."""
        return self.met_at is None and self.cancelled_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """An instant in a clock's counted time at which something is to be done.

    Attributes:
        name: `warning:80`, `breach`, `step:0` (its place among the policy's steps).
        after: counted time since the start.
    """

    name: str
    after: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaClock:
    """One clock of a conversation.

    Attributes:
        seen: names of the milestones that were seen to.
        next_at: when the next milestone is reached; None where there is none left, or while it is
            held for nobody knows how long.
        promised_at: by when the customer was told to expect it, or None.
        told_at: when they were told so last, or that no time can be named; None where nothing was
            told.
        corrections: how often the customer was told a later time.
        failures: how often in a row its milestone could not be seen to.
        stopped_by: the reason of the event that met or cancelled it, or None.
    """

    id: str
    conversation_id: str
    kind: ClockKind
    state: ClockState
    seen: tuple[str, ...] = field(default=())
    next_at: datetime | None = None
    promised_at: datetime | None = None
    told_at: datetime | None = None
    corrections: int = 0
    failures: int = 0
    stopped_by: str | None = None

    @property
    def running(self) -> bool:
        """Whether the promise is still to be kept, held or not."""
        return self.state.running


class SpanKind(StrEnum):
    """What became of the time between two instants.

    `closed`: outside the calendar's hours. `stopped`: between being met or cancelled and reopened.
    """

    COUNTED = "counted"
    CLOSED = "closed"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSpan:
    """A stretch of a clock's life in which one thing was true.

    Attributes:
        amount: what counted of it; of what did not count, how long it was. A counted span of
            several days has the nights between them in it, so it counts less than its length.
        reason: `paused`: a `PauseReason`. `stopped`: the reason of the event that stopped it.
            `closed`: `night`, `break`, `weekend`, `day off` or the names of holidays. `counted`:
            empty, or `4 days` where it goes over that many.
    """

    start: datetime
    end: datetime
    kind: SpanKind
    amount: timedelta
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTurn:
    """An event that changed a clock, and the instant as of which it counts."""

    at: datetime
    event: ClockEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExplanation:
    """How a clock came to be what it is at an instant.

    Attributes:
        at: the instant; what was recorded as of later is left out.
        state: what it is then.
        time_zone: of the calendar by which it counts; None for the one that is built in, whose
            hours are the same everywhere.
        spans: in order and without gaps, from the start to the stop, or else to `at`.
        turns: all events that changed it, in order.
        closed_until: when it opens again; None where it is open, held or stopped at `at`.
        warnings: what was odd about the events, in words for people.
    """

    at: datetime
    state: ClockState
    time_zone: str | None
    spans: tuple[ClockSpan, ...]
    turns: tuple[ClockTurn, ...]
    closed_until: datetime | None = None
    warnings: tuple[str, ...] = ()

    @property
    def counted(self) -> timedelta:
        """All that has counted."""
        return self.state.counted

    @property
    def remaining(self) -> timedelta:
        """What is left of the target; nothing where it is used up."""
        return max(self.state.terms.target - self.state.counted, timedelta())

    @property
    def due_at(self) -> datetime | None:
        """When the target has counted, or had; None while nobody knows how long it is held."""
        return self.state.due_at

    @property
    def breached_at(self) -> datetime | None:
        """When the promise was broken, or None."""
        return self.state.breached_at
