"""Who stopped in the middle of a form is reminded of it, once."""

from datetime import datetime
from functools import partial

from bot.do_regularly import do_regularly
from bot.forms.say import phrase_said
from bot.start_message import Started, start_message
from bot.tools import Tools
from crm_store.action_runs import has_step, list_silent_runs, lock_run, record_step
from crm_store.conversations import find_conversation_by_id
from crm_store.transaction import Transaction
from domain.channel_habits import RINGING
from domain.self_service import ActionRun, RunState, Said, Step

LOOK_SECONDS = 60.0
MOST_AT_ONCE = 50
_STILL_THERE = Said(key="reminder.still_there")


async def keep_reminding(tools: Tools) -> None:
    """Remind whoever is to be reminded, for ever."""
    await do_regularly(
        partial(remind_runs, tools), every_seconds=LOOK_SECONDS, failure="reminding_failed"
    )


async def remind_runs(tools: Tools) -> int:
    """Remind customers of the forms they left unfinished; tell how many.

    Nobody is in the quiet hours, and nothing is prepared for their end either: whoever answers
    meanwhile need not be reminded.
    """
    now, after = tools.clock.now(), tools.settings.remind_after
    quiet = tools.settings.quiet_hours
    if after is None or (quiet is not None and quiet.cover(now)):
        return 0
    told, latest = 0, None
    while silent := await tools.store.read(
        list_silent_runs,
        channels=sorted(RINGING),
        asked_before=now - after,
        now=now,
        limit=MOST_AT_ONCE,
        after=latest,
    ):
        # Those who are not to be written to must not keep the others from it.
        latest = silent[-1]
        for run in silent:
            started = await tools.store.run(record_reminder, tools, run, now=now)
            told += started is not None
    return told


def record_reminder(
    tx: Transaction, tools: Tools, run: ActionRun, *, now: datetime
) -> Started | None:
    """Ask once more what was asked; None where that is not wanted, or was answered meanwhile."""
    conversation = find_conversation_by_id(tx, run.conversation_id)
    latest = lock_run(tx, run.id)
    unchanged = latest.state is RunState.COLLECTING and latest.asked_at == run.asked_at
    if conversation is None or latest.asked is None or not unchanged:
        return None
    if has_step(tx, run.id, Step.REMINDED):
        # Another process was faster.
        return None
    reply = phrase_said(tools, conversation, (_STILL_THERE, latest.asked), latest.choices, now=now)
    sources = {"run": run.id, "action": run.action, "reminder": True}
    started = start_message(tx, tools, conversation, reply, now=now, source_ids=sources)
    if not isinstance(started, Started):
        return None
    record_step(tx, latest, Step.REMINDED, slot=latest.requested, now=now)
    return started
