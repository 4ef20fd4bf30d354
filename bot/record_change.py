"""A customer changes what they said, or blocks us: no new message, and no answer to it."""

from dataclasses import replace

from bot.deciding import Deciding
from bot.fetch_media import plan_fetches
from bot.log_event import log_event
from bot.mark_code import mark_code
from bot.opt_outs import BLOCKED
from bot.processing import Processing
from bot.recovery.judge_recovery import judge_of_customer
from bot.stay_silent import stay_silent
from bot.thread_message import thread_key
from crm_store.conversations import (
    find_conversation_by_id,
    find_current_conversation,
    lock_matter,
    wake_followers,
)
from crm_store.earlier_messages import EarlierMessage, find_earlier_message
from crm_store.interactions import record_interaction
from crm_store.suppressions import finish_suppression, record_suppression
from crm_store.transaction import Transaction
from domain.conversations import Author, Conversation, Direction
from domain.decisions import Ignore
from domain.messages import InboundMessage


def record_change(tx: Transaction, processing: Processing) -> str | None:
    """Record what a message changes, where that is all it does.

    Returns:
        What is counted in a rule's place; None for a message that is to be worked on like any
        other, such as an edit of one that never came here.
    """
    message = processing.message
    if message.deletes:
        return _record_deletion(tx, processing)
    if message.reachable is not None:
        changed = _record_reachable(tx, processing, reachable=message.reachable)
        if _is_bare(message):
            return changed
    return None if message.edits is None else _record_edit(tx, processing, message.edits)


def _is_bare(message: InboundMessage) -> bool:
    return not (message.text or message.attachments or message.enclosed or message.choice)


def _record_edit(tx: Transaction, processing: Processing, edited: str) -> str | None:
    """Record what a message was and is now; a person who has the conversation is to see it.

    What the bot answered was an answer to what stood there then, and is not taken back.
    """
    earlier = find_earlier_message(tx, thread_key(processing.message), edited)
    if earlier is None:
        return None
    conversation = find_conversation_by_id(tx, earlier.conversation_id)
    matter = lock_matter(tx, earlier.conversation_id)
    if conversation is None or matter is None:
        return None
    before = earlier.source_ids.get("now", earlier.text)
    if before == processing.message.text and not processing.message.attachments:
        return "edit_of_nothing"
    shown = matter.with_person
    _log_edit(tx, processing, conversation, earlier, edited=edited, shown=shown)
    if shown:
        _let_wait(tx, processing, matter)
    else:
        wake_followers(tx, conversation)
    return "edited"


def _log_edit(
    tx: Transaction,
    processing: Processing,
    conversation: Conversation,
    earlier: EarlierMessage,
    *,
    edited: str,
    shown: bool,
) -> None:
    message = processing.message
    before = earlier.source_ids.get("now", earlier.text)
    files = plan_fetches(tx, processing.tools, message, now=processing.now)
    record_interaction(
        tx,
        conversation,
        interaction_id=processing.tools.ids.new(),
        direction=Direction.IN if shown else Direction.EVENT,
        author=Author.CUSTOMER if shown else Author.SYSTEM,
        author_id=conversation.customer_id if shown else None,
        author_name=message.sender.name if shown else None,
        now=message.received_at,
        text=f"The customer edited a message; before: “{before}”, now: “{message.text}”",
        external_id=edited,
        attachments=files,
        source_ids={
            "event": "edited",
            "raw": processing.job.subject,
            "edits": earlier.interaction_id,
            "before": before,
            "now": message.text,
            **mark_code(before, message.text),
        },
    )


def _let_wait(tx: Transaction, processing: Processing, conversation: Conversation) -> None:
    deciding = Deciding(
        tools=processing.tools,
        understanding=replace(processing.understanding, intent="question"),
        queues=(),
        text=processing.message.text,
        customer_name=None,
        now=processing.now,
    )
    stay_silent(tx, deciding, conversation, Ignore(reason="with_person"))


def _record_deletion(tx: Transaction, processing: Processing) -> str:
    """Record that messages were taken back; what they said stays on record."""
    message = processing.message
    for deleted in message.deletes:
        earlier = find_earlier_message(tx, thread_key(message), deleted)
        conversation = (
            None if earlier is None else find_conversation_by_id(tx, earlier.conversation_id)
        )
        if earlier is not None and conversation is not None:
            said = earlier.source_ids.get("now", earlier.text)
            text = f"The customer deleted a message: “{said}”"
            _tell(tx, processing, conversation, text, event="deleted")
    return "deleted"


def _record_reachable(tx: Transaction, processing: Processing, *, reachable: bool) -> str:
    """Send nothing more to who blocked us, until they let us in again or write themselves."""
    message, thread = processing.message, thread_key(processing.message)
    channel, address = thread.channel, thread.thread
    if reachable:
        lifted = finish_suppression(tx, channel, address)
        text = "The customer can be written to again" if lifted else ""
    else:
        record_suppression(tx, channel, address, reason=BLOCKED, now=processing.now)
        text = "The customer blocked the bot; nothing more is sent to them"
    conversation = find_current_conversation(tx, thread) if text else None
    event = "unblocked" if message.reachable else "blocked"
    if conversation is not None:
        _tell(tx, processing, conversation, text, event=event)
        judge_of_customer(tx, conversation.customer_id, now=processing.now)
    return event


def _tell(
    tx: Transaction, processing: Processing, conversation: Conversation, text: str, *, event: str
) -> None:
    log_event(
        tx,
        processing.tools,
        conversation,
        text,
        event=event,
        now=processing.now,
        raw=processing.job.subject,
    )
    wake_followers(tx, conversation)
