"""Whose a message is and where it belongs: its writer, its conversation, their part in it."""

from dataclasses import dataclass, replace

from bot.follow_thread import Followed, Proof, follow_thread
from bot.identify import identify
from bot.processing import Processing
from bot.take_part import find_role, take_part
from bot.thread_message import thread_key, thread_letter, thread_message
from crm_store.conversations import change_conversation, find_thread_conversation, thread_of
from crm_store.customers import get_customer
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Role
from domain.customers import Customer
from domain.messages import InboundMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A message with its place on the record.

    Attributes:
        conversation: in which it is seen to, locked.
        logged_in: another one that was merged into it, to whose thread the message belongs and in
            whose log it is kept; None for its own.
        writer: None for a machine that wrote into somebody's conversation.
        role: the writer's part in it; None where they have none, or the channel knows no parts.
        consent: what the writer lets be sent to them from now on; None where nothing new is said.
    """

    conversation: Conversation
    writer: Customer | None
    logged_in: Conversation | None = None
    role: Role | None = None
    consent: str | None = None

    @property
    def home(self) -> Conversation:
        """The conversation in whose log the message is kept."""
        return self.logged_in or self.conversation


def place_message(tx: Transaction, processing: Processing) -> Placed:
    """Find or begin the conversation of a message, and put its writer on record."""
    placed = _place_letter(tx, processing) if processing.threaded else _place(tx, processing)
    return _reply_there(tx, processing, placed)


def _place(tx: Transaction, processing: Processing) -> Placed:
    customer, key = _identify(tx, processing), thread_key(processing.message)
    conversation = thread_message(tx, processing, customer)
    logged_in = None
    if thread_of(conversation) != key:
        logged_in = find_thread_conversation(tx, key)
    return Placed(
        conversation=conversation,
        writer=customer,
        logged_in=logged_in,
        consent=processing.message.consent,
    )


def _reply_there(tx: Transaction, processing: Processing, placed: Placed) -> Placed:
    """Have replies go out on the thread that was written on last, where several are merged."""
    via = None if placed.logged_in is None else placed.logged_in.id
    if via == placed.conversation.reply_via or processing.message.automatic is not None:
        return placed
    now = processing.now
    changed = change_conversation(tx, placed.conversation, now=now, reply_via=via)
    return replace(placed, conversation=changed)


def _place_letter(tx: Transaction, processing: Processing) -> Placed:
    message = processing.message
    followed = follow_thread(tx, message)
    if followed is not None and message.automatic is not None:
        return _place_machine(tx, processing, followed)
    writer = _find_writer(tx, processing, followed)
    consent = _find_consent(tx, message, followed)
    conversation = thread_letter(tx, processing, followed, writer)
    logged_in = _find_own_log(followed, conversation)
    home = logged_in or conversation
    role = take_part(tx, processing.tools, message, home, followed, now=processing.now)
    return Placed(
        conversation=conversation,
        writer=writer,
        logged_in=logged_in,
        role=role,
        consent=consent,
    )


def _find_own_log(followed: Followed | None, conversation: Conversation) -> Conversation | None:
    """Find what a letter follows where that was merged into the conversation it goes on with."""
    if followed is None or followed.matter.id != conversation.id:
        return None
    return None if followed.conversation.id == conversation.id else followed.conversation


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
    role = find_role(tx, processing.message, followed.conversation)
    writer = None if role is None else _find_writer(tx, processing, followed)
    logged_in = _find_own_log(followed, followed.matter)
    return Placed(conversation=followed.matter, writer=writer, logged_in=logged_in, role=role)


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
