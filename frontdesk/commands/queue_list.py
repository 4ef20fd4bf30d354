"""`frontdesk queue list`: where conversations wait for people."""

import asyncio
from collections.abc import Sequence

from crm_store.staff import list_queues
from domain.staff import Queue
from frontdesk.commands.contract import Command, Invocation
from frontdesk.commands.output import say
from frontdesk.opened_store import opened_store
from frontdesk.settings import Settings
from routing.floor.floor_words import render_numbers, render_step


def _run(call: Invocation) -> int:
    for line in render_queues(asyncio.run(_list(call.settings))):
        say(line)
    return 0


async def _list(settings: Settings) -> Sequence[Queue]:
    async with opened_store(settings) as store:
        return await store.read(list_queues)


def render_queues(queues: Sequence[Queue]) -> list[str]:
    """Write a line a queue: its name, title, promise, topics, and what else is said of it."""
    rows = [_render_cells(queue) for queue in queues]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width
        ).rstrip()
        for row in rows
    ]


def _render_cells(queue: Queue) -> tuple[str, ...]:
    return (
        queue.name,
        queue.title,
        f"first response within {queue.first_response_minutes} min",
        f"topics: {', '.join(queue.topics) or 'none'}",
        "default" if queue.is_default else "",
        f"requires: {render_numbers(queue.requires)}" if queue.requires else "",
        f"overflow: {', '.join(map(render_step, queue.overflow))}" if queue.overflow else "",
    )


QUEUE_LIST = Command(
    name="queue list",
    summary="list the queues",
    description="List the queues in which conversations wait for people, one a line, in the order "
    "in which the console shows them. The default one takes what fits no other. "
    "Only who has all skills that one requires is given its work; once the share of the "
    "first-response target before the colon is gone, those of its overflow help.",
    run=_run,
)
