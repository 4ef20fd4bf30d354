"""Who goes away or offline is noticed, and whoever waits for them is handed on.

What nobody looked at in time counts as of its instant all the same.
"""

import asyncio
from datetime import datetime
from functools import partial
from typing import Final, Protocol

from bot.presence.change_presence import tell_change
from bot.presence.hand_on import record_hand_on
from bot.see_to_due import MOST_AT_ONCE, PutOff, keep_looking, note_failure, see_to_each
from bot.tools import Tools
from crm_store.agent_presence import (
    find_next_presence_at,
    find_unlocked_presence,
    list_due_presences,
    record_presence,
)
from crm_store.stranded_conversations import list_stranded
from crm_store.transaction import Transaction
from routing.presence import CLOSING_GRACE, advance

# After a time in which no process ran, pages that are open have so long to give a sign; else all
# who were there before would be gone.
_START_GRACE: Final = CLOSING_GRACE


class _Record(Protocol):
    """Sees to one that is due, by its id, in a transaction."""

    def __call__(self, tx: Transaction, tools: Tools, subject: str, /, *, now: datetime) -> bool:
        """Tell whether anything was done."""
        ...


async def keep_presence(tools: Tools) -> None:
    """Notice who is not there any more and hand on who waits for them, for ever."""
    wait = await choose_start(tools) - tools.clock.now()
    await asyncio.sleep(max(0.0, wait.total_seconds()))
    put_off = PutOff()
    await keep_looking(
        tools,
        partial(see_to_presence, tools, put_off),
        partial(_find_next_at, tools, put_off),
        failure="presence_failed",
    )


async def choose_start(tools: Tools) -> datetime:
    """Choose when to begin: at once, unless somebody's presence fell due while nobody looked."""
    now, next_at = tools.clock.now(), await tools.store.read(find_next_presence_at)
    return now + _START_GRACE if next_at is not None and next_at <= now else now


async def see_to_presence(tools: Tools, put_off: PutOff | None = None) -> int:
    """See to all that is due by now; tell of how many agents and conversations, whichever is more.

    Each is seen to in a transaction of its own.
    """
    put_off, now = put_off or PutOff(), tools.clock.now()
    store, skipped = tools.store, put_off.list_left_alone(now=now)
    due = await store.read(list_due_presences, now=now, skipped=skipped, limit=MOST_AT_ONCE)
    await see_to_each(due, partial(_see_to, tools, put_off, record_passing, now=now))
    away_since = now - tools.settings.routing.hand_on_after
    stranded = await store.read(
        list_stranded, away_since=away_since, skipped=skipped, limit=MOST_AT_ONCE
    )
    await see_to_each(stranded, partial(_see_to, tools, put_off, record_hand_on, now=now))
    return max(len(due), len(stranded))


def record_passing(tx: Transaction, tools: Tools, staff_id: str, *, now: datetime) -> bool:
    """Take in what time has made of somebody's presence, unless another does so or did.

    Returns:
        Whether anything was to be taken in.
    """
    before = find_unlocked_presence(tx, staff_id)
    if before is None:
        return False
    after = advance(before, tools.settings.routing, now=now)
    if after == before:
        return False
    record_presence(tx, after)
    tell_change(tx, before, after)
    return True


async def _see_to(
    tools: Tools, put_off: PutOff, record: _Record, subject: str, *, now: datetime
) -> None:
    try:
        await tools.store.run(record, tools, subject, now=now)
        put_off.forget(subject)
    except Exception as error:  # noqa: BLE001 - one that cannot be seen to keeps no other waiting
        note_failure(tools, "presence_not_seen_to", error, subject=subject)
        put_off.put_off(subject, now=now)


async def _find_next_at(tools: Tools, put_off: PutOff) -> datetime | None:
    skipped = put_off.list_left_alone(now=tools.clock.now())
    return await tools.store.read(find_next_presence_at, skipped=skipped)
