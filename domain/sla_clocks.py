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
            `resolved`, `merged`, `machine`; `reopened`: `not_helped`, `reopened`, `unmerged`,
            `undelivered`; `milestone`: its name, see `Milestone`.
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
        corrections: how often the customer was told a later time.
        failures: how often in a row its milestone could not be seen to.
    """

    id: str
    conversation_id: str
    kind: ClockKind
    state: ClockState
    seen: tuple[str, ...] = field(default=())
    next_at: datetime | None = None
    promised_at: datetime | None = None
    corrections: int = 0
    failures: int = 0

    @property
    def running(self) -> bool:
        """Whether the promise is still to be kept, held or not."""
        return self.state.running
