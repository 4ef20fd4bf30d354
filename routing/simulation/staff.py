"""A scenario's agents and queues as the assignment policy knows them, and when agents are there."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.assignment import AgentState, OverflowStep, Presence, StaffedQueue, WaitingItem
from routing.simulation.scenario import AgentForm, ClassForm, Scenario, read_minutes

DAY = 24 * 60


def list_agents(scenario: Scenario) -> tuple[AgentState, ...]:
    """List the agents, none of them there yet."""
    return tuple(
        AgentState(
            id=agent.name,
            skills=agent.skills,
            capacity=agent.capacity,
            presence=Presence.OFFLINE,
        )
        for agent in scenario.agents
    )


def map_queues(scenario: Scenario) -> dict[str, StaffedQueue]:
    """Give the queues by name."""
    return {
        queue.name: StaffedQueue(
            name=queue.name,
            requires=queue.requires,
            overflow=tuple(OverflowStep(after=step.after, to=step.to) for step in queue.overflow),
        )
        for queue in scenario.queues
    }


def represent(form: ClassForm, at: datetime, number: int = 0) -> WaitingItem:
    """Make the item of a class that arrives at an instant."""
    target = timedelta(minutes=form.first_response_minutes)
    left = form.resolution_minutes
    return WaitingItem(
        id=f"{form.name}-{number:07}",
        queue=form.queue,
        channel=form.channel,
        language=form.language,
        tier=form.tier,
        priority=form.priority,
        waiting_since=at,
        target=target,
        due_at=at + target,
        resolution_due_at=None if left is None else at + timedelta(minutes=left),
    )


def list_presence(agent: AgentForm, start: datetime, days: int) -> list[tuple[float, float]]:
    """List from when to when an agent is there, in minutes after the start; none overlap.

    Shifts are by the time of day in UTC, whatever time the scenario starts; one that ends before
    it begins goes on over midnight.
    """
    offset = start.hour * 60 + start.minute + start.second / 60
    spans = sorted(_list_spans(agent, offset, days))
    joined: list[tuple[float, float]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return joined


def _list_spans(agent: AgentForm, offset: float, days: int) -> Iterator[tuple[float, float]]:
    for first, last in agent.shifts:
        begin, end = read_minutes(first), read_minutes(last)
        length = end - begin if end > begin else end + DAY - begin
        for day in range(-1, days + 1):
            at = day * DAY + begin - offset
            if at + length > 0 and at < days * DAY:
                yield max(at, 0.0), at + length
