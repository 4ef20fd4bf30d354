"""Skills, agents and queues are read with all that a supervisor asks about them."""

from collections.abc import Iterator
from datetime import datetime

from bot.staffing.floor_tools import AGENT, QUEUE, FloorTools, read_floor
from bot.staffing.views import AgentView, QueueView, SkillView
from crm_store.agent_profiles import map_agent_profiles
from crm_store.agent_states import list_everybody
from crm_store.skills import list_skills
from crm_store.staff import get_queue, get_staff_member, list_queues, list_staff
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.staff import Queue
from routing.floor.floor import Floor
from routing.floor.staffing_problems import StaffingProblem, find_staffing_problems


def list_skill_views(tx: Transaction) -> tuple[SkillView, ...]:
    """List the skills by name."""
    profiles, queues = map_agent_profiles(tx), list_queues(tx)
    staff = [each for each in list_staff(tx) if each.active and each.can_log_in]
    return tuple(
        SkillView(
            skill=skill,
            agents=tuple(each.name for each in staff if skill.name in profiles[each.id].skills),
            queues=tuple(each.name for each in queues if skill.name in each.requires),
        )
        for skill in list_skills(tx)
    )


def list_agent_views(tx: Transaction, tools: FloorTools, *, now: datetime) -> tuple[AgentView, ...]:
    """List all people on the staff who can have conversations, by name."""
    floor = read_floor(tx, tools)
    return tuple(_list_agents(tx, floor, now))


def get_agent_view(
    tx: Transaction, tools: FloorTools, staff_id: str, *, now: datetime
) -> AgentView:
    """Read one of them.

    Raises:
        NotFoundError: nobody has this id, or it is a key's.
    """
    get_staff_member(tx, staff_id)
    for view in list_agent_views(tx, tools, now=now):
        if view.member.id == staff_id:
            return view
    raise NotFoundError(f"{staff_id!r} is a key, which never has a conversation")


def list_queue_views(tx: Transaction, tools: FloorTools, *, now: datetime) -> tuple[QueueView, ...]:
    """List the queues in their order."""
    floor = read_floor(tx, tools)
    problems = find_staffing_problems(floor, now)
    return tuple(_view_queue(floor, queue, problems) for queue in floor.queues)


def get_queue_view(tx: Transaction, tools: FloorTools, name: str, *, now: datetime) -> QueueView:
    """Read one of them.

    Raises:
        NotFoundError: there is none of this name.
    """
    queue, floor = get_queue(tx, name), read_floor(tx, tools)
    return _view_queue(floor, queue, find_staffing_problems(floor, now))


def list_staffing_problems(
    tx: Transaction, tools: FloorTools, *, now: datetime
) -> tuple[StaffingProblem, ...]:
    """List all that is wrong with how queues are staffed."""
    return find_staffing_problems(read_floor(tx, tools), now)


def _view_queue(floor: Floor, queue: Queue, problems: tuple[StaffingProblem, ...]) -> QueueView:
    return QueueView(
        queue=queue,
        agents=tuple(each.name for each in floor.list_serving(queue)),
        problems=_select(problems, QUEUE, queue.name),
    )


def _list_agents(tx: Transaction, floor: Floor, now: datetime) -> Iterator[AgentView]:
    states = {
        each.state.id: each for each in list_everybody(tx, now=now, time_zone=floor.time_zone)
    }
    workers = {each.profile.staff_id: each for each in floor.workers}
    problems = find_staffing_problems(floor, now)
    for member in list_staff(tx):
        if member.can_log_in:
            worker = workers[member.id]
            yield AgentView(
                member=member,
                profile=worker.profile,
                floor=states.get(member.id),
                queues=tuple(each.name for each in floor.queues if worker.is_trained_for(each)),
                problems=_select(problems, AGENT, member.email),
            )


def _select(
    problems: tuple[StaffingProblem, ...], what: str, name: str
) -> tuple[StaffingProblem, ...]:
    return tuple(each for each in problems if (each.what, each.name) == (what, name))
