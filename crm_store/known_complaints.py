"""Complaints that a new one may be the same matter as, and the words in which they were made."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import and_, bindparam, case, or_, select

from crm_store.complaints import to_complaint
from crm_store.schema import (
    complaint_conversations,
    complaint_events,
    complaint_references,
    complaints,
    conversations,
    interactions,
)
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintEventKind

MOST_KNOWN: Final = 50
INTERACTION: Final = "interaction"
"""Names, in the facts of a `linked` event, the message that it was linked for."""

_LINKED = select(complaint_conversations.c.complaint_id)
_IN = _LINKED.where(complaint_conversations.c.conversation_id == bindparam("conversation_id"))
_IN_NAMED = _LINKED.join(
    conversations, conversations.c.id == complaint_conversations.c.conversation_id
).where(conversations.c.reference.in_(bindparam("named", expanding=True)))
_ABOUT = select(complaint_references.c.complaint_id).where(
    complaint_references.c.reference.in_(bindparam("references", expanding=True))
)
_since = complaints.c.last_at >= bindparam("since", type_=complaints.c.last_at.type)
_OWN = and_(
    complaints.c.customer_id == bindparam("customer_id"),
    or_(
        _since,
        complaints.c.number.in_(bindparam("numbers", expanding=True)),
        complaints.c.id.in_(_IN_NAMED),
    ),
)
# Where a whole aircraft complains about its flight, the writer's own must not fall off the end.
_OTHERS_LAST = case(
    (or_(complaints.c.customer_id == bindparam("customer_id"), complaints.c.id.in_(_IN)), 0),
    else_=1,
)
_KNOWN = (
    select(complaints)
    .where(or_(_OWN, complaints.c.id.in_(_IN), and_(_since, complaints.c.id.in_(_ABOUT))))
    .order_by(_OTHERS_LAST, complaints.c.last_at.desc(), complaints.c.id)
    .limit(MOST_KNOWN)
)
_HERE = _IN
_NAMED = _IN_NAMED
_WORDS_OF = select(complaint_events.c.complaint_id, complaint_events.c.facts).where(
    complaint_events.c.complaint_id.in_(bindparam("ids", expanding=True)),
    complaint_events.c.kind == ComplaintEventKind.LINKED,
)
_TEXTS = select(interactions.c.id, interactions.c.text).where(
    interactions.c.id.in_(bindparam("ids", expanding=True))
)


def list_known_complaints(
    tx: Transaction,
    *,
    conversation_id: str,
    customer_id: str,
    numbers: Collection[str],
    named: Collection[str],
    references: Collection[str],
    since: datetime,
) -> tuple[Complaint, ...]:
    """List the complaints that a new one may be the same as, by what they have in common.

    Those of the conversation; of the customer, written about since an instant or named by number
    or by a conversation's; and those of anybody about one of some references since that instant,
    which come last.

    Args:
        numbers: such as `C-7K2M9Q`.
        named: references of conversations, such as `FD-7K3M9QXD`.
    """
    values = {
        "conversation_id": conversation_id,
        "customer_id": customer_id,
        "numbers": sorted(numbers),
        "named": sorted(named),
        "references": sorted(references),
        "since": since,
    }
    return tuple(to_complaint(row) for row in tx.execute(_KNOWN, values))


def list_complaint_ids_in(tx: Transaction, conversation_id: str) -> frozenset[str]:
    """List the complaints that are spoken about in a conversation."""
    found = tx.execute(_HERE, {"conversation_id": conversation_id})
    return frozenset(row.complaint_id for row in found)


def list_complaint_ids_named(tx: Transaction, named: Collection[str]) -> frozenset[str]:
    """List the complaints that are spoken about in conversations with some references."""
    if not named:
        return frozenset()
    found = tx.execute(_NAMED, {"named": sorted(named)})
    return frozenset(row.complaint_id for row in found)


def map_complaint_words(
    tx: Transaction, complaints_of: Collection[Complaint]
) -> Mapping[str, tuple[str, ...]]:
    """Map complaints to the texts of the messages that opened them or were linked to them."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for each in complaints_of:
        if each.interaction_id is not None:
            wanted[each.id].add(each.interaction_id)
    for row in tx.execute(_WORDS_OF, {"ids": sorted(each.id for each in complaints_of)}):
        if INTERACTION in row.facts:
            wanted[row.complaint_id].add(row.facts[INTERACTION])
    texts = map_words(tx, {each for some in wanted.values() for each in some})
    return {
        complaint_id: tuple(texts[each] for each in sorted(some) if each in texts)
        for complaint_id, some in wanted.items()
    }


def map_words(tx: Transaction, interaction_ids: Collection[str]) -> Mapping[str, str]:
    """Map what was said to its words; of what there is none it holds nothing."""
    if not interaction_ids:
        return {}
    return {row.id: row.text for row in tx.execute(_TEXTS, {"ids": sorted(interaction_ids)})}
