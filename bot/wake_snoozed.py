"""Conversations whose snooze is over come back by themselves.

No job is kept for a snooze: each row tells when it ends, and whoever looks first ends it. What
nobody looked at in time is ended as of its instant all the same.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.end_snooze import end_snooze, is_snooze_over
from bot.tools import Tools
from crm_store.conversations import find_unlocked_conversation
from crm_store.snoozed_conversations import find_next_snooze_end, list_ended_snoozes
from crm_store.transaction import Transaction

# Looking costs one row of an index.
LONGEST_SLEEP: Final = 0.5
MOST_AT_ONCE: Final = 200
_TOGETHER: Final = 16
_FIRST_DELAY: Final = timedelta(seconds=2)
_LONGEST_DELAY: Final = timedelta(minutes=15)
log = structlog.get_logger()


@dataclass
class Failed:
    """The conversations that this process could not wake, by id: how often, and until when not."""

    tries: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def put_off(self, conversation_id: str, *, now: datetime) -> None:
        """Leave one alone for a while, for longer each time."""
        count = self.tries.get(conversation_id, (0, now))[0]
        delay = min(_FIRST_DELAY * 2 ** min(count, 20), _LONGEST_DELAY)
        self.tries[conversation_id] = (count + 1, now + delay)

    def list_put_off(self, *, now: datetime) -> Collection[str]:
        """List those that are left alone for now."""
        return {each for each, (_, until) in self.tries.items() if until > now}


async def keep_waking(tools: Tools) -> None:
    """Wake conversations as their snoozes end, for ever."""
    failed = Failed()
    while True:
        try:
            woken = await wake_snoozed(tools, failed)
            pause = 0.0 if woken == MOST_AT_ONCE else await _find_pause(tools, failed)
        except Exception as error:  # noqa: BLE001 - the store may be away for a while
            log.error("waking_failed", error=type(error).__name__)
            pause = LONGEST_SLEEP
        await asyncio.sleep(pause)


async def wake_snoozed(tools: Tools, failed: Failed | None = None) -> int:
    """Wake the conversations whose snooze is over by now; tell of how many."""
    failed, now = failed or Failed(), tools.clock.now()
    skipped = failed.list_put_off(now=now)
    ended = await tools.store.read(list_ended_snoozes, now=now, skipped=skipped, limit=MOST_AT_ONCE)
    for place in range(0, len(ended), _TOGETHER):
        some = ended[place : place + _TOGETHER]
        await asyncio.gather(*(_wake(tools, each, failed, now=now) for each in some))
    return len(ended)


def record_waking(tx: Transaction, tools: Tools, conversation_id: str, *, now: datetime) -> None:
    """Wake one conversation, unless somebody else has it or did so first."""
    conversation = find_unlocked_conversation(tx, conversation_id)
    if conversation is not None and is_snooze_over(conversation, now=now):
        end_snooze(tx, tools, conversation, now=now)


async def _wake(tools: Tools, conversation_id: str, failed: Failed, *, now: datetime) -> None:
    try:
        await tools.store.run(record_waking, tools, conversation_id, now=now)
        failed.tries.pop(conversation_id, None)
    except Exception as error:  # noqa: BLE001 - one that cannot be woken keeps no other asleep
        log.error("not_woken", conversation=conversation_id, error=type(error).__name__)
        tools.count("not_woken", error=type(error).__name__)
        failed.put_off(conversation_id, now=now)


async def _find_pause(tools: Tools, failed: Failed) -> float:
    now = tools.clock.now()
    skipped = failed.list_put_off(now=now)
    ends_at = await tools.store.read(find_next_snooze_end, skipped=skipped)
    if ends_at is None:
        return LONGEST_SLEEP
    wait = (ends_at - now).total_seconds()
    # What another process has locked is looked at again soon, not at once.
    return min(max(wait, 0.02), LONGEST_SLEEP)
