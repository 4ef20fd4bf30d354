"""Which page helps against something that is wrong with the staffing; pure."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from console.pages.floor.addresses import SKILLS, address_agent, address_queue
from console.wording import name_channel
from routing.floor.staffing_problems import StaffingProblem

_PLACES: Final[Mapping[str, Callable[[str], str]]] = {
    "queue": address_queue,
    "agent": address_agent,
    "skill": lambda _name: SKILLS,
}


def find_place(problem: StaffingProblem) -> str | None:
    """Find the page on which a problem can be put right; None where there is none."""
    place = _PLACES.get(problem.what)
    return None if place is None else place(problem.name)


def select_problems(
    problems: Iterable[StaffingProblem], what: Collection[str]
) -> list[tuple[StaffingProblem, str | None]]:
    """Select what is wrong with some kinds of things, each with the page that helps."""
    return [(_name(each), find_place(each)) for each in problems if each.what in what]


def _name(problem: StaffingProblem) -> StaffingProblem:
    """Call a channel what all pages call it; commands and the API have it as settings do."""
    if problem.what != "channel":
        return problem
    words = problem.sentence.replace(problem.name, name_channel(problem.name))
    return replace(problem, sentence=words)
