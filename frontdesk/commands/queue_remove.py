"""`frontdesk queue remove`: a queue that nobody works any more."""

import asyncio
from argparse import ArgumentParser

from crm_store.staff import remove_queue
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.commands.queue_create import parse_queue_name
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="as `frontdesk queue list` tells it")


def _run(call: Invocation) -> int:
    name = parse_queue_name(call.arguments.name)
    asyncio.run(_remove(call.settings, name))
    say(f"The queue {name} is gone.")
    return 0


async def _remove(settings: Settings, name: str) -> None:
    async with opened_store(settings) as store:
        await store.run(remove_queue, name)


QUEUE_REMOVE = Command(
    name="queue remove",
    summary="remove a queue in which nobody waits",
    description="Remove a queue. The default one stays, and so does one in which an unresolved "
    "conversation stands or is shown as well, and one that an agreement names. Its resolved "
    "conversations go to the default queue.",
    run=_run,
    add_arguments=_add_arguments,
)
