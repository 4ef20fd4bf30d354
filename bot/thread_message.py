"""Which conversation a message belongs to."""

from datetime import datetime

from bot.tools import Tools
from crm_store.conversations import find_current_conversation, record_conversation
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.conversations import Conversation, ConversationStatus
from domain.customers import Customer
from domain.messages import InboundMessage


def thread_key(message: InboundMessage) -> ThreadKey:
    """Name the channel's thread a message came in on; its sender's where it names none."""
    thread = message.thread.external_thread or message.sender.value
    return ThreadKey(channel=message.channel, account=message.account, thread=thread)


def thread_message(
    tx: Transaction,
    tools: Tools,
    message: InboundMessage,
    *,
    customer: Customer,
    reference: str,
    language: str,
    now: datetime,
) -> Conversation:
    """Go on with the thread's current conversation, or begin one under `reference`."""
    key = thread_key(message)
    current = find_current_conversation(tx, key)
    if current is not None and _goes_on(current, tools, now):
        return current
    return record_conversation(
        tx,
        conversation_id=tools.ids.new(),
        reference=reference,
        customer_id=customer.id,
        key=key,
        subject=message.subject,
        language=language,
        now=now,
    )


def _goes_on(conversation: Conversation, tools: Tools, now: datetime) -> bool:
    """An open matter with a person goes on for ever; all others while they are fresh."""
    if conversation.with_person:
        return True
    fresh = now - conversation.updated_at <= tools.settings.reopen_after
    return fresh and conversation.status is not ConversationStatus.RESOLVED
