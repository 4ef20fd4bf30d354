"""`frontdesk queue remove`: a queue that nobody works any more."""

import asyncio
from argparse import ArgumentParser

from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.floor_tools import AUTHOR, opened_floor
from frontdesk.settings import Settings
from routing.floor.queue_form import parse_queue_name


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="as `frontdesk queue list` tells it")


def _run(call: Invocation) -> int:
    name = parse_queue_name(call.arguments.name)
    asyncio.run(_remove(call.settings, name))
    say(f"The queue {name} is gone.")
    return 0


async def _remove(settings: Settings, name: str) -> None:
    async with opened_floor(settings) as desk:
        await desk.remove_queue(name, by=AUTHOR)


QUEUE_REMOVE = Command(
    name="queue remove",
    summary="remove a queue in which nobody waits",
    description="Remove a queue. The default one stays, and so does one in which an unresolved "
    "conversation stands or is shown as well, one that an agreement names, and one whose people "
    "help out in another. Its resolved conversations go to the default queue.",
    run=_run,
    add_arguments=_add_arguments,
)
