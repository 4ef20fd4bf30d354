"""Customers are asked how it was, some minutes after people settled their matter."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.complaints.policy_at_work import get_complaint_policy
from bot.compose import BOT, record_reply
from bot.recovery.open_question import ASK
from bot.recovery.survey_words import phrase_question
from bot.see_to_due import MOST_AT_ONCE, keep_looking, note_failure, see_to_each
from bot.start_message import find_unwanted
from bot.tools import Tools
from crm_store.ballots import (
    change_ballot,
    find_asked_on,
    find_last_asked,
    find_next_ask_at,
    has_written_since,
    list_due_ballots,
    list_said,
    list_thread_ids,
    lock_ballot,
)
from crm_store.conversations import find_unlocked_conversation, thread_of, wake_followers
from crm_store.figure_changes import note_figures
from crm_store.transaction import Transaction
from domain.ballots import PlannedBallot
from domain.conversations import Conversation, ConversationStatus
from domain.satisfaction import Survey

# Nobody remembers how it was with whatever this company did last week.
_LATEST: Final = timedelta(days=3)
_AGAIN: Final = timedelta(minutes=2)
_TOO_LATE: Final = "it was too late to ask"


async def keep_asking(tools: Tools) -> None:
    """Ask whoever is to be asked, for ever."""
    await keep_looking(
        tools, partial(ask_ballots, tools), partial(_find_next_at, tools), failure="asking_failed"
    )


async def ask_ballots(tools: Tools) -> int:
    """Ask what is to be asked by now, in the quiet hours nothing; tell how much was due."""
    now, quiet = tools.clock.now(), tools.settings.quiet_hours
    if quiet is not None and quiet.cover(now):
        return 0
    due = dict(await tools.store.read(list_due_ballots, now=now, limit=MOST_AT_ONCE))
    await see_to_each(list(due), partial(_see_to, tools, due, now=now))
    return len(due)


async def _find_next_at(tools: Tools) -> datetime | None:
    now, quiet = tools.clock.now(), tools.settings.quiet_hours
    found = await tools.store.read(find_next_ask_at)
    if found is None or quiet is None:
        return found
    return max(found, quiet.find_free(now))


async def _see_to(tools: Tools, due: dict[str, str], ballot_id: str, *, now: datetime) -> None:
    try:
        await tools.store.run(record_asking, tools, ballot_id, due[ballot_id], now=now)
    except Exception as error:  # noqa: BLE001 - one that cannot be asked stops no other
        note_failure(tools, "ballot_failed", error, ballot=ballot_id)
        await tools.store.run(_put_off, ballot_id, now=now)


def record_asking(
    tx: Transaction, tools: Tools, ballot_id: str, conversation_id: str, *, now: datetime
) -> bool:
    """Ask a ballot that is due, or give it up with the reason; False where another sees to it.

    What is asked goes into the log and the outbox and changes nothing else: the conversation stays
    resolved, its clocks stand, and it counts as nobody's answer.
    """
    conversation = find_unlocked_conversation(tx, conversation_id)
    if conversation is None:
        return False
    ballot = lock_ballot(tx, ballot_id)
    if ballot.ask_at is None or ballot.ask_at > now:
        return False
    objection = find_objection(tx, tools, conversation, ballot, now=now)
    if objection is not None:
        change_ballot(tx, ballot, ask_at=None, dropped=objection)
        return True
    _ask(tx, tools, conversation, ballot, now=now)
    return True


def _ask(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    ballot: PlannedBallot,
    *,
    now: datetime,
) -> None:
    closes_at = now + timedelta(days=get_complaint_policy(tx).recovery.open_days)
    asked = change_ballot(tx, ballot, ask_at=None, asked_at=now, closes_at=closes_at)
    reply = phrase_question(tx, tools, conversation, asked, closes_at=closes_at, now=now)
    record_reply(
        tx,
        tools,
        conversation,
        reply,
        writer=BOT,
        now=now,
        source_ids={"ballot": ballot.id, "said": ASK},
        not_before=now,
    )
    (asking, *_) = list_said(tx, (conversation.reply_via or conversation.id,))
    change_ballot(tx, asked, interaction_id=asking.interaction_id)
    note_figures(tx, conversation.id)
    wake_followers(tx, conversation)


def find_objection(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    ballot: PlannedBallot,
    *,
    now: datetime,
) -> str | None:
    """Find why a ballot is not to be asked any more, in words; None where it is."""
    recovery = get_complaint_policy(tx).recovery
    wanted = {Survey.CSAT: recovery.csat, Survey.CES: recovery.ces}
    place = (conversation.channel, conversation.account)
    if conversation.merged_into is not None:
        return "its conversation was merged into another"
    if conversation.status is not ConversationStatus.RESOLVED:
        return "it was opened again"
    if not wanted[ballot.survey]:
        return "the policy does not ask this any more"
    if place not in tools.channels:
        return "the settings name its account no more"
    if _is_late(tx, ballot, now=now):
        return _TOO_LATE
    return _find_by_customer(tx, tools, conversation, ballot, now=now)


def _find_by_customer(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    ballot: PlannedBallot,
    *,
    now: datetime,
) -> str | None:
    """Find what the customer said or did meanwhile that speaks against asking."""
    unwanted = find_unwanted(tx, conversation)
    if unwanted is not None:
        return f"the customer is not to be written to: {unwanted.value.replace('_', ' ')}"
    key = thread_of(conversation)
    own = (conversation.id, conversation.reply_via or conversation.id)
    channel = tools.get_channel(conversation.channel, conversation.account)
    ids = own if channel.capabilities.threaded else (*own, *list_thread_ids(tx, key))
    if has_written_since(tx, ids, ballot.planned_at):
        return "the customer wrote again before"
    rest = timedelta(days=get_complaint_policy(tx).recovery.rest_days)
    last = find_last_asked(tx, ballot.customer_id)
    if last is not None and last.asked_at is not None and now - last.asked_at < rest:
        return "the customer was asked lately"
    open_one = find_asked_on(tx, key, now=now)
    return None if open_one is None else "another question is open there"


def _put_off(tx: Transaction, ballot_id: str, *, now: datetime) -> None:
    ballot = lock_ballot(tx, ballot_id)
    if ballot.ask_at is None:
        return
    if _is_late(tx, ballot, now=now):
        change_ballot(tx, ballot, ask_at=None, dropped=_TOO_LATE)
    else:
        change_ballot(tx, ballot, ask_at=now + _AGAIN)


def _is_late(tx: Transaction, ballot: PlannedBallot, *, now: datetime) -> bool:
    """Say whether it is past asking, however often asking was put off."""
    wait = timedelta(minutes=get_complaint_policy(tx).recovery.ask_after_minutes)
    return now - ballot.planned_at > wait + _LATEST
