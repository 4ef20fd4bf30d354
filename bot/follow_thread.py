"""Which conversation a letter follows, by what it proves or knows; never by equal subjects."""

from dataclasses import dataclass
from enum import IntEnum

from crm_store.conversations import get_conversation_by_id, lock_matter
from crm_store.message_ids import (
    Place,
    find_conversation_named,
    find_conversation_of_ids,
    find_sent,
)
from crm_store.participants import find_participant
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Role
from domain.messages import InboundMessage


class Proof(IntEnum):
    """How sure it is that the writer had to do with the conversation before.

    `claimed`: only its reference was named. `known`: the id of one of its messages was.
    `signed`: a token or an id was, which only those have whom we wrote to.
    """

    CLAIMED = 1
    KNOWN = 2
    SIGNED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The conversation that a message follows.

    Attributes:
        conversation: in whose log the thread is kept.
        matter: the one in which it is seen to, locked; another one where it was merged.
    """

    conversation: Conversation
    matter: Conversation
    proof: Proof


def place_of(message: InboundMessage) -> Place:
    """Name the account within which the ids of a message mean something."""
    return Place(channel=message.channel, account=message.account)


def follow_thread(tx: Transaction, message: InboundMessage) -> Followed | None:
    """Find and lock the conversation that a message follows."""
    found = find_followed(tx, message)
    matter = None if found is None else lock_matter(tx, found[0])
    if found is None or matter is None:
        return None
    own = matter if matter.id == found[0] else get_conversation_by_id(tx, found[0])
    return Followed(conversation=own, matter=matter, proof=found[1])


def find_followed(tx: Transaction, message: InboundMessage) -> tuple[str, Proof] | None:
    """Find the id of the conversation that a message follows: the surest word counts."""
    hint, place = message.thread, place_of(message)
    if hint.reply_token and (found := find_conversation_named(tx, place, hint.reply_token)):
        return found, Proof.SIGNED
    if hint.answers and (sent := find_sent(tx, place, hint.answers)):
        return sent[1], Proof.SIGNED
    if found := find_conversation_of_ids(tx, place, list_followed_ids(message)):
        return found, Proof.KNOWN
    if hint.subject_reference and (found := _find_named(tx, message, hint.subject_reference)):
        return found, Proof.CLAIMED
    return None


def list_followed_ids(message: InboundMessage) -> list[str]:
    """List the ids that a message says it follows, the nearest first."""
    hint = message.thread
    nearest = (hint.in_reply_to or "", *reversed(hint.references))
    return [each for each in dict.fromkeys(nearest) if each.strip()]


def _find_named(tx: Transaction, message: InboundMessage, reference: str) -> str | None:
    """A reference is read out and forwarded, so that it serves only who has a part in it."""
    found = find_conversation_named(tx, place_of(message), reference)
    if found is None:
        return None
    part = find_participant(tx, found, message.sender)
    return found if part is not None and part.role is not Role.JOINED else None
