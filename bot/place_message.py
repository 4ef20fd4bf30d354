"""Whose a message is and where it belongs: its writer, its conversation, their part in it."""

from dataclasses import dataclass

from bot.follow_thread import Followed, Proof, follow_thread
from bot.identify import identify
from bot.processing import Processing
from bot.take_part import find_role, take_part
from bot.thread_message import thread_letter, thread_message
from crm_store.customers import get_customer
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Role
from domain.customers import Customer
from domain.messages import InboundMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A message with its place on the record.

    Attributes:
        writer: None for a machine that wrote into somebody's conversation.
        role: the writer's part in it; None where they have none, or the channel knows no parts.
        consent: what the writer lets be sent to them from now on; None where nothing new is said.
    """

    conversation: Conversation
    writer: Customer | None
    role: Role | None = None
    consent: str | None = None


def place_message(tx: Transaction, processing: Processing) -> Placed:
    """Find or begin the conversation of a message, and put its writer on record."""
    if processing.threaded:
        return _place_letter(tx, processing)
    customer = _identify(tx, processing)
    conversation = thread_message(tx, processing, customer)
    return Placed(conversation=conversation, writer=customer, consent=processing.message.consent)


def _place_letter(tx: Transaction, processing: Processing) -> Placed:
    message = processing.message
    followed = follow_thread(tx, message)
    if followed is not None and message.automatic is not None:
        return _place_machine(tx, processing, followed)
    writer = _find_writer(tx, processing, followed)
    consent = _find_consent(tx, message, followed)
    conversation = thread_letter(tx, processing, followed, writer)
    role = take_part(tx, processing.tools, message, conversation, followed, now=processing.now)
    return Placed(conversation=conversation, writer=writer, role=role, consent=consent)


def _find_consent(
    tx: Transaction, message: InboundMessage, followed: Followed | None
) -> str | None:
    """Find what a letter lets be sent: it speaks for whom it was sent to, who alone may say so.

    Or else whoever was written to once could unsubscribe whatever address they put into From.
    """
    if message.consent is None or followed is None or followed.proof is not Proof.SIGNED:
        return None
    role = find_role(tx, message, followed.conversation)
    return message.consent if role is Role.REQUESTER else None


def _place_machine(tx: Transaction, processing: Processing, followed: Followed) -> Placed:
    """A machine takes no part; what it sends for somebody who does stands under their name."""
    conversation = followed.conversation
    role = find_role(tx, processing.message, conversation)
    writer = None if role is None else _find_writer(tx, processing, followed)
    return Placed(conversation=conversation, writer=writer, role=role)


def _find_writer(tx: Transaction, processing: Processing, followed: Followed | None) -> Customer:
    """Find who writes: a requester who answers what only they got is who they say, unproven too."""
    message = processing.message
    if followed is None or followed.proof is not Proof.SIGNED or message.sender.verified:
        return _identify(tx, processing)
    if find_role(tx, message, followed.conversation) is not Role.REQUESTER:
        return _identify(tx, processing)
    return get_customer(tx, followed.conversation.customer_id)


def _identify(tx: Transaction, processing: Processing) -> Customer:
    return identify(
        tx,
        processing.tools,
        processing.message,
        language=processing.understanding.language,
        now=processing.now,
    )
