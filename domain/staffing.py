"""The people who work queues: what they are trained for, how much they take, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from domain.assignment import AssignmentPolicy, Presence

# How many of a channel's conversations an agent can have at once, where nobody said otherwise.
USUAL_CAPACITY: Final[Mapping[str, int]] = MappingProxyType(
    {"web_chat": 2, "telegram": 3, "sms": 3, "email": 5, "web_form": 5, "api": 5}
)


class Taking(StrEnum):
    """How an agent comes by work.

    `push`: it is given to them as soon as they have room. `pull`: they ask for the next one.
    `none`: they take part in no queue's work unless they take a conversation by hand.
    """

    PUSH = "push"
    PULL = "pull"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """Something people can be trained for; a language is named `lang:<code>`."""

    name: str
    title: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Hours of a weekday, 0 for Monday, in the company's time zone.

    Attributes:
        ends: of the next day where it is not later than `starts`; midnight ends that day.
    """

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentProfile:
    """What an agent is trained for and how much they take.

    Attributes:
        skills: level by skill, 1 to 5.
        capacity: as in `AgentState`.
        shifts: when they work; none for whenever they are there.
        version: counted up by every write; a write that expects another one is refused.
    """

    staff_id: str
    skills: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    capacity: Mapping[str, int] = field(default_factory=lambda: USUAL_CAPACITY)
    shifts: tuple[Shift, ...] = ()
    taking: Taking = Taking.PULL
    version: int = 0
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentPresence:
    """Whether an agent is there.

    Attributes:
        presence: as it counts now.
        chosen: what the agent chose last: available, away or offline.
        since: when `presence` became what it is.
        seen_at: when their console last gave a sign of itself.
        active_at: when they last did anything.
        wrap_up_until: until when they finish what they closed last.
        gone_at: from when on they are gone unless their console gives another sign: they logged
            out, or a page of theirs was closed.
        due_at: when it is to be looked at again, or None.
    """

    staff_id: str
    presence: Presence
    chosen: Presence
    since: datetime
    seen_at: datetime
    active_at: datetime
    wrap_up_until: datetime | None = None
    gone_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingPolicy:
    """How work finds people.

    Attributes:
        away_after: who does nothing for so long is away.
        offline_after: whose console gives no sign for so long is offline.
        hand_on_after: once an agent is away for so long, who waits for them goes back to the
            queue; at once where they are offline.
        wrap_up: how long an agent has to finish what they resolved before they get the next one.
        known_for: an agent knows a customer for so long after their last reply to them.
        assignment: how the next one is chosen.
    """

    away_after: timedelta = timedelta(minutes=10)
    offline_after: timedelta = timedelta(minutes=2)
    hand_on_after: timedelta = timedelta(minutes=10)
    wrap_up: timedelta = timedelta(0)
    known_for: timedelta = timedelta(days=30)
    assignment: AssignmentPolicy = field(default_factory=AssignmentPolicy)
