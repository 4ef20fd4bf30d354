"""Reading and writing skills, agents and queues."""

from datetime import time
from typing import Any

from bot.staffing.change_queue import QueueChange
from bot.staffing.desk import FloorDesk
from bot.staffing.views import AgentView, QueueView, SkillView
from console.api.operation import Call, Query
from console.api.routing_models import (
    AgentItem,
    AgentList,
    ChangedSkill,
    NewProfile,
    NewQueue,
    NewSkill,
    OverflowItem,
    ProblemItem,
    ProblemList,
    QueueItem,
    QueueList,
    ShiftForm,
    ShiftItem,
    SkillItem,
    SkillList,
    StaffingChangeItem,
    StaffingChangeList,
)
from domain.assignment import OverflowStep
from domain.staffing import AgentProfile, Shift
from routing.floor.shift_words import WEEKDAYS, parse_time_of_day


async def list_skills(call: Call[Query, None]) -> SkillList:
    """List the skills."""
    return await _list_skills(_desk(call))


async def create_skill(call: Call[Query, NewSkill]) -> SkillList:
    """Make a skill."""
    desk = _desk(call)
    await desk.create_skill(call.body.name, title=call.body.title, by=call.agent.name)
    return await _list_skills(desk)


async def change_skill(call: Call[Query, ChangedSkill]) -> SkillList:
    """Give a skill another name or title."""
    desk, body = _desk(call), call.body
    await desk.rename_skill(call.path["name"], to=body.name, title=body.title, by=call.agent.name)
    return await _list_skills(desk)


async def delete_skill(call: Call[Query, None]) -> SkillList:
    """Remove a skill."""
    desk = _desk(call)
    await desk.remove_skill(call.path["name"], by=call.agent.name)
    return await _list_skills(desk)


async def list_agents(call: Call[Query, None]) -> AgentList:
    """List the agents."""
    return AgentList(items=tuple(map(_show_agent, await _desk(call).list_agents())))


async def get_agent(call: Call[Query, None]) -> AgentItem:
    """Read an agent."""
    return _show_agent(await _desk(call).get_agent(call.path["id"]))


async def put_agent(call: Call[Query, NewProfile]) -> AgentItem:
    """Write an agent's profile."""
    desk, body, staff_id = _desk(call), call.body, call.path["id"]
    profile = AgentProfile(
        staff_id=staff_id,
        skills=dict(body.skills),
        capacity=dict(body.capacity),
        shifts=tuple(
            _parse_shift(each, f"shifts[{number}]") for number, each in enumerate(body.shifts)
        ),
        taking=body.taking,
        version=body.version,
    )
    await desk.save_profile(profile, by=call.agent.name)
    return _show_agent(await desk.get_agent(staff_id))


async def list_queues(call: Call[Query, None]) -> QueueList:
    """List the queues."""
    return QueueList(items=tuple(map(_show_queue, await _desk(call).list_queues())))


async def get_queue(call: Call[Query, None]) -> QueueItem:
    """Read a queue."""
    return _show_queue(await _desk(call).get_queue(call.path["name"]))


async def put_queue(call: Call[Query, NewQueue]) -> QueueItem:
    """Make or change a queue."""
    desk, body, name = _desk(call), call.body, call.path["name"]
    overflow = body.overflow
    change = QueueChange(
        title=body.title,
        topics=body.topics,
        first_response_minutes=body.first_response_minutes,
        default=body.default,
        requires=None if body.requires is None else dict(body.requires),
        overflow=None
        if overflow is None
        else tuple(OverflowStep(after=each.after, to=each.to) for each in overflow),
    )
    await desk.save_queue(name, change, by=call.agent.name)
    return _show_queue(await desk.get_queue(name))


async def delete_queue(call: Call[Query, None]) -> QueueList:
    """Remove a queue."""
    desk = _desk(call)
    await desk.remove_queue(call.path["name"], by=call.agent.name)
    return QueueList(items=tuple(map(_show_queue, await desk.list_queues())))


async def list_problems(call: Call[Query, None]) -> ProblemList:
    """List what needs a person."""
    return ProblemList(items=_show_problems(await _desk(call).list_problems()))


async def list_changes(call: Call[Query, None]) -> StaffingChangeList:
    """List who changed what."""
    changes = await _desk(call).list_changes()
    return StaffingChangeList(items=tuple(map(StaffingChangeItem.model_validate, changes)))


def _desk(call: Call[Any, Any]) -> FloorDesk:
    return call.services.floor


async def _list_skills(desk: FloorDesk) -> SkillList:
    return SkillList(items=tuple(map(_show_skill, await desk.list_skills())))


def _parse_shift(form: ShiftForm, field: str) -> Shift:
    return Shift(
        weekday=WEEKDAYS.index(form.weekday),
        starts=parse_time_of_day(form.starts, field=f"{field}.starts"),
        ends=parse_time_of_day(form.ends, field=f"{field}.ends"),
    )


def _show_skill(view: SkillView) -> SkillItem:
    skill = view.skill
    return SkillItem(
        name=skill.name,
        title=skill.title,
        created_at=skill.created_at,
        agents=view.agents,
        queues=view.queues,
    )


def _show_agent(view: AgentView) -> AgentItem:
    member, profile, floor = view.member, view.profile, view.floor
    return AgentItem(
        id=member.id,
        email=member.email,
        name=member.name,
        role=member.role,
        active=member.active,
        version=profile.version,
        skills=profile.skills,
        capacity=profile.capacity,
        shifts=tuple(map(_show_shift, profile.shifts)),
        taking=profile.taking,
        updated_at=profile.updated_at,
        presence=None if floor is None else floor.state.presence,
        load={} if floor is None else floor.state.load,
        on_shift=floor is not None and floor.on_shift,
        until=None if floor is None else floor.state.until,
        queues=view.queues,
        problems=_show_problems(view.problems),
    )


def _show_shift(shift: Shift) -> ShiftItem:
    ends = "24:00" if shift.ends == time(0) else f"{shift.ends:%H:%M}"
    return ShiftItem(weekday=WEEKDAYS[shift.weekday], starts=f"{shift.starts:%H:%M}", ends=ends)


def _show_queue(view: QueueView) -> QueueItem:
    queue = view.queue
    return QueueItem(
        name=queue.name,
        title=queue.title,
        topics=queue.topics,
        default=queue.is_default,
        first_response_minutes=queue.first_response_minutes,
        requires=queue.requires,
        overflow=tuple(map(OverflowItem.model_validate, queue.overflow)),
        agents=view.agents,
        problems=_show_problems(view.problems),
    )


def _show_problems(problems: Any) -> tuple[ProblemItem, ...]:
    return tuple(map(ProblemItem.model_validate, problems))
