"""Those who wait, as the choice sees them.

An escalation step may have let the people of a second queue take a conversation as well. To the
choice that is a queue of its own, which asks what the first one asks and overflows to the second
at once.
"""

from collections.abc import Iterable, Mapping

from crm_store.waiting import WaitingRow
from crm_store.waiting_lines import LineKey
from domain.assignment import OverflowStep, StaffedQueue, WaitingItem
from domain.routing_names import AND


def make_item(row: WaitingRow) -> WaitingItem:
    """Give a row as what can be chosen."""
    return WaitingItem(
        id=row.conversation_id,
        queue=name_queue(row.line.queue, row.line.widened_to),
        channel=row.line.channel,
        language=row.line.language,
        waiting_since=row.waiting_since,
        tier=row.line.tier,
        priority=row.line.priority,
        target=row.line.target,
        due_at=row.due_at,
        resolution_due_at=row.resolution_due_at,
        known_agent=row.known_agent,
        turn_at=row.turn_at,
    )


def name_queue(queue: str, widened_to: str) -> str:
    """Name the queue that a conversation stands in, with the second one where there is one."""
    return f"{queue}{AND}{widened_to}" if widened_to else queue


def find_own_queue(named: str) -> str:
    """Find the queue of which a conversation is counted; the reverse of `name_queue`."""
    return named.split(AND, maxsplit=1)[0]


def widen_queues(
    queues: Mapping[str, StaffedQueue], lines: Iterable[LineKey]
) -> dict[str, StaffedQueue]:
    """Add the queues that consist of two, as far as there are lines of them."""
    widened = dict(queues)
    for line in lines:
        own = queues.get(line.queue)
        if line.widened_to and own is not None:
            name = name_queue(line.queue, line.widened_to)
            steps = (OverflowStep(after=0.0, to=line.widened_to), *own.overflow)
            widened[name] = StaffedQueue(name=name, requires=own.requires, overflow=steps)
    return widened
