"""Messages of a conversation begin one of their own; they stay in the log where they were said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.assigning.log_routing import log_routing
from bot.clocks.follow_change import change_with_clocks
from bot.clocks.start_clocks import start_waiting
from bot.merging.carry_complaints import split_complaints
from bot.merging.carry_promise import hand_over_promises
from bot.merging.log_move import log_both
from bot.merging.require_mergeable import require_no_form
from bot.merging.restore_clocks import stop_unowed
from bot.tools import Tools
from crm_store.conversation_moves import record_message_ids_moved, record_move
from crm_store.conversations import lock_conversation, record_conversation, thread_of
from crm_store.decisions import list_decisions_on
from crm_store.joined_log import (
    JoinedLog,
    find_end,
    list_customer_words,
    list_unanswered,
    read_joined_log,
)
from crm_store.participants import list_participants, record_participant
from crm_store.staff import get_default_queue
from crm_store.transaction import Transaction
from domain.conversation_moves import ConversationMove, MoveKind
from domain.conversations import Conversation, ConversationStatus, Interaction, Role
from domain.errors import ConflictError, InvalidInputError
from domain.routings import RoutingKind
from domain.staff import StaffMember

_REASON = "split"


def record_split(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    interactions: Sequence[str],
    subject: str | None,
    now: datetime,
) -> Conversation:
    """Begin a conversation with some of what the customer wrote in another one.

    Returns:
        The new one.

    Raises:
        InvalidInputError: no messages, others than customers', of several threads, or all.
        ConflictError: one was split off already, or the customer is in the middle of a form.
        NotFoundError: there is no such conversation.
    """
    conversation = lock_conversation(tx, reference)
    require_no_form(tx, conversation)
    joined = read_joined_log(tx, conversation)
    said = _find_said(tx, joined, interactions)
    home = joined.others[said[0].conversation_id]
    begun = _begin(tx, tools, joined, home, said, subject or home.subject, now)
    start_waiting(tx, tools, begun, since=said[0].at, now=now)
    facts = {"interactions": [each.id for each in said], "position": find_end(tx, joined)}
    move = ConversationMove(
        id=tools.ids.new(),
        kind=MoveKind.SPLIT,
        source_id=home.id,
        target_id=begun.id,
        facts={**facts, "from": conversation.id},
        at=now,
        by=agent.id,
    )
    record_move(tx, move)
    record_message_ids_moved(tx, move.interactions, begun.id)
    begun = split_complaints(tx, home, begun, move.interactions, now=now)
    _log(tx, tools, conversation, begun, move, agent, now)
    reason = f"Split off from {conversation.reference} by {agent.name}."
    kind = RoutingKind.QUEUED if begun.assignee is None else RoutingKind.ASSIGNED
    log_routing(tx, tools, begun, kind, by=agent.id, reason=reason, now=now)
    _leave(tx, tools, conversation, begun, now)
    return begun


def _find_said(
    tx: Transaction, joined: JoinedLog, wanted: Sequence[str]
) -> tuple[Interaction, ...]:
    if not wanted:
        raise InvalidInputError("choose at least one message", field="interactions")
    words = list_customer_words(tx, joined)
    said = tuple(each for each in words if each.id in set(wanted))
    if missing := set(wanted) - {each.id for each in said}:
        gone = joined.split_off.keys() & missing
        if gone:
            where = joined.split_off[min(gone)].reference
            raise ConflictError(f"a chosen message was split off to {where} already")
        raise InvalidInputError(
            "only what the customer wrote in this conversation can be split off",
            field="interactions",
        )
    if begun_with := [each for each in said if each.conversation_id not in joined.ids]:
        where = joined.others[begun_with[0].conversation_id].reference
        raise ConflictError(
            f"a chosen message was split off from {where} itself; undo that, and split it off there"
        )
    if len(said) == len(words):
        raise InvalidInputError(
            "nothing that the customer wrote would be left; leave at least one message",
            field="interactions",
        )
    if len({each.conversation_id for each in said}) > 1:
        raise InvalidInputError(
            "choose messages of one thread: the new conversation replies there",
            field="interactions",
        )
    return said


def _begin(  # noqa: PLR0917 - seven things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    joined: JoinedLog,
    home: Conversation,
    said: tuple[Interaction, ...],
    subject: str | None,
    now: datetime,
) -> Conversation:
    conversation = joined.conversation
    begun = record_conversation(
        tx,
        conversation_id=tools.ids.new(),
        reference=tools.ids.reference(),
        customer_id=home.customer_id,
        key=thread_of(home),
        subject=subject,
        language=home.language,
        now=now,
    )
    for each in list_participants(tx, home.id):
        if each.role is not Role.JOINED:
            record_participant(tx, begun.id, each.address, each.role, now=now)
    return change_with_clocks(
        tx,
        tools,
        begun,
        now=now,
        since=said[0].at,
        status=ConversationStatus.OPEN,
        queue=conversation.queue or get_default_queue(tx).name,
        assignee=conversation.assignee,
        priority=conversation.priority,
        topic=_find_topic(tx, joined, said) or home.topic,
        waiting_since=said[0].at,
    )


def _find_topic(tx: Transaction, joined: JoinedLog, said: tuple[Interaction, ...]) -> str | None:
    """Find what the messages are about, as understood when they came."""
    records = list_decisions_on(tx, joined.ids, [each.id for each in said])
    return next((each.understanding.topic for each in records if each.understanding.topic), None)


def _leave(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    begun: Conversation,
    now: datetime,
) -> None:
    """Have the rest of a conversation wait for what is left of it."""
    if conversation.waiting_since is None:
        return
    asked = list_unanswered(tx, read_joined_log(tx, conversation))
    since = max(conversation.waiting_since, asked[0].at) if asked else None
    changes: dict[str, Any] = {"waiting_since": since}
    changed = change_with_clocks(tx, tools, conversation, now=now, **changes)
    if not asked:
        stopped = stop_unowed(tx, tools, changed, reason=_REASON, now=now)
        hand_over_promises(tx, tools, stopped, begun, now=now)


def _log(  # noqa: PLR0917 - seven things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    begun: Conversation,
    move: ConversationMove,
    agent: StaffMember,
    now: datetime,
) -> None:
    number = len(move.interactions)
    what = "A message was" if number == 1 else f"{number} messages were"
    log_both(
        tx,
        tools,
        (conversation, f"{what} split off to {begun.reference} by {agent.name}"),
        (begun, f"Split off from {conversation.reference} by {agent.name}"),
        agent=agent,
        event="split",
        move_id=move.id,
        now=now,
    )
