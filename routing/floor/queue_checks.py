"""What a queue requires, and who helps it, is checked before it is written."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from domain.assignment import OverflowStep, StaffedQueue
from domain.errors import InvalidInputError
from routing.floor.skill_checks import check_levels

# Ten times the promised time is as good as never.
MOST_SHARE: Final = 10.0
MOST_STEPS: Final = 10


def check_staffed_queue(
    queue: StaffedQueue, *, skills: Collection[str], queues: Mapping[str, StaffedQueue]
) -> None:
    """Check a queue as it is to be, among the others.

    Args:
        skills: those that are registered.
        queues: all there are, by name.

    Raises:
        InvalidInputError: something in it cannot be; `field` is its path.
    """
    check_levels(queue.requires, skills, "requires")
    if len(queue.overflow) > MOST_STEPS:
        raise InvalidInputError(f"give up to {MOST_STEPS} steps", field="overflow")
    for number, step in enumerate(queue.overflow):
        _check_step(step, queue, queues, f"overflow[{number}]")
    _refuse_twice(queue.overflow)
    circle = find_overflow_circle({**queues, queue.name: queue}, queue.name)
    if circle:
        raise InvalidInputError(
            f"work would go round in a circle: {' -> '.join(circle)}; take one of these steps away",
            field="overflow",
        )


def find_overflow_circle(queues: Mapping[str, StaffedQueue], name: str) -> tuple[str, ...]:
    """Find the shortest way by which a queue overflows to itself; nothing where there is none."""
    paths: list[tuple[str, ...]] = [(name,)]
    seen: set[str] = set()
    for path in paths:
        queue = queues.get(path[-1])
        for step in queue.overflow if queue else ():
            if step.to == name:
                return (*path, name)
            if step.to not in seen:
                seen.add(step.to)
                paths.append((*path, step.to))
    return ()


def _check_step(
    step: OverflowStep, queue: StaffedQueue, queues: Mapping[str, StaffedQueue], field: str
) -> None:
    if not 0 < step.after <= MOST_SHARE:
        raise InvalidInputError(
            f"{step.after:g} cannot be used; give the share of the first-response target after "
            f"which others may help, above 0 and up to {MOST_SHARE:g}, such as 0.8 for 80 %",
            field=f"{field}.after",
        )
    if step.to == queue.name:
        raise InvalidInputError(
            f"the queue {queue.name!r} cannot overflow to itself; name another one",
            field=f"{field}.to",
        )
    if step.to not in queues:
        raise InvalidInputError(
            f"there is no queue {step.to!r}; there are {', '.join(queues) or 'none yet'}",
            field=f"{field}.to",
        )


def _refuse_twice(steps: Sequence[OverflowStep]) -> None:
    seen: set[str] = set()
    for number, step in enumerate(steps):
        if step.to in seen:
            raise InvalidInputError(
                f"the people of {step.to!r} help already; keep one of both steps",
                field=f"overflow[{number}].to",
            )
        seen.add(step.to)
