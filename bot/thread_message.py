"""Which conversation a message belongs to."""

from datetime import datetime

from bot.clocks.follow_change import change_with_clocks
from bot.follow_thread import Followed
from bot.log_event import log_event
from bot.processing import Processing
from bot.tools import Tools
from crm_store.conversations import (
    change_conversation,
    find_current_conversation,
    record_conversation,
)
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.conversations import Conversation, ConversationStatus
from domain.customers import Customer
from domain.messages import InboundMessage

# Words that are no reason to take a settled matter up again.
COURTESIES = frozenset({"thanks", "goodbye"})


def thread_key(message: InboundMessage) -> ThreadKey:
    """Name the channel's thread a message came in on; its sender's where it names none.

    Letters have no thread of their own: there it is the address that replies go to.
    """
    thread = message.thread.external_thread or message.sender.value
    return ThreadKey(channel=message.channel, account=message.account, thread=thread)


def thread_message(tx: Transaction, processing: Processing, customer: Customer) -> Conversation:
    """Go on with the thread's current conversation, or begin one."""
    current = find_current_conversation(tx, thread_key(processing.message))
    if current is not None and _goes_on(current, processing.tools, processing.now):
        return current
    return _begin(tx, processing, customer)


def thread_letter(
    tx: Transaction, processing: Processing, followed: Followed | None, customer: Customer
) -> Conversation:
    """Go on with the conversation that a letter follows, or begin one.

    A matter that was settled lately is taken up again; one that was settled long ago is not, and
    what begins says what it follows. A machine takes up nothing and leaves everything as it is.
    """
    machine = processing.message.automatic is not None
    if followed is None:
        begun = _begin(tx, processing, customer)
        return _settle_at_once(tx, begun, processing.now) if machine else begun
    found = followed.matter
    if machine or found.status is not ConversationStatus.RESOLVED:
        return found
    if _is_fresh(found.resolved_at or found.updated_at, processing):
        return _take_up_again(tx, processing, found)
    begun = _begin(tx, processing, customer)
    text = f"Follows {found.reference}"
    log_event(
        tx,
        processing.tools,
        begun,
        text,
        event="follows",
        now=processing.now,
        of=found.reference,
    )
    return begun


def _take_up_again(
    tx: Transaction, processing: Processing, conversation: Conversation
) -> Conversation:
    """Whoever had it has it again; mere thanks for it leave it settled."""
    had_person = conversation.queue is not None
    if had_person and processing.understanding.intent in COURTESIES:
        return conversation
    opened = change_with_clocks(
        tx,
        processing.tools,
        conversation,
        now=processing.now,
        since=processing.message.received_at,
        status=ConversationStatus.OPEN,
        disposition=None,
        resolved_at=None,
    )
    text = "Opened again by a reply"
    log_event(tx, processing.tools, opened, text, event="reopen", now=processing.now)
    return opened


def _begin(tx: Transaction, processing: Processing, customer: Customer) -> Conversation:
    return record_conversation(
        tx,
        conversation_id=processing.tools.ids.new(),
        reference=processing.reference,
        customer_id=customer.id,
        key=thread_key(processing.message),
        subject=processing.message.subject,
        language=processing.understanding.language,
        now=processing.now,
    )


def _settle_at_once(tx: Transaction, conversation: Conversation, now: datetime) -> Conversation:
    """Nobody waits for an answer to what a machine wrote out of the blue."""
    return change_conversation(
        tx,
        conversation,
        now=now,
        status=ConversationStatus.RESOLVED,
        disposition="automatic",
        resolved_at=now,
    )


def _is_fresh(since: datetime, processing: Processing) -> bool:
    return processing.now - since <= processing.tools.settings.reopen_after


def _goes_on(conversation: Conversation, tools: Tools, now: datetime) -> bool:
    """An open matter with a person goes on for ever; all others while they are fresh."""
    if conversation.with_person:
        return True
    fresh = now - conversation.updated_at <= tools.settings.reopen_after
    return fresh and conversation.status is not ConversationStatus.RESOLVED
