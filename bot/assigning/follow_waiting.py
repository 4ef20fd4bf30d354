"""The rows of those who wait follow their conversations; nothing else writes them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

from bot.tools import Tools
from crm_store.agent_states import ROUTING_TOPIC
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow, finish_waiting, save_waiting
from crm_store.waiting_events import WaitingEventKind, record_waiting_event
from crm_store.waiting_lines import LineKey
from crm_store.waiting_notes import forget_noted
from crm_store.waiting_standing import Standing, find_standing
from domain.conversations import Conversation, ConversationStatus

# What tells whether a conversation waits, and in which line.
_FOLLOWED: Final = (
    "status",
    "queue",
    "assignee",
    "priority",
    "waiting_since",
    "widened_to",
    "merged_into",
    "language",
)
_KEPT: Final = ("known_agent", "turn_at", "widened", "unserved_since", "line_id")
_UNSERVED: Final = ("unserved_since", "unserved_why")


def follow_waiting(
    tx: Transaction, tools: Tools, conversation: Conversation, *, now: datetime
) -> None:
    """Have the row of a conversation, which is locked, say before the commit how it stands then."""
    follow_by_id(tx, tools, conversation.id, now=now)


def follow_by_id(tx: Transaction, tools: Tools, conversation_id: str, *, now: datetime) -> None:
    """Follow a conversation of which only the id is known; see `follow_waiting`."""
    work = partial(_settle_last, tools=tools, conversation_id=conversation_id, now=now)
    tx.do_last(f"waiting:{conversation_id}", work)


def follow_change(
    tx: Transaction, tools: Tools, before: Conversation, after: Conversation, *, now: datetime
) -> None:
    """Follow a change; of a conversation that the bot has, and goes on having, it costs nothing."""
    if before.queue is None and after.queue is None:
        return
    if any(getattr(before, name) != getattr(after, name) for name in _FOLLOWED):
        follow_waiting(tx, tools, after, now=now)
    if _frees_agent(before, after):
        record_waiting_event(tx, WaitingEventKind.FINISHED, after.id, now=now)
        tx.wake(ROUTING_TOPIC)


def follow_taking(tx: Transaction, conversation_id: str, *, agent: str, now: datetime) -> None:
    """Follow that somebody was given a conversation, which is locked, waited, and waits no more."""

    def finish(last: Transaction) -> None:
        finish_waiting(last, conversation_id)
        _tell_end(last, conversation_id, agent, now)

    tx.do_last(f"waiting:{conversation_id}", finish)


def settle_waiting(
    tx: Transaction, tools: Tools, conversation_id: str, *, now: datetime
) -> Standing | None:
    """Have the row of a conversation, which is locked, say how it stands.

    Returns:
        How it stood before; None where there is no such conversation.
    """
    known_since = now - tools.settings.routing.known_for
    standing = find_standing(tx, conversation_id, known_since=known_since)
    if standing is not None:
        _write(tx, conversation_id, standing, now)
    return standing


def _settle_last(tx: Transaction, *, tools: Tools, conversation_id: str, now: datetime) -> None:
    settle_waiting(tx, tools, conversation_id, now=now)


def _write(tx: Transaction, conversation_id: str, standing: Standing, now: datetime) -> None:
    wanted, found = standing.wanted, standing.found
    if wanted is None:
        if found is not None:
            finish_waiting(tx, conversation_id)
            _tell_end(tx, conversation_id, standing.assignee, now)
        return
    if found is None:
        save_waiting(tx, wanted)
        record_waiting_event(
            tx, WaitingEventKind.JOINED, wanted.conversation_id, now=now, facts=wanted
        )
        tx.wake(ROUTING_TOPIC)
    elif _keep_noted(wanted, found) != found:
        save_waiting(tx, wanted)
        if wanted.line != found.line:
            _tell_move(tx, wanted, found, now)


def _tell_move(tx: Transaction, wanted: WaitingRow, found: WaitingRow, now: datetime) -> None:
    """Forget what holds of the old line alone, and tell of the new one."""
    stale = _list_stale(found.line, wanted.line)
    if stale:
        forget_noted(tx, wanted.conversation_id, stale)
    kind = WaitingEventKind.MOVED
    record_waiting_event(tx, kind, wanted.conversation_id, now=now, facts=wanted)
    tx.wake(ROUTING_TOPIC)


def _list_stale(before: LineKey, after: LineKey) -> tuple[str, ...]:
    """List what is noted of an old line alone.

    A turn has come among those who could serve it. Another priority or tier changes the urgency
    and not who they are; with a second queue's people there are more of them.
    """
    if after.queue != before.queue:
        return ("turn_at", "widened", *_UNSERVED)
    if after.language != before.language:
        return ("turn_at", *_UNSERVED)
    return () if after.widened_to == before.widened_to else _UNSERVED


def _tell_end(tx: Transaction, conversation_id: str, assignee: str | None, now: datetime) -> None:
    if assignee is None:
        record_waiting_event(tx, WaitingEventKind.LEFT, conversation_id, now=now)
    else:
        facts: Mapping[str, Any] = {"agent": assignee}
        kind = WaitingEventKind.TAKEN
        record_waiting_event(tx, kind, conversation_id, now=now, facts=facts)


def _keep_noted(wanted: WaitingRow, found: WaitingRow) -> WaitingRow:
    return replace(wanted, **{name: getattr(found, name) for name in _KEPT})


def _frees_agent(before: Conversation, after: Conversation) -> bool:
    """Say whether an agent has one thing less to do than before."""
    busy = before.assignee is not None and before.status is ConversationStatus.OPEN
    still = after.assignee == before.assignee and after.status is ConversationStatus.OPEN
    return busy and not still
