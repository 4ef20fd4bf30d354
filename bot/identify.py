"""Whose message it is: one customer, whatever address they write from."""

from dataclasses import replace
from datetime import datetime

from bot.thread_message import thread_key
from bot.tools import Tools
from crm_store.conversations import find_thread_conversation
from crm_store.customers import (
    find_customer_by_address,
    finish_identity,
    get_customer,
    record_customer,
    record_customer_facts,
    record_identity,
    record_identity_verified,
)
from crm_store.transaction import Transaction
from domain.customers import Customer, Trust
from domain.errors import ConflictError
from domain.messages import Address, InboundMessage

# Behind the kind of an address: those who write under it without proof that it is theirs.
UNPROVEN = ":unproven"


def identify(
    tx: Transaction, tools: Tools, message: InboundMessage, *, language: str | None, now: datetime
) -> Customer:
    """Find the sender on the shared record, or put them on it.

    Who is sure to hold an address has it, whoever claimed it before; see `_settle_claim`. Who only
    says that they have an address which is somebody's for sure is not that customer, and gets a
    record of their own; see `_find_stranger`.

    Further addresses the sender claims are noted as claimed where nobody has them yet. They never
    join two customers: whoever writes somebody else's telephone number into a form must not see,
    or be taken for, that customer.
    """
    customer = find_customer_by_address(tx, message.sender)
    if customer is not None and message.sender.verified:
        customer = _settle_claim(tx, customer, message.sender)
    elif customer is not None and _is_sure(customer, message.sender):
        return _find_stranger(tx, tools, message, language, now)
    if customer is None:
        customer = _record_sender(tx, tools, message, language, now)
    elif customer.name is None and message.sender.name and message.sender.verified:
        record_customer_facts(tx, customer.id, name=message.sender.name)
    _record_claims(tx, tools, customer, message, now)
    return customer


def _record_claims(
    tx: Transaction, tools: Tools, customer: Customer, message: InboundMessage, now: datetime
) -> None:
    known = {(identity.kind, identity.value) for identity in customer.identities}
    for address in message.claims:
        if (address.kind, address.value) not in known:
            record_identity(
                tx,
                identity_id=tools.ids.new(),
                customer_id=customer.id,
                address=address,
                now=now,
            )


def _is_sure(customer: Customer, address: Address) -> bool:
    return any(
        identity.trust is Trust.VERIFIED
        for identity in customer.identities
        if (identity.kind, identity.value) == (address.kind, address.value)
    )


def _find_stranger(
    tx: Transaction, tools: Tools, message: InboundMessage, language: str | None, now: datetime
) -> Customer:
    """Find or record the writer of a thread who names an address that is somebody else's.

    It may well be that person, and an agent who finds out can say so; until then neither their
    name nor their history is told, and what was written stands under what was claimed. Letters
    have no thread to know their writer by: all that claim one address are one stranger's.
    """
    if tools.get_channel(message.channel, message.account).capabilities.threaded:
        return _find_unproven(tx, tools, message, language, now)
    begun = find_thread_conversation(tx, thread_key(message))
    if begun is not None:
        return get_customer(tx, begun.customer_id)
    return record_customer(
        tx,
        customer_id=tools.ids.new(),
        name=message.sender.name,
        language=language,
        now=now,
        attributes={f"claimed {message.sender.kind}": message.sender.value},
    )


def _find_unproven(
    tx: Transaction, tools: Tools, message: InboundMessage, language: str | None, now: datetime
) -> Customer:
    claimed = replace(message.sender, kind=f"{message.sender.kind}{UNPROVEN}", verified=False)
    customer = find_customer_by_address(tx, claimed)
    if customer is not None:
        return customer
    return _record_sender(tx, tools, replace(message, sender=claimed), language, now)


def _settle_claim(tx: Transaction, customer: Customer, sender: Address) -> Customer | None:
    """Decide whose address it is now that its holder writes, where it was only claimed so far.

    A customer of whom nothing else is known is the one who writes. One with further addresses may
    be somebody who wrote a stranger's number into a form: the address goes to its holder, and the
    two stay apart until a person joins them.
    """
    (held,) = (
        identity
        for identity in customer.identities
        if (identity.kind, identity.value) == (sender.kind, sender.value)
    )
    if held.trust is Trust.VERIFIED:
        return customer
    if len(customer.identities) == 1:
        record_identity_verified(tx, held.id)
        return customer
    finish_identity(tx, held.id)
    return None


def _record_sender(
    tx: Transaction, tools: Tools, message: InboundMessage, language: str | None, now: datetime
) -> Customer:
    customer = record_customer(
        tx, customer_id=tools.ids.new(), name=message.sender.name, language=language, now=now
    )
    identity = record_identity(
        tx,
        identity_id=tools.ids.new(),
        customer_id=customer.id,
        address=message.sender,
        now=now,
    )
    if identity is None:
        raise ConflictError("another message from the same address is being recorded; try again")
    return replace(customer, identities=(identity,))
