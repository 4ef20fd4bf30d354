"""May this agent take this conversation now, and if not, why not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from domain.assignment import (
    LANGUAGE_SKILL,
    AgentState,
    OverflowStep,
    Presence,
    StaffedQueue,
    WaitingItem,
)

# Sums of thirds and sevenths come out a little above 1.
_ROUNDING = 1e-9
# What one of them is called; others as they are named.
_CHANNELS: Final = {"sms": "SMS", "telegram": "Telegram chat", "api": "message by the API"}


def explain_ineligible(
    agent: AgentState, item: WaitingItem, queues: Mapping[str, StaffedQueue], now: datetime
) -> tuple[str, ...]:
    """Say in words why an agent cannot take an item now; nothing where they can."""
    reasons = [*_explain_presence(agent), *_explain_room(agent, item.channel)]
    if find_route(agent, item, queues, now) is None:
        queue = queues.get(item.queue)
        reasons += (
            find_lacks(agent.skills, queue.requires, item.language)
            if queue
            else [f"there is no queue {item.queue}"]
        )
    return tuple(reasons)


def find_route(
    agent: AgentState, item: WaitingItem, queues: Mapping[str, StaffedQueue], now: datetime
) -> str | None:
    """Find the queue for which an agent is trained: its own or one it overflows to by now."""
    for name in open_queues(item, queues, now):
        queue = queues.get(name)
        if queue and not find_lacks(agent.skills, queue.requires, item.language):
            return name
    return None


def open_queues(
    item: WaitingItem, queues: Mapping[str, StaffedQueue], now: datetime
) -> tuple[str, ...]:
    """List the queues whose people may serve an item by now, its own first."""
    queue = queues.get(item.queue)
    if queue is None:
        return ()
    return (queue.name, *(step.to for step in order_steps(queue)[: count_steps(item, queue, now)]))


def count_steps(item: WaitingItem, queue: StaffedQueue, now: datetime) -> int:
    """Count the overflow steps whose time has come; of what is promised nothing, those at once."""
    if item.target is None:
        return sum(step.after <= 0 for step in queue.overflow)
    waited = now - item.waiting_since
    return sum(waited >= item.target * step.after for step in queue.overflow)


def order_steps(queue: StaffedQueue) -> list[OverflowStep]:
    """Put overflow steps in the order of their time."""
    return sorted(queue.overflow, key=lambda step: step.after)


def find_lacks(skills: Mapping[str, int], requires: Mapping[str, int], language: str) -> list[str]:
    """List in words what somebody lacks to serve a queue in a language."""
    lacks = [
        f"has {skill} at level {skills[skill]}, {least} is needed"
        if skill in skills
        else f"is not trained for {skill}"
        for skill, least in sorted(requires.items())
        if skills.get(skill, 0) < least
    ]
    if language and skills.get(LANGUAGE_SKILL + language, 0) < 1:
        lacks.append(f"does not speak {language}")
    return lacks


def measure_load(agent: AgentState) -> float:
    """Tell how much of an agent is taken, 0 to 1: the sum of each channel's load by its capacity.

    What they have of a channel that is none of theirs, such as after a change, fills them.
    """
    load = 0.0
    for channel, number in agent.load.items():
        if number:
            capacity = agent.capacity.get(channel, 0)
            load += number / capacity if capacity > 0 else 1.0
    return load


def has_room(agent: AgentState, channel: str) -> bool:
    """Whether one more of a channel keeps the agent's load at 1 or below."""
    capacity = agent.capacity.get(channel, 0)
    return capacity > 0 and measure_load(agent) + 1 / capacity <= 1 + _ROUNDING


def _explain_presence(agent: AgentState) -> list[str]:
    if agent.presence is Presence.AVAILABLE:
        return []
    if agent.presence is Presence.WRAP_UP:
        return ["is finishing what they closed last"]
    return [f"is {agent.presence}"]


def _explain_room(agent: AgentState, channel: str) -> list[str]:
    capacity = agent.capacity.get(channel, 0)
    if capacity <= 0:
        return [f"takes no {channel}"]
    if has_room(agent, channel):
        return []
    called = _CHANNELS.get(channel, channel.replace("_", " "))
    return [f"has no room for one more {called} ({measure_load(agent):.0%} busy)"]
