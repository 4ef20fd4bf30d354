"""`frontdesk skill …`: what people can be trained for."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Sequence

from bot.staffing.views import SkillView
from domain.staffing import Skill
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say, say_table
from frontdesk.commands.printable import show
from frontdesk.floor_tools import AUTHOR, opened_floor
from frontdesk.settings import Settings

HEAD = ("SKILL", "TITLE", "AGENTS", "REQUIRED BY")
_NAME = "a to z, 0 to 9 and hyphens, or lang: and a code for a language, such as lang:de"


def _run_list(call: Invocation) -> int:
    views = asyncio.run(_list(call.settings))
    if views:
        say_table(HEAD, [_write_row(view) for view in views])
    else:
        say("No skills yet; anybody may serve any queue. See: frontdesk skill create --help")
    return 0


def _write_row(view: SkillView) -> tuple[str, ...]:
    agents = ", ".join(view.agents) or "nobody"
    return view.skill.name, show(view.skill.title), show(agents), ", ".join(view.queues) or "none"


async def _list(settings: Settings) -> Sequence[SkillView]:
    async with opened_floor(settings) as desk:
        return await desk.list_skills()


def _add_create_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=_NAME)
    parser.add_argument("--title", help="what staff see; its name where there is none")


def _run_create(call: Invocation) -> int:
    name, title = call.arguments.name, call.arguments.title
    skill = asyncio.run(_create(call.settings, name, name if title is None else title))
    say(f"There is a skill {skill.name} ({show(skill.title)}) now.")
    return 0


async def _create(settings: Settings, name: str, title: str) -> Skill:
    async with opened_floor(settings) as desk:
        return await desk.create_skill(name, title=title, by=AUTHOR)


def _add_rename_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="as `frontdesk skill list` tells it")
    parser.add_argument("to", metavar="NEW-NAME", nargs="?", help=_NAME)
    parser.add_argument("--title", help="what staff see from now on")


def _run_rename(call: Invocation) -> int:
    arguments = call.arguments
    skill = asyncio.run(_rename(call.settings, arguments.name, arguments.to, arguments.title))
    say(f"The skill is called {skill.name} ({show(skill.title)}) now.")
    return 0


async def _rename(settings: Settings, name: str, to: str | None, title: str | None) -> Skill:
    async with opened_floor(settings) as desk:
        return await desk.rename_skill(name, to=to, title=title, by=AUTHOR)


def _add_remove_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="as `frontdesk skill list` tells it")


def _run_remove(call: Invocation) -> int:
    asyncio.run(_remove(call.settings, call.arguments.name))
    say(f"The skill {call.arguments.name} is gone.")
    return 0


async def _remove(settings: Settings, name: str) -> None:
    async with opened_floor(settings) as desk:
        await desk.remove_skill(name, by=AUTHOR)


SKILL_LIST = Command(
    name="skill list",
    summary="list what people can be trained for",
    description="List the skills by name, with the agents who have each and the queues that "
    "require it.",
    run=_run_list,
)

SKILL_CREATE = Command(
    name="skill create",
    summary="add a skill",
    description="Add something that people can be trained for. Once a language is a skill, such as "
    "lang:de, what customers write in it is given only to who has it.",
    run=_run_create,
    add_arguments=_add_create_arguments,
)

SKILL_RENAME = Command(
    name="skill rename",
    summary="give a skill another name or title",
    description="Give a skill another name or title. Agents who have it and queues that require it "
    "keep up, and work that runs goes on.",
    run=_run_rename,
    add_arguments=_add_rename_arguments,
)

SKILL_REMOVE = Command(
    name="skill remove",
    summary="remove a skill that no queue requires",
    description="Remove a skill, also off whoever has it. One that a queue requires stays.",
    run=_run_remove,
    add_arguments=_add_remove_arguments,
)
