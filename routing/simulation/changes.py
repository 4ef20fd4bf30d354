"""What if: a scenario with other people, other arrivals or another promise."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from domain.assignment import LANGUAGE_SKILL, MOST_LEVEL
from routing.simulation.reading import ScenarioError
from routing.simulation.scenario import (
    AgentForm,
    ClassForm,
    Minutes,
    Name,
    Scenario,
    TimeOfDay,
    read_minutes,
)

# The level of whoever is trained for something that no queue requires.
_USUAL_LEVEL: Final = 3
MOST_ADDED: Final = 50


class _Change(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AddedPeople(_Change):
    """More people of one kind.

    Without `like` they are the usual agent: skills that at least half of all have, the capacity in
    the middle, and the shift that most work.
    """

    number: Annotated[int, Field(ge=1, le=MOST_ADDED)] = 1
    speaks: Annotated[tuple[Name, ...], Field(max_length=20)] = ()
    trained_for: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    like: Name | None = None
    shift: tuple[TimeOfDay, TimeOfDay] | None = Field(default=None, description="In UTC.")


class FirstResponse(_Change):
    """Another promise of a first response, in one queue or in all."""

    minutes: Minutes
    queue: Name | None = None


class Changes(_Change):
    """What is changed of a scenario; nothing where all is left out."""

    add: Annotated[tuple[AddedPeople, ...], Field(max_length=10)] = ()
    remove: Annotated[tuple[Name, ...], Field(max_length=2_000)] = ()
    arrivals_factor: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)] = 1.0
    first_response: FirstResponse | None = None

    @property
    def nothing(self) -> bool:
        """Whether all stays as it is."""
        return self == Changes()


def apply_changes(scenario: Scenario, changes: Changes) -> Scenario:
    """Make the scenario that would be.

    Raises:
        ScenarioError: something named is not there, or nobody is left.
    """
    problems = tuple(_find_problems(scenario, changes))
    if problems:
        raise ScenarioError(problems)
    stay = tuple(each for each in scenario.agents if each.name not in changes.remove)
    agents = (*stay, *_list_added(scenario, changes))
    if not agents:
        raise ScenarioError(["remove: nobody would be left"])
    if len(agents) > 2_000:
        raise ScenarioError(["add: more than 2,000 people are not simulated"])
    classes = tuple(_change_class(each, changes) for each in scenario.classes)
    return scenario.model_copy(update={"agents": agents, "classes": classes})


def _find_problems(scenario: Scenario, changes: Changes) -> Iterator[str]:
    names = {each.name for each in scenario.agents}
    for place, each in enumerate(changes.add):
        if each.like is not None and each.like not in names:
            yield f"add[{place}].like: there is no agent {each.like}"
        if each.shift and each.shift[0] != "24:00" and len(set(each.shift)) < 2:
            yield f"add[{place}].shift: begins and ends at {each.shift[0]}"
        if each.shift and each.shift[0] == "24:00":
            yield f'add[{place}].shift: begins at "00:00" rather than at "24:00"'
    yield from (f"remove: there is no agent {name}" for name in changes.remove if name not in names)
    wanted = changes.first_response
    if wanted and wanted.queue and wanted.queue not in {each.name for each in scenario.queues}:
        yield f"first_response.queue: there is no queue {wanted.queue}"


def _list_added(scenario: Scenario, changes: Changes) -> Iterator[AgentForm]:
    taken = {each.name for each in scenario.agents}
    required = _map_required(scenario)
    for each in changes.add:
        form = _make_form(scenario.agents, each, required)
        for _ in range(each.number):
            name = _choose_name(each, taken)
            taken.add(name)
            yield form.model_copy(update={"name": name})


def _make_form(
    agents: Sequence[AgentForm], added: AddedPeople, required: Mapping[str, int]
) -> AgentForm:
    like = next((each for each in agents if each.name == added.like), None)
    form = like or find_usual(agents)
    extra = (*(f"{LANGUAGE_SKILL}{code}" for code in added.speaks), *added.trained_for)
    levels = {
        skill: max(form.skills.get(skill, 0), _choose_level(skill, required)) for skill in extra
    }
    shifts = form.shifts if added.shift is None else (added.shift,)
    return form.model_copy(update={"skills": {**form.skills, **levels}, "shifts": shifts})


def find_usual(agents: Sequence[AgentForm]) -> AgentForm:
    """Make the usual agent of some: what half of them have, and the shift that most work."""
    held = Counter(skill for each in agents for skill in each.skills)
    skills = {
        skill: max(1, round(median(_levels(agents, skill))))
        for skill, number in held.items()
        if number * 2 >= len(agents)
    }
    channels = {channel for each in agents for channel in each.capacity}
    capacity = {
        channel: round(median(each.capacity.get(channel, 0) for each in agents))
        for channel in sorted(channels)
    }
    shifts = Counter(each.shifts for each in agents if each.shifts)
    worked = shifts.most_common(1)[0][0] if shifts else ()
    return AgentForm(name="usual", skills=skills, capacity=capacity, shifts=worked)


def _levels(agents: Iterable[AgentForm], skill: str) -> list[int]:
    return [each.skills[skill] for each in agents if skill in each.skills]


def _map_required(scenario: Scenario) -> dict[str, int]:
    required: dict[str, int] = {}
    for queue in scenario.queues:
        for skill, level in queue.requires.items():
            required[skill] = max(level, required.get(skill, 0))
    return required


def _choose_level(skill: str, required: Mapping[str, int]) -> int:
    if skill.startswith(LANGUAGE_SKILL):
        return MOST_LEVEL
    return max(_USUAL_LEVEL, required.get(skill, 0))


def _choose_name(added: AddedPeople, taken: set[str]) -> str:
    base = f"New: {', '.join(added.speaks) or added.like or 'agent'}"[:80]
    number = 1
    while f"{base} {number}" in taken:
        number += 1
    return f"{base} {number}"


def _change_class(form: ClassForm, changes: Changes) -> ClassForm:
    update: dict[str, object] = {}
    if changes.arrivals_factor != 1.0:
        rates = tuple(rate * changes.arrivals_factor for rate in form.arrivals_per_hour)
        update["arrivals_per_hour"] = rates
    wanted = changes.first_response
    if wanted and wanted.queue in {None, form.queue}:
        update["first_response_minutes"] = wanted.minutes
    return form.model_copy(update=update) if update else form


def shift_time(time: str, minutes: int) -> str:
    """Put a time of day some minutes later, round the clock; `24:00` where it ends at midnight."""
    moved = (read_minutes(time) + minutes) % (24 * 60)
    if moved == 0 and time == "24:00":
        return "24:00"
    return f"{moved // 60:02}:{moved % 60:02}"
