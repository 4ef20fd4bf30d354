"""Conversations: read, locked, and changed only by whoever saw the latest version."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select, update

from crm_store.codecs import from_json, to_json
from crm_store.figure_changes import note_figures
from crm_store.schema import conversations, queue_moves
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.clock import Waker
from domain.conversations import Conversation, ConversationStatus, PendingQuestion, Priority
from domain.errors import ConflictError, NotFoundError

INBOX_TOPIC = "inbox"
_WITH_PERSON = and_(
    conversations.c.queue.is_not(None), conversations.c.status != ConversationStatus.RESOLVED
)
# What a person has goes on before what came later: it may have been opened again. Of several the
# one goes on that an agent replied in last or that began last, since a customer answers what they
# read last. Two conversations may begin at one instant; ids grow all the same.
CURRENT_FIRST = (
    case((_WITH_PERSON, 0), else_=1),
    func.coalesce(
        case((_WITH_PERSON, conversations.c.replied_at)), conversations.c.created_at
    ).desc(),
    conversations.c.id.desc(),
)

_INSERT = conversations.insert()
# What a conversation that begins has none of.
_NOT_YET: dict[str, Any] = dict.fromkeys(
    (
        "queue",
        "assignee",
        "waiting_since",
        "first_response_at",
        "resolved_at",
        "disposition",
        "pending",
        "complained_at",
        "topic",
        "snoozed_until",
        "held_for",
        "widened_to",
        "merged_into",
        "reply_via",
        "replied_at",
        "policy",
    )
)
ON_THREAD = (
    conversations.c.channel == bindparam("channel"),
    conversations.c.account == bindparam("account"),
    conversations.c.thread == bindparam("thread"),
)
# The conversation that another one is seen to in: itself, or the one it was merged into.
_MATTER = func.coalesce(conversations.c.merged_into, conversations.c.id)
_CURRENT = select(_MATTER).where(*ON_THREAD).order_by(*CURRENT_FIRST).limit(1)
_LOCK_CURRENT = (
    select(conversations)
    .where(conversations.c.id == _CURRENT.scalar_subquery())
    .with_for_update(key_share=True)
)
_LATEST_ON_THREAD = select(conversations).where(*ON_THREAD).order_by(*CURRENT_FIRST).limit(1)
_LATEST_LANGUAGE = (
    select(conversations.c.language).where(*ON_THREAD).order_by(*CURRENT_FIRST).limit(1)
)
_LATEST_ACCOUNT = (
    select(conversations.c.account)
    .where(
        conversations.c.channel == bindparam("channel"),
        conversations.c.account.in_(bindparam("accounts", expanding=True)),
        conversations.c.thread == bindparam("thread"),
    )
    .order_by(conversations.c.created_at.desc())
    .limit(1)
)
_LANGUAGE_BY_ID = select(conversations.c.language).where(conversations.c.id == bindparam("id"))
_LOCK_BY_ID = (
    select(conversations)
    .where(conversations.c.id == bindparam("id"))
    .with_for_update(key_share=True)
)
_LOCK_MATTER = (
    select(conversations)
    .where(
        conversations.c.id
        == select(_MATTER).where(conversations.c.id == bindparam("id")).scalar_subquery()
    )
    .with_for_update(key_share=True)
)
_LOCK_SEVERAL = (
    select(conversations)
    .where(conversations.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(conversations.c.id)
    .with_for_update(key_share=True)
)
_LOCK_IF_FREE = (
    select(conversations)
    .where(conversations.c.id == bindparam("id"))
    .with_for_update(skip_locked=True, key_share=True)
)
_MOVE = queue_moves.insert()
# What figures tell conversations apart by, or count; see `domain.figures`.
_COUNTED = ("queue", "topic", "resolved_at", "disposition", "customer_id", "merged_into")
_CHANGE = update(conversations).where(
    conversations.c.id == bindparam("changed_id"),
    conversations.c.version == bindparam("seen_version"),
)


def conversation_topic(conversation_id: str) -> str:
    """The wake-up topic of a conversation."""
    return f"conversation:{conversation_id}"


def thread_of(conversation: Conversation) -> ThreadKey:
    """The channel's thread that a conversation belongs to."""
    return ThreadKey(
        channel=conversation.channel, account=conversation.account, thread=conversation.thread
    )


def record_conversation(
    tx: Transaction,
    *,
    conversation_id: str,
    reference: str,
    customer_id: str,
    key: ThreadKey,
    subject: str | None,
    language: str | None,
    now: datetime,
) -> Conversation:
    """Begin a conversation with the bot in charge."""
    values: dict[str, Any] = {
        "id": conversation_id,
        "reference": reference,
        "customer_id": customer_id,
        "channel": key.channel,
        "account": key.account,
        "thread": key.thread,
        "subject": subject,
        "status": ConversationStatus.OPEN,
        "priority": Priority.NORMAL,
        "language": language,
        "created_at": now,
        "updated_at": now,
        "version": 1,
    }
    tx.execute(_INSERT, values)
    note_figures(tx, conversation_id)
    return Conversation(**values, **_NOT_YET)


def find_current_conversation(tx: Transaction, key: ThreadKey) -> Conversation | None:
    """Find and lock the conversation a thread goes on with: a person's first, else the latest.

    Where that one was merged into another, it is the other, which may belong to another thread.
    """
    return _follow_merge(tx, tx.find_row(_LOCK_CURRENT, _name(key)))


def lock_matter(tx: Transaction, conversation_id: str) -> Conversation | None:
    """Find and lock the conversation that another is seen to in: itself where it is not merged."""
    return _follow_merge(tx, tx.find_row(_LOCK_MATTER, {"id": conversation_id}))


def _follow_merge(tx: Transaction, row: Any) -> Conversation | None:
    """Go on to where a conversation was merged into while its lock was waited for."""
    if row is None or row.merged_into is None:
        return None if row is None else to_conversation(row)
    return lock_matter(tx, row.id)


def find_thread_conversation(tx: Transaction, key: ThreadKey) -> Conversation | None:
    """Find the conversation in whose log a thread is kept now, merged or not; it is not locked."""
    row = tx.find_row(_LATEST_ON_THREAD, _name(key))
    return None if row is None else to_conversation(row)


def find_outlet(tx: Transaction, conversation: Conversation) -> Conversation:
    """Find the conversation on whose thread replies go out and in whose log they are kept.

    It is the conversation itself, or one that was merged into it and in which the customer wrote
    last. The lock of the first is enough for writing into its log.
    """
    if conversation.reply_via is None:
        return conversation
    return get_conversation_by_id(tx, conversation.reply_via)


def find_thread_language(tx: Transaction, key: ThreadKey) -> str | None:
    """Find the language last spoken on a thread."""
    row = tx.find_row(_LATEST_LANGUAGE, _name(key))
    return None if row is None else row.language


def find_latest_account(
    tx: Transaction, channel: str, accounts: Sequence[str], thread: str
) -> str | None:
    """Find with which of a channel's accounts a thread, such as a telephone, was in touch last."""
    values = {"channel": channel, "accounts": list(accounts), "thread": thread}
    row = tx.find_row(_LATEST_ACCOUNT, values)
    return None if row is None else str(row.account)


def find_conversation_language(tx: Transaction, conversation_id: str) -> str | None:
    """Find the language last spoken in a conversation."""
    row = tx.find_row(_LANGUAGE_BY_ID, {"id": conversation_id})
    return None if row is None else row.language


def lock_conversation(
    tx: Transaction, reference: str, *, even_merged: bool = False
) -> Conversation:
    """Read a conversation and keep others from changing it until the commit.

    Args:
        even_merged: take one as well that is seen to in another one.

    Raises:
        NotFoundError: there is none.
        ConflictError: it was merged into another one.
    """
    conversation = _get(tx, select(conversations).with_for_update(key_share=True), reference)
    if conversation.merged_into is not None and not even_merged:
        target = get_conversation_by_id(tx, conversation.merged_into)
        raise ConflictError(
            f"{reference} was merged into {target.reference}; go on there, or undo the merge"
        )
    return conversation


def lock_conversations(tx: Transaction, ids: Sequence[str]) -> dict[str, Conversation]:
    """Lock several conversations in the order of their ids, so that nobody waits in a circle."""
    rows = tx.execute(_LOCK_SEVERAL, {"ids": sorted(set(ids))})
    return {row.id: to_conversation(row) for row in rows}


def lock_conversations_found(
    tx: Transaction, find: Callable[[], Iterable[str]]
) -> dict[str, Conversation]:
    """Lock the conversations whose ids `find` tells, and which it still tells once they are locked.

    Where others changed meanwhile which they are, they are let go and locked anew: one that was
    locked after the others might be waited for in a circle.
    """
    while True:
        savepoint = tx.connection.begin_nested()
        locked = lock_conversations(tx, tuple(find()))
        if locked.keys() >= set(find()):
            savepoint.commit()
            return locked
        savepoint.rollback()


def get_conversation(tx: Transaction, reference: str) -> Conversation:
    """Read a conversation.

    Raises:
        NotFoundError: there is none.
    """
    return _get(tx, select(conversations), reference)


def get_conversation_by_id(tx: Transaction, conversation_id: str) -> Conversation:
    """Read a conversation by its internal id, and lock nothing.

    Raises:
        NotFoundError: there is none.
    """
    found = select(conversations).where(conversations.c.id == conversation_id)
    row = tx.find_row(found)
    if row is None:
        raise NotFoundError(f"there is no conversation {conversation_id!r}")
    return to_conversation(row)


def find_unlocked_conversation(tx: Transaction, conversation_id: str) -> Conversation | None:
    """Lock a conversation by its internal id; None where there is none or another has it."""
    row = tx.find_row(_LOCK_IF_FREE, {"id": conversation_id})
    return None if row is None else to_conversation(row)


def find_conversation_by_id(tx: Transaction, conversation_id: str) -> Conversation | None:
    """Find a conversation by its internal id, and lock it."""
    row = tx.find_row(_LOCK_BY_ID, {"id": conversation_id})
    return None if row is None else to_conversation(row)


def lock_quiet_conversations(
    tx: Transaction, *, quiet_since: datetime, limit: int
) -> tuple[Conversation, ...]:
    """Lock conversations that no person has and in which nothing happened since an instant.

    Those that another process closes at this moment are passed over.
    """
    open_ones = (ConversationStatus.OPEN, ConversationStatus.PENDING)
    quiet = (
        select(conversations)
        .where(
            conversations.c.status.in_(open_ones),
            conversations.c.queue.is_(None),
            conversations.c.updated_at <= quiet_since,
        )
        .order_by(conversations.c.updated_at)
        .limit(limit)
        .with_for_update(skip_locked=True, key_share=True)
    )
    return tuple(to_conversation(row) for row in tx.execute(quiet))


def change_conversation(
    tx: Transaction, conversation: Conversation, *, now: datetime, **changes: Any
) -> Conversation:
    """Write changed fields, counting the version up, and wake everybody who looks on.

    Raises:
        ConflictError: somebody else changed it since it was read.
    """
    changed = replace(conversation, **changes, updated_at=now, version=conversation.version + 1)
    values = {
        **changes,
        "updated_at": now,
        "version": changed.version,
        "changed_id": conversation.id,
        "seen_version": conversation.version,
    }
    if changed.pending is not None and "pending" in changes:
        values["pending"] = to_json(changed.pending)
    if tx.execute(_CHANGE, values).rowcount == 0:
        raise ConflictError(
            f"{conversation.reference} was changed by somebody else meanwhile; look at it again"
        )
    _note_move(tx, conversation, changed, now)
    if any(getattr(conversation, name) != getattr(changed, name) for name in _COUNTED):
        note_figures(tx, conversation.id)
    wake_followers(tx, conversation)
    return changed


def _note_move(tx: Transaction, before: Conversation, after: Conversation, now: datetime) -> None:
    """Note that a conversation went from one queue to another, so that bouncing ones are found."""
    if before.queue is None or after.queue is None or before.queue == after.queue:
        return
    move = {"conversation_id": after.id, "before": before.queue, "after": after.queue, "at": now}
    tx.execute(_MOVE, move)


def wake_followers(waker: Waker, conversation: Conversation) -> None:
    """Wake the customer's page, the agents who look at the conversation, and the queue lists."""
    waker.wake(thread_of(conversation).topic)
    waker.wake(conversation_topic(conversation.id))
    waker.wake(INBOX_TOPIC)


def _name(key: ThreadKey) -> dict[str, str]:
    return {"channel": key.channel, "account": key.account, "thread": key.thread}


def _get(tx: Transaction, statement: Any, reference: str) -> Conversation:
    row = tx.find_row(statement.where(conversations.c.reference == reference))
    if row is None:
        raise NotFoundError(f"there is no conversation {reference!r}")
    return to_conversation(row)


def to_conversation(row: Any) -> Conversation:
    """Make a conversation of a row of its table."""
    pending = None if row.pending is None else from_json(PendingQuestion, row.pending)
    return Conversation(
        id=row.id,
        reference=row.reference,
        customer_id=row.customer_id,
        channel=row.channel,
        account=row.account,
        thread=row.thread,
        subject=row.subject,
        status=ConversationStatus(row.status),
        queue=row.queue,
        assignee=row.assignee,
        priority=Priority(row.priority),
        language=row.language,
        created_at=row.created_at,
        updated_at=row.updated_at,
        waiting_since=row.waiting_since,
        first_response_at=row.first_response_at,
        resolved_at=row.resolved_at,
        disposition=row.disposition,
        pending=pending,
        version=row.version,
        complained_at=row.complained_at,
        topic=row.topic,
        snoozed_until=row.snoozed_until,
        held_for=row.held_for,
        widened_to=row.widened_to,
        merged_into=row.merged_into,
        reply_via=row.reply_via,
        replied_at=row.replied_at,
        policy=row.policy,
    )
