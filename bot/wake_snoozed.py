"""Conversations whose snooze is over come back by themselves.

What nobody looked at in time is ended as of its instant all the same.
"""

from datetime import datetime
from functools import partial

from bot.end_snooze import end_snooze, is_snooze_over
from bot.see_to_due import MOST_AT_ONCE, PutOff, keep_looking, note_failure, see_to_each
from bot.tools import Tools
from crm_store.conversations import find_unlocked_conversation
from crm_store.snoozed_conversations import find_next_snooze_end, list_ended_snoozes
from crm_store.transaction import Transaction


async def keep_waking(tools: Tools) -> None:
    """Wake conversations as their snoozes end, for ever."""
    put_off = PutOff()
    await keep_looking(
        tools,
        partial(wake_snoozed, tools, put_off),
        partial(_find_next_end, tools, put_off),
        failure="waking_failed",
    )


async def wake_snoozed(tools: Tools, put_off: PutOff | None = None) -> int:
    """Wake the conversations whose snooze is over by now; tell of how many."""
    put_off, now = put_off or PutOff(), tools.clock.now()
    skipped = put_off.list_left_alone(now=now)
    ended = await tools.store.read(list_ended_snoozes, now=now, skipped=skipped, limit=MOST_AT_ONCE)
    await see_to_each(ended, partial(_wake, tools, put_off, now=now))
    return len(ended)


def record_waking(tx: Transaction, tools: Tools, conversation_id: str, *, now: datetime) -> None:
    """Wake one conversation, unless somebody else has it or did so first."""
    conversation = find_unlocked_conversation(tx, conversation_id)
    if conversation is not None and is_snooze_over(conversation, now=now):
        end_snooze(tx, tools, conversation, now=now)


async def _wake(tools: Tools, put_off: PutOff, conversation_id: str, *, now: datetime) -> None:
    try:
        await tools.store.run(record_waking, tools, conversation_id, now=now)
        put_off.forget(conversation_id)
    except Exception as error:  # noqa: BLE001 - one that cannot be woken keeps no other asleep
        note_failure(tools, "not_woken", error, conversation=conversation_id)
        put_off.put_off(conversation_id, now=now)


async def _find_next_end(tools: Tools, put_off: PutOff) -> datetime | None:
    skipped = put_off.list_left_alone(now=tools.clock.now())
    return await tools.store.read(find_next_snooze_end, skipped=skipped)
