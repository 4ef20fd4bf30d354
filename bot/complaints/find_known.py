"""Which complaint on the register a message may be about already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from bot.complaints.find_references import NamedThings, is_flight
from bot.complaints.policy_at_work import get_complaint_policy
from complaints.joining import decide_joining
from crm_store.complaint_references import map_complaint_references
from crm_store.known_complaints import (
    list_complaint_ids_in,
    list_complaint_ids_named,
    list_known_complaints,
    map_complaint_words,
)
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_facts import Joining, KnownComplaint, NewComplaint
from domain.conversations import Conversation

LONGEST = 2_000
"""Characters that are compared; what is the matter is said before that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found on the register.

    Attributes:
        complaint: the one that it is joined to, or None.
        meant: whether that is named, or spoken about in the very conversation, so that a message
            need not complain to be about it.
        related: numbers of others that an agent should see beside it.
    """

    joining: Joining
    complaint: Complaint | None = None
    meant: bool = False
    related: tuple[str, ...] = ()

    def list_numbers(self) -> tuple[str, ...]:
        """List the numbers of all that an agent should see beside it."""
        joined = () if self.complaint is None else (self.complaint.number,)
        return (*joined, *self.related)


def find_known(
    tx: Transaction,
    conversation: Conversation,
    text: str,
    things: NamedThings,
    *,
    anonymous: bool,
    now: datetime,
) -> Found:
    """Decide which known complaint a message is about, and keep others from opening one meanwhile.

    Args:
        conversation: in which it came, locked.
        anonymous: whether nobody knows who wrote it.
    """
    # The same customer's messages on several channels may be worked on at once.
    tx.lock(f"complaints:{conversation.customer_id}")
    nearness = get_complaint_policy(tx).nearness
    known = list_known_complaints(
        tx,
        conversation_id=conversation.id,
        customer_id=conversation.customer_id,
        numbers=things.numbers,
        named=things.conversations,
        references=things.all,
        since=now - timedelta(days=nearness.reference_days),
    )
    described = _describe(tx, conversation, text, things, known, anonymous=anonymous)
    new = NewComplaint(
        at=now,
        channel=conversation.channel,
        customer_id=conversation.customer_id,
        references=things.all,
    )
    joining = decide_joining(new, described, nearness)
    by_id = {each.id: each for each in known}
    meant = {each.id for each in described if each.here or each.named}
    return Found(
        joining=joining,
        complaint=by_id.get(joining.complaint_id or ""),
        meant=joining.complaint_id in meant,
        related=tuple(by_id[each].number for each in joining.related),
    )


def _describe(
    tx: Transaction,
    conversation: Conversation,
    text: str,
    things: NamedThings,
    known: tuple[Complaint, ...],
    *,
    anonymous: bool,
) -> list[KnownComplaint]:
    if not known:
        return []
    words = map_complaint_words(tx, known)
    references = map_complaint_references(tx, [each.id for each in known])
    here = list_complaint_ids_in(tx, conversation.id)
    named = list_complaint_ids_named(tx, things.conversations)
    return [
        KnownComplaint(
            id=each.id,
            number=each.number,
            customer_id=_name_customer(each, conversation.customer_id, anonymous=anonymous),
            stage=each.stage,
            last_at=each.last_at,
            similarity=measure_likeness(text, words.get(each.id, ())),
            channel=each.channel,
            references=_compare_kinds(references.get(each.id, frozenset()), things),
            here=each.id in here,
            named=_is_named(each, conversation.customer_id, things, named),
        )
        for each in known
    ]


def measure_likeness(text: str, others: Iterable[str]) -> float:
    """Measure how alike a text's words are to those of the likest of some others, 0 to 1."""
    return max((_compare(text, other) for other in others), default=0.0)


def _compare(one: str, other: str) -> float:
    return token_set_ratio(one[:LONGEST], other[:LONGEST], processor=default_process) / 100


def _name_customer(complaint: Complaint, customer_id: str, *, anonymous: bool) -> str | None:
    """Name whose a complaint is; nobody where one of the two may be anybody."""
    if complaint.customer_id == customer_id:
        return customer_id
    return None if anonymous or complaint.anonymous else complaint.customer_id


def _compare_kinds(references: frozenset[str], things: NamedThings) -> frozenset[str]:
    """Leave out what cannot tell two matters apart: a flight is no other one than a booking."""
    return frozenset(
        each for each in references if (things.flights if is_flight(each) else things.orders)
    )


def _is_named(
    complaint: Complaint, customer_id: str, things: NamedThings, named: frozenset[str]
) -> bool:
    own = complaint.customer_id == customer_id
    return own and (complaint.number in things.numbers or complaint.id in named)
