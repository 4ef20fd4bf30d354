"""What reports count is kept up to date by one process, a moment after it happens.

Whoever changes something leaves word of the conversation; here it is counted anew from all that
stands on record, what it had added before is taken off, and what it adds now is added. So a sum is
right whatever came before, however often it is told of something, and in whatever order.

The counting is done on what a reader sees, and written only for conversations of which no later
word has come: a change that was seen by half has left its word by then. So the one writer of the
embedded engine is not held up by it.
"""

import asyncio
from collections.abc import Sequence
from typing import Final

import structlog

from bot.assigning.lease import Lease
from bot.figures.count_conversations import Counted, count_conversations
from bot.figures.keep_zone import keep_figure_zone
from bot.see_to_due import note_failure
from bot.tools import Tools
from crm_store.figure_changes import (
    FIGURES_TOPIC,
    delete_figure_changes,
    list_figure_changes,
    list_noted_since,
)
from crm_store.figure_parts import lock_figures, replace_parts
from crm_store.figure_zone import find_figure_zone
from crm_store.transaction import Transaction

FAILURE: Final = "not_counted"
# Word comes at once; this is for what another process left as this one took over.
_POLL_SECONDS: Final = 5.0
# So that a busy second is counted in a few batches rather than one for each message.
_REST_SECONDS: Final = 0.25
_BATCH: Final = 500
# Of SQLite's one writer, which customers wait for.
_SMALL_BATCH: Final = 100
_NAME: Final = "figures"
log = structlog.get_logger()


async def keep_figures(tools: Tools) -> None:
    """Keep the figures up to date, for ever, as long as no other process does."""
    lease = Lease(tools, _NAME, tools.ids.new())
    async with tools.store.follow(FIGURES_TOPIC) as follower:
        while True:
            try:
                while await lease.hold() and await count_changes(tools):
                    pass
            except Exception as error:  # noqa: BLE001 - the store may be away for a while
                log.error("keeping_figures_failed", error=type(error).__name__)
            await asyncio.sleep(_REST_SECONDS)
            await follower.next(_POLL_SECONDS)


async def count_all_changes(tools: Tools) -> None:
    """Count all that word was left of."""
    while await count_changes(tools):
        pass


async def count_changes(tools: Tools) -> bool:
    """Count the conversations that word was left of longest ago; tell whether there may be more."""
    await keep_figure_zone(tools)
    batch = _BATCH if tools.store.shared else _SMALL_BATCH
    changes = await tools.store.read(list_figure_changes, limit=batch)
    if not changes:
        return False
    ids = list(dict.fromkeys(conversation_id for _, conversation_id in changes))
    zone = tools.settings.time_zone
    counted = await tools.store.read(count_conversations, ids, zone)
    await tools.store.run(_write, changes, counted, zone)
    for conversation_id, error in counted.failed.items():
        note_failure(tools, FAILURE, error, conversation=conversation_id)
    return len(changes) == batch


def _write(
    tx: Transaction, changes: Sequence[tuple[int, str]], counted: Counted, zone: str
) -> None:
    """Write what was counted, and take away the words that led to it.

    One that cannot be counted stays as it was until something of it changes, or the nightly check
    tells of it. One of which later word has come is left for then, its words with it.
    """
    lock_figures(tx)
    if find_figure_zone(tx) != zone:
        # Another process, whose settings name another zone, has taken over.
        raise OvertakenError
    later = list_noted_since(tx, changes)
    seen = [position for position, conversation_id in changes if conversation_id not in later]
    if delete_figure_changes(tx, seen) != len(seen):
        # Another process has counted some of them, by now perhaps better.
        raise OvertakenError
    replace_parts(tx, {each: parts for each, parts in counted.parts.items() if each not in later})


class OvertakenError(Exception):
    """Another process keeps the figures as well: the lease was lost meanwhile."""
