"""Whether what a customer was asked still stands, and where an answer to it is kept."""

from collections.abc import Callable, Iterable

from bot.follow_thread import Proof, follow_thread
from bot.identify import identify
from bot.place_message import Placed
from bot.processing import Processing
from bot.take_part import find_role
from bot.thread_message import thread_key
from crm_store.ballots import list_said, list_thread_ids
from crm_store.conversations import get_conversation_by_id, lock_matter
from crm_store.customers import get_customer
from crm_store.interactions import find_conversation_of
from crm_store.transaction import Transaction
from domain.ballots import Said
from domain.conversations import Role
from domain.customers import Customer

ASK = "ask"


def still_stands(said: Iterable[Said], belongs: Callable[[Said], bool]) -> bool:
    """Say whether nothing else was said since a question was asked; its answers do not count.

    Args:
        said: the latest messages, the latest first.
        belongs: tells whether one asks the question, answers it, or thanks for that.
    """
    for each in said:
        if not belongs(each):
            return False
        if each.stage == ASK:
            return True
    return False


def list_said_there(tx: Transaction, processing: Processing, placed: Placed) -> tuple[Said, ...]:
    """List what was said last where a message came in."""
    if processing.threaded:
        return list_said(tx, (placed.home.id,))
    return list_said(tx, list_thread_ids(tx, thread_key(processing.message)))


def place_letter_answer(tx: Transaction, processing: Processing) -> Placed | None:
    """Place a letter that answers us by whoever was written to; None for any other.

    Nothing is opened again by it, unlike in `bot.place_message`.
    """
    message = processing.message
    followed = follow_thread(tx, message)
    if followed is None:
        return None
    signed = followed.proof is Proof.SIGNED
    role = find_role(tx, message, followed.conversation)
    if role is not Role.REQUESTER or not (signed or message.sender.verified):
        return None
    writer = (
        _identify(tx, processing)
        if message.sender.verified
        else get_customer(tx, followed.conversation.customer_id)
    )
    own = followed.conversation.id == followed.matter.id
    return Placed(
        conversation=followed.matter,
        writer=writer,
        logged_in=None if own else followed.conversation,
        role=role,
    )


def place_answer(
    tx: Transaction, processing: Processing, conversation_id: str, interaction_id: str | None
) -> Placed | None:
    """Place an answer on the thread on which the question was asked; None where that is another.

    Args:
        conversation_id: that the question is about.
        interaction_id: of the message that asked.
    """
    matter = lock_matter(tx, conversation_id)
    asked_in = None if interaction_id is None else find_conversation_of(tx, interaction_id)
    if matter is None or asked_in is None:
        return None
    home = matter if asked_in == matter.id else get_conversation_by_id(tx, asked_in)
    key = thread_key(processing.message)
    if (home.channel, home.account, home.thread) != (key.channel, key.account, key.thread):
        return None
    return Placed(
        conversation=matter,
        writer=_identify(tx, processing),
        logged_in=None if home.id == matter.id else home,
    )


def _identify(tx: Transaction, processing: Processing) -> Customer:
    return identify(
        tx,
        processing.tools,
        processing.message,
        language=processing.understanding.language,
        now=processing.now,
    )
