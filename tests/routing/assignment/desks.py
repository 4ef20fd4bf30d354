"""Agents, queues and conversations for stories about who serves whom."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from domain.assignment import (
    AgentState,
    AssignmentPolicy,
    OverflowStep,
    StaffedQueue,
    WaitingItem,
)
from routing.assignment.crew import Crew
from routing.assignment.urgency import Circumstances

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
QUEUES = {
    "baggage": StaffedQueue(
        name="baggage",
        requires={"baggage": 2},
        overflow=(OverflowStep(after=0.8, to="general"),),
    ),
    "general": StaffedQueue(name="general", requires={"general": 1}),
}


def agent(name: str = "ann", **changes: object) -> AgentState:
    given: dict[str, object] = {
        "skills": {"baggage": 3, "general": 3, "lang:en": 5},
        "capacity": {"chat": 2, "email": 5},
    }
    return AgentState(id=name, **(given | changes))  # type: ignore[arg-type] # a story's own words


def item(name: str, *, waited: float = 0.0, target: float = 10.0, **changes: object) -> WaitingItem:
    since = NOON - timedelta(minutes=waited)
    given: dict[str, object] = {
        "queue": "general",
        "channel": "chat",
        "language": "en",
        "waiting_since": since,
        "target": timedelta(minutes=target),
        "due_at": since + timedelta(minutes=target),
    }
    return WaitingItem(id=name, **(given | changes))  # type: ignore[arg-type] # a story's own words


def circumstances(
    agents: Iterable[AgentState],
    *,
    queues: Mapping[str, StaffedQueue] = QUEUES,
    policy: AssignmentPolicy | None = None,
) -> Circumstances:
    return Circumstances(Crew(agents, queues), policy or AssignmentPolicy(), NOON, {}, {})
