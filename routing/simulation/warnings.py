"""What a scenario can be run with, but hardly means."""

from collections.abc import Iterator
from datetime import timedelta

from domain.assignment import LANGUAGE_SKILL
from routing.assignment.crew import Crew
from routing.simulation.scenario import ClassForm, Scenario, read_minutes
from routing.simulation.staff import list_agents, map_queues, represent

_PRIORITIES = ("urgent", "high", "normal", "low")


def find_warnings(scenario: Scenario) -> tuple[str, ...]:
    """List what a person should look at, each with its place in the file."""
    return (
        *_find_useless_agents(scenario),
        *_find_untrained_queues(scenario),
        *_find_unserved_classes(scenario),
        *_find_odd_shifts(scenario),
        *_find_unknown_priorities(scenario),
    )


def _find_useless_agents(scenario: Scenario) -> Iterator[str]:
    for place, agent in enumerate(scenario.agents):
        if not any(agent.capacity.values()):
            yield f"agents[{place}].capacity: {agent.name} takes nothing"
        if not agent.shifts:
            yield f"agents[{place}].shifts: {agent.name} is never there"
        if not any(skill.startswith(LANGUAGE_SKILL) for skill in agent.skills):
            yield f"agents[{place}].skills: {agent.name} speaks no language (lang:en and so on)"


def _find_untrained_queues(scenario: Scenario) -> Iterator[str]:
    for place, queue in enumerate(scenario.queues):
        if not any(
            all(agent.skills.get(skill, 0) >= level for skill, level in queue.requires.items())
            for agent in scenario.agents
        ):
            yield f"queues[{place}].requires: nobody is trained for {queue.name}"


def _find_unserved_classes(scenario: Scenario) -> Iterator[str]:
    crew = Crew(list_agents(scenario), map_queues(scenario))
    shifts = {agent.name: agent.shifts for agent in scenario.agents}
    for place, each in enumerate(scenario.classes):
        if not sum(each.arrivals_per_hour):
            yield f"classes[{place}].arrivals_per_hour: {each.name} never arrives"
        item = represent(each, scenario.start_utc)
        # By then every overflow step is open.
        late = scenario.start_utc + timedelta(minutes=each.first_response_minutes * 101)
        if not any(shifts[agent] for agent in crew.find_able(item, late)):
            yield f"classes[{place}]: nobody can ever serve {each.name}: {_tell_need(each)}"


def _tell_need(each: ClassForm) -> str:
    return f"queue {each.queue}, {each.channel}, language {each.language}"


def _find_odd_shifts(scenario: Scenario) -> Iterator[str]:
    for place, agent in enumerate(scenario.agents):
        for number, (begin, end) in enumerate(agent.shifts):
            if read_minutes(end) < read_minutes(begin):
                where = f"agents[{place}].shifts[{number}]"
                yield f"{where}: {begin} to {end} is taken to go on over midnight"


def _find_unknown_priorities(scenario: Scenario) -> Iterator[str]:
    for place, each in enumerate(scenario.classes):
        if each.priority not in _PRIORITIES:
            yield f"classes[{place}].priority: {each.priority} is none; it weighs like normal"
