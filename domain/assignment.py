"""Who is to have which conversation, and why: what the choice is made of and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

LANGUAGE_SKILL = "lang:"
LEAST_LEVEL, MOST_LEVEL = 1, 5

Line: TypeAlias = tuple[str, str, str, str, str, timedelta | None]


class Presence(StrEnum):
    """Whether an agent may be given more work; only who is available is."""

    AVAILABLE = "available"
    WRAP_UP = "wrap_up"
    AWAY = "away"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingItem:
    """A conversation that waits for an agent.

    Attributes:
        language: its code, such as `de`; an agent needs `lang:de`. Empty: any agent will do.
        waiting_since: when the customer began to wait.
        target: within which the first response is promised, or None.
        due_at: when that promise falls due by its clock, or None while it is held or there is none.
        resolution_due_at: the same of the resolution.
        known_agent: who had this customer before, or None.
        turn_at: when its turn had come had everybody been served in the order of coming; None
            while it has not. See `routing.assignment.turns`.
    """

    id: str
    queue: str
    channel: str
    language: str
    waiting_since: datetime
    tier: str = "standard"
    priority: str = "normal"
    target: timedelta | None = None
    due_at: datetime | None = None
    resolution_due_at: datetime | None = None
    known_agent: str | None = None
    turn_at: datetime | None = None

    @property
    def line(self) -> Line:
        """What it has in common with all that only its age sets apart from it."""
        return (self.queue, self.channel, self.language, self.tier, self.priority, self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentState:
    """An agent as they stand.

    Attributes:
        skills: level by skill, 1 to 5; languages are skills named `lang:<code>`.
        capacity: how many of a channel's conversations they can have at once if they have nothing
            else; a channel that is not named, or has 0, is none of theirs.
        load: how many of each channel's they have.
        until: when they leave, where that is known.
    """

    id: str
    skills: Mapping[str, int]
    capacity: Mapping[str, int]
    load: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    presence: Presence = Presence.AVAILABLE
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverflowStep:
    """Once a share `after` of the first-response target is gone, those of queue `to` may help."""

    after: float
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffedQueue:
    """What a queue asks of those who serve it.

    Attributes:
        requires: least level by skill.
        overflow: who else may help, and when; does not go on to the overflow of the other queue.
    """

    name: str
    requires: Mapping[str, int]
    overflow: tuple[OverflowStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentPolicy:
    """What the choice may be tuned by.

    Attributes:
        priority_weights: by how much the slack of a priority's promises is divided.
        tier_weights: the same by customer tier; both are multiplied.
        stretch: how many times as long as if all were served in the order of coming somebody may
            wait before they go first, whatever else is urgent.
        caution: how many times as long as reckoned it may take to serve those to whom a turn is
            owed; agents have other work too.
        pressing_share: a promise is pressing once its slack is below this share of its target.
        typical_handling: how long an agent is busy with one conversation; tells how soon another
            chance comes where this one is let go by.
        sticky_minutes: head start in minutes that the agent who knows the customer has.
        sticky_share: for how much of the target others leave it to them.
        hold_room: whether an agent with some room leaves it free for a pressing conversation that
            needs more of it, rather than fill it with what can wait.
        rarity_weight: how much it counts, where several agents could take a conversation, that
            one has skills which few others have.
        load_weight: how much it counts that an agent is busy already.
        overflow_weight: how much it counts that an agent only helps out.
    """

    priority_weights: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {"urgent": 1.5, "high": 1.2, "normal": 1.0, "low": 0.9}
        )
    )
    tier_weights: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {"platinum": 1.15, "gold": 1.1, "silver": 1.05, "standard": 1.0}
        )
    )
    stretch: float = 1.3
    caution: float = 4.0
    pressing_share: float = 1.0
    typical_handling: timedelta = timedelta(minutes=8)
    sticky_minutes: float = 5.0
    sticky_share: float = 0.3
    hold_room: bool = False
    rarity_weight: float = 1.0
    load_weight: float = 0.2
    overflow_weight: float = 2.0

    def weigh(self, item: WaitingItem) -> float:
        """Tell by how much the slack of its promise is divided; 1 for what is not named."""
        priority = self.priority_weights.get(item.priority, 1.0)
        return priority * self.tier_weights.get(item.tier, 1.0)


class Band(StrEnum):
    """The order of urgency, most urgent first; within one, the lowest score goes first.

    `turn_overdue`: waited longer than fairness allows. `pressing`: its promise can still be kept,
    but not for long. `late`: its promise is broken. `in_hand`: there is time.
    """

    TURN_OVERDUE = "turn_overdue"
    PRESSING = "pressing"
    LATE = "late"
    IN_HAND = "in_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """One thing that counted: its amount, and the same in words for staff."""

    name: str
    amount: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A conversation or agent that could have been chosen.

    Attributes:
        band: of a conversation; None of an agent.
        score: the sum of the parts; the lowest goes first.
    """

    id: str
    score: float
    parts: tuple[ScorePart, ...]
    band: Band | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A conversation or agent that could not be chosen, and for what."""

    id: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A conversation and the agent who is to have it.

    Attributes:
        via: the queue whose requirements the agent meets: its own, or one it overflowed to.
        known: the agent had this customer before.
        waited: how long the customer waited.
    """

    item: str
    agent: str
    queue: str
    via: str
    language: str
    at: datetime
    waited: timedelta
    known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a choice came about.

    Attributes:
        pulled: an agent asked for the next conversation; else a conversation looked for an agent.
        subject: id of the agent, or of the conversation, for whom it was chosen.
        assignment: what was chosen; None where nobody or nothing could be.
        held_for: id of the conversation for which room was left free, or None.
        candidates: best first. Of conversations alike but for their age, the first stands for all.
        rejected: by id.
        behind: how many conversations stood behind such a first one.
    """

    pulled: bool
    subject: str
    at: datetime
    assignment: Assignment | None
    candidates: tuple[Candidate, ...]
    rejected: tuple[Rejection, ...]
    held_for: str | None = None
    behind: int = 0
