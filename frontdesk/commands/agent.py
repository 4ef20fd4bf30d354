"""`frontdesk agent …`: what people are trained for, how much they take and when they work."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.staffing.desk import FloorDesk
from bot.staffing.views import AgentView
from domain.errors import NotFoundError
from domain.staffing import AgentProfile, Taking
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say, say_table, write_time
from frontdesk.commands.printable import show
from frontdesk.floor_tools import AUTHOR, opened_floor
from frontdesk.settings import Settings
from routing.floor.floor_words import parse_capacity, parse_levels, render_numbers
from routing.floor.shift_words import parse_shifts, render_shifts

HEAD = ("EMAIL", "NAME", "TAKES WORK", "PRESENCE", "SKILLS", "HAS", "QUEUES")
_TAKING = {
    Taking.PUSH: "is given it",
    Taking.PULL: "asks for it",
    Taking.NONE: "no",
}


def _run_list(call: Invocation) -> int:
    say_table(HEAD, [_write_row(view) for view in asyncio.run(_list(call.settings))])
    return 0


async def _list(settings: Settings) -> Sequence[AgentView]:
    async with opened_floor(settings) as desk:
        return await desk.list_agents()


def _write_row(view: AgentView) -> tuple[str, ...]:
    return (
        show(view.member.email),
        show(view.member.name),
        _TAKING[view.profile.taking],
        _tell_presence(view),
        render_numbers(view.profile.skills) or "none",
        _tell_load(view),
        ", ".join(view.queues) or "none",
    )


def _tell_presence(view: AgentView) -> str:
    if view.floor is None:
        return "cannot log in"
    told = view.floor.state.presence.value.replace("_", " ")
    return told if view.floor.on_shift else f"{told}, no shift now"


def _tell_load(view: AgentView) -> str:
    load = {} if view.floor is None else view.floor.state.load
    return render_numbers(load) or "nothing"


def _add_email(parser: ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="what they log in with")


def _run_show(call: Invocation) -> int:
    for line in _render(asyncio.run(_show(call.settings, call.arguments.email))):
        say(show(line))
    return 0


async def _show(settings: Settings, email: str) -> AgentView:
    async with opened_floor(settings) as desk:
        return await _get_by_email(desk, email)


async def _get_by_email(desk: FloorDesk, email: str) -> AgentView:
    for view in await desk.list_agents():
        if view.member.email.lower() == email.strip().lower():
            return view
    raise NotFoundError(f"nobody on the staff has the address {email}; see: frontdesk agent list")


def _render(view: AgentView) -> Iterator[str]:
    profile = view.profile
    yield f"{view.member.name} <{view.member.email}>, {view.member.role}"
    yield f"presence:   {_tell_presence(view)}"
    yield f"takes work: {_TAKING[profile.taking]} ({profile.taking})"
    yield f"skills:     {render_numbers(profile.skills) or 'none'}"
    yield f"capacity:   {render_numbers(profile.capacity) or 'none'}"
    yield f"shifts:     {render_shifts(profile.shifts) or 'whenever they are there'}"
    yield f"has:        {_tell_load(view)}"
    yield f"serves:     {', '.join(view.queues) or 'no queue'}"
    changed = "never; this is the usual profile"
    yield f"changed:    {write_time(profile.updated_at) if profile.version else changed}"
    for problem in view.problems:
        yield f"problem:    {problem.sentence}"


def _add_set_arguments(parser: ArgumentParser) -> None:
    _add_email(parser)
    parser.add_argument(
        "--skills",
        metavar="SKILL=LEVEL,…",
        help="all they are trained for, levels 1 to 5, such as baggage=3,lang:de=5; '' for nothing",
    )
    parser.add_argument(
        "--capacity",
        metavar="CHANNEL=N,…",
        help="how many they can have at once if they have nothing else, such as "
        "web_chat=2,email=5; channels that are not named stay as they are, 0 keeps them away from "
        "one",
    )
    parser.add_argument(
        "--shifts",
        metavar="SHIFT,…",
        help="all their shifts by the company's clocks, such as 'mon-fri 09:00-17:00, sat "
        "22:00-06:00'; '' for whenever they are there",
    )
    parser.add_argument(
        "--taking",
        choices=[each.value for each in Taking],
        help="push: work is given to them; pull: they ask for it; none: neither",
    )


def _run_set(call: Invocation) -> int:
    for line in _render(asyncio.run(_set(call.settings, call.arguments))):
        say(show(line))
    return 0


async def _set(settings: Settings, arguments: Namespace) -> AgentView:
    async with opened_floor(settings) as desk:
        view = await _get_by_email(desk, arguments.email)
        await desk.save_profile(_change(view.profile, arguments), by=AUTHOR)
        return await desk.get_agent(view.member.id)


def _change(profile: AgentProfile, arguments: Namespace) -> AgentProfile:
    skills, capacity = arguments.skills, parse_capacity(arguments.capacity or "")
    return replace(
        profile,
        skills=profile.skills if skills is None else parse_levels(skills),
        capacity={**profile.capacity, **capacity},
        shifts=profile.shifts if arguments.shifts is None else parse_shifts(arguments.shifts),
        taking=Taking(arguments.taking or profile.taking),
    )


AGENT_LIST = Command(
    name="agent list",
    summary="list who works queues, what they can and what they have",
    description="List the staff by name: how they come by work, whether they are there, their "
    "skills with levels, how many open conversations they have by channel, and the queues for "
    "which they are trained.",
    run=_run_list,
)

AGENT_SHOW = Command(
    name="agent show",
    summary="show what one agent is trained for, takes and has",
    description="Show an agent's skills, capacity, shifts, presence, work, and what is wrong with "
    "them.",
    run=_run_show,
    add_arguments=_add_email,
)

AGENT_SET = Command(
    name="agent set",
    summary="say what an agent is trained for, how much they take and when they work",
    description="Change what is given, and leave the rest as it is. A running server goes by it at "
    "once.",
    run=_run_set,
    add_arguments=_add_set_arguments,
)
