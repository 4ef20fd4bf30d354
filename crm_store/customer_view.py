"""Everything about one customer, read at one instant."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crm_store.consents import list_consents
from crm_store.customers import get_attributes, get_customer
from crm_store.inbox import InboxFilter, list_conversations
from crm_store.interactions import list_customer_timeline
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Interaction
from domain.customers import Consent, Customer

MOST_CONVERSATIONS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerView:
    """A customer with what stands beside the name.

    Attributes:
        consents: the latest word for each address and channel.
        attributes: what else is known, such as bookings.
        conversations: by last change, newest first.
    """

    customer: Customer
    consents: tuple[Consent, ...]
    attributes: Mapping[str, Any]
    conversations: tuple[Conversation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTimeline:
    """A part of everything said with a customer, newest first.

    Attributes:
        entries: interactions, each with its conversation's reference.
        earlier: the position to ask for what came before, None at the beginning.
    """

    entries: tuple[tuple[Interaction, str], ...]
    earlier: int | None


def read_customer_view(tx: Transaction, customer_id: str) -> CustomerView:
    """Read a customer with addresses, consents, attributes and conversations.

    Raises:
        NotFoundError: there is no such customer.
    """
    customer = get_customer(tx, customer_id)
    wanted = InboxFilter(customer_id=customer_id)
    return CustomerView(
        customer=customer,
        consents=_latest_consents(tx, customer),
        attributes=get_attributes(tx, customer_id),
        conversations=list_conversations(tx, wanted, limit=MOST_CONVERSATIONS),
    )


def read_customer_timeline(
    tx: Transaction, customer_id: str, *, before: int | None, limit: int
) -> CustomerTimeline:
    """Read what was said on all channels before a position, or the latest of it."""
    found = list_customer_timeline(tx, customer_id, before=before, limit=limit + 1)
    shown = found[:limit]
    earlier = shown[-1][0].position if len(found) > limit else None
    return CustomerTimeline(entries=shown, earlier=earlier)


def _latest_consents(tx: Transaction, customer: Customer) -> tuple[Consent, ...]:
    latest: dict[tuple[str, str, str], Consent] = {}
    for identity in customer.identities:
        for consent in list_consents(tx, identity.kind, identity.value):
            latest[consent.kind, consent.value, consent.channel] = consent
    return tuple(latest.values())
