"""Why a promise was broken, as far as the log tells."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.routings import RoutingKind


class BreachCause(StrEnum):
    """What lay behind a broken promise, at the instant at which it was broken.

    `unserved`: nobody could take it. `came_late`: the bot had it for most of the time. `handed_on`:
    its agent had gone. `bounced`: it went from queue to queue. `held`: it had been put off for
    longer than was promised. `waited`: nobody had taken it, or only when it was nearly due.
    `with_agent`: somebody had it in time and did not do it. `unlogged`: it is from before there was
    a log of who has what.
    """

    UNSERVED = "unserved"
    CAME_LATE = "came_late"
    HANDED_ON = "handed_on"
    BOUNCED = "bounced"
    HELD = "held"
    WAITED = "waited"
    WITH_AGENT = "with_agent"
    UNLOGGED = "unlogged"


@dataclass(frozen=True, slots=True)
class HandStep:
    """A line of the log of who has a conversation, as far as causes are told by it.

    Attributes:
        agent: who has it from then on, or None.
        queue: that it stands in from then on; None with the bot.
    """

    kind: RoutingKind
    at: datetime
    agent: str | None
    queue: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachFacts:
    """What the cause of a breach is found from.

    Attributes:
        started_at: when the promise was given.
        target: counted time that was promised.
        held: for how long it was held before it broke, by the wall clock.
        steps: the log of who had it, in its order; later ones than the breach do not matter.
    """

    started_at: datetime
    breached_at: datetime
    target: timedelta
    held: timedelta = timedelta()
    steps: tuple[HandStep, ...] = ()
