"""`frontdesk routing check`: what in the staffing of queues needs a person."""

import asyncio
from collections.abc import Sequence

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.commands.printable import show
from frontdesk.floor_tools import opened_floor
from frontdesk.settings import Settings
from routing.floor.staffing_problems import StaffingProblem


def _run(call: Invocation) -> int:
    problems = asyncio.run(_list(call.settings))
    for problem in problems:
        say(show(problem.sentence))
    if not problems:
        say("Every queue is served, and everybody who takes work can be given some.")
    return 1 if problems else 0


async def _list(settings: Settings) -> Sequence[StaffingProblem]:
    async with opened_floor(settings) as desk:
        return await desk.list_problems()


ROUTING_CHECK = Command(
    name="routing check",
    summary="tell which queues nobody serves, and what else is wrong with the staffing",
    description="Look for queues, languages and channels that nobody serves, agents who can be "
    "given nothing, and times of the coming week without a shift. Each is told on a line, with "
    "what to do. The exit code is 1 where there are any.",
    run=_run,
)
