"""What in the staffing of queues needs a person, each in a sentence with what to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.assignment import LANGUAGE_SKILL
from domain.staff import Queue
from domain.staffing import Skill
from routing.floor.floor import Floor, Worker
from routing.floor.queue_checks import find_overflow_circle
from routing.floor.week_cover import find_uncovered, tell_spans

_MOST_NAMED = 4


class ProblemKind(StrEnum):
    """What is wrong."""

    QUEUE_UNSERVED = "queue_unserved"
    LANGUAGE_UNSPOKEN = "language_unspoken"
    QUEUE_UNCOVERED = "queue_uncovered"
    OVERFLOW_UNSERVED = "overflow_unserved"
    OVERFLOW_CIRCLE = "overflow_circle"
    CHANNEL_UNSERVED = "channel_unserved"
    AGENT_WITHOUT_ROOM = "agent_without_room"
    AGENT_UNTRAINED = "agent_untrained"
    SKILL_UNUSED = "skill_unused"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingProblem:
    """One thing that is wrong.

    Attributes:
        what: `queue`, `agent`, `skill` or `channel`.
        name: of that; an agent's is their email address.
        sentence: what is wrong and what to do, for a supervisor.
    """

    kind: ProblemKind
    what: str
    name: str
    sentence: str


def find_staffing_problems(floor: Floor, now: datetime) -> tuple[StaffingProblem, ...]:
    """Find all that is wrong: of queues first, then of channels, agents and skills.

    Args:
        now: from when on the week is looked at.
    """
    return (
        *(each for queue in floor.queues for each in _check_queue(floor, queue, now)),
        *_check_channels(floor),
        *(each for worker in floor.workers for each in _check_worker(floor, worker)),
        *_check_skills(floor),
    )


def _check_queue(floor: Floor, queue: Queue, now: datetime) -> Iterator[StaffingProblem]:
    serving = floor.list_serving(queue)
    if not serving:
        yield _tell_unserved(floor, queue)
    elif all(each.profile.shifts for each in serving):
        yield from _check_cover(floor, queue, serving, now)
    yield from _check_overflow(floor, queue)


def _tell_unserved(floor: Floor, queue: Queue) -> StaffingProblem:
    spoken = {name for each in floor.workers if each.takes_part for name in each.profile.skills}
    for name in sorted(queue.requires):
        if name.startswith(LANGUAGE_SKILL) and name not in spoken:
            sentence = (
                f"The queue {queue.title} requires {name}, which nobody who takes work speaks; "
                f"give {name} to somebody, or have the queue not require it."
            )
            return _make_of_queue(ProblemKind.LANGUAGE_UNSPOKEN, queue, sentence)
    return _make_of_queue(
        ProblemKind.QUEUE_UNSERVED,
        queue,
        f"{_tell_who_is_missing(floor, queue)}, so that what waits there is given to nobody; "
        f"{_tell_remedy(queue)}.",
    )


def _tell_who_is_missing(floor: Floor, queue: Queue) -> str:
    trained = [each for each in floor.workers if each.is_trained_for(queue)]
    if not queue.requires:
        return f"Nobody takes work of the queue {queue.title}"
    if not trained:
        return f"Nobody is trained for the queue {queue.title} ({_list_required(queue)})"
    told = ", ".join(f"{each.name} ({_tell_why_not(each)})" for each in trained[:_MOST_NAMED])
    return f"Of those who are trained for the queue {queue.title}, none takes work: {told}"


def _tell_why_not(worker: Worker) -> str:
    if not worker.active:
        return "cannot log in"
    return "takes no work" if not worker.takes_part else "has no room for any channel"


def _tell_remedy(queue: Queue) -> str:
    if queue.requires:
        return "train somebody for it, or require less"
    return "have somebody take work, with room for it"


def _list_required(queue: Queue) -> str:
    return ", ".join(f"{name} at level {least}" for name, least in sorted(queue.requires.items()))


def _check_cover(
    floor: Floor, queue: Queue, serving: tuple[Worker, ...], now: datetime
) -> Iterator[StaffingProblem]:
    shifts = [shift for each in serving for shift in each.profile.shifts]
    hours = floor.hours.get(queue.name, ())
    uncovered = find_uncovered(shifts, hours, now, floor.time_zone)
    if uncovered:
        sentence = (
            f"Nobody who serves the queue {queue.title} is on shift "
            f"{tell_spans(uncovered, floor.time_zone)}, although its promises count then; add a "
            "shift, or have its agreement count by a calendar with fewer hours."
        )
        yield _make_of_queue(ProblemKind.QUEUE_UNCOVERED, queue, sentence)


def _check_overflow(floor: Floor, queue: Queue) -> Iterator[StaffingProblem]:
    circle = find_overflow_circle(floor.map_staffed_queues(), queue.name)
    if circle:
        sentence = (
            f"Work of the queue {queue.title} goes round in a circle: {' -> '.join(circle)}; take "
            "one of these steps away."
        )
        yield _make_of_queue(ProblemKind.OVERFLOW_CIRCLE, queue, sentence)
    queues = {each.name: each for each in floor.queues}
    for step in queue.overflow:
        helping = queues.get(step.to)
        if helping is None or not floor.list_serving(helping):
            title = step.to if helping is None else helping.title
            sentence = (
                f"The queue {queue.title} overflows to {title}, which nobody serves, so that "
                "nobody helps; name another queue, or train somebody for that one."
            )
            yield _make_of_queue(ProblemKind.OVERFLOW_UNSERVED, queue, sentence)


def _check_channels(floor: Floor) -> Iterator[StaffingProblem]:
    taken = {
        channel
        for each in floor.workers
        if each.takes_part
        for channel, number in each.profile.capacity.items()
        if number > 0
    }
    if taken:
        for channel in sorted(floor.channels - taken):
            sentence = f"Nobody takes {channel}; give somebody room for it."
            yield StaffingProblem(
                kind=ProblemKind.CHANNEL_UNSERVED, what="channel", name=channel, sentence=sentence
            )


def _check_worker(floor: Floor, worker: Worker) -> Iterator[StaffingProblem]:
    if not worker.takes_part:
        return
    if not worker.has_capacity:
        yield _make_of_agent(
            ProblemKind.AGENT_WITHOUT_ROOM,
            worker,
            f"{worker.name} takes work but has room for none: their capacity is 0 on every "
            "channel; give them some, or have them take no work.",
        )
    if floor.queues and not any(worker.is_trained_for(queue) for queue in floor.queues):
        yield _make_of_agent(
            ProblemKind.AGENT_UNTRAINED,
            worker,
            f"{worker.name} is trained for no queue, so that they are never given anything; train "
            "them for one, or have them take no work.",
        )


def _check_skills(floor: Floor) -> Iterator[StaffingProblem]:
    had = {name for each in floor.workers if each.takes_part for name in each.profile.skills}
    for skill in floor.skills:
        if skill.name not in had:
            language = skill.name.startswith(LANGUAGE_SKILL)
            yield StaffingProblem(
                kind=ProblemKind.LANGUAGE_UNSPOKEN if language else ProblemKind.SKILL_UNUSED,
                what="skill",
                name=skill.name,
                sentence=_tell_unspoken(skill) if language else _tell_unused(skill),
            )


def _tell_unspoken(skill: Skill) -> str:
    return (
        f"Nobody who takes work speaks {skill.title} ({skill.name}), so that who writes in it is "
        "given to nobody; give the skill to somebody, or remove it, and anybody may answer."
    )


def _tell_unused(skill: Skill) -> str:
    return f"Nobody who takes work has the skill {skill.name}; give it to somebody, or remove it."


def _make_of_queue(kind: ProblemKind, queue: Queue, sentence: str) -> StaffingProblem:
    return StaffingProblem(kind=kind, what="queue", name=queue.name, sentence=sentence)


def _make_of_agent(kind: ProblemKind, worker: Worker, sentence: str) -> StaffingProblem:
    return StaffingProblem(kind=kind, what="agent", name=worker.email, sentence=sentence)
