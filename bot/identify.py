"""Whose message it is: one customer, whatever address they write from."""

from datetime import datetime

from bot.tools import Tools
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


def identify(
    tx: Transaction, tools: Tools, message: InboundMessage, *, language: str | None, now: datetime
) -> Customer:
    """Find the sender on the shared record, or put them on it.

    Who is sure to hold an address has it, whoever claimed it before; see `_settle_claim`.

    Further addresses the sender claims are noted as claimed where nobody has them yet. They never
    join two customers: whoever writes somebody else's telephone number into a form must not see,
    or be taken for, that customer.
    """
    customer = find_customer_by_address(tx, message.sender)
    if customer is not None and message.sender.verified:
        customer = _settle_claim(tx, customer, message.sender)
    if customer is None:
        customer = _record_sender(tx, tools, message, language, now)
    elif customer.name is None and message.sender.name:
        record_customer_facts(tx, customer.id, name=message.sender.name)
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
    return customer


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
    customer_id = tools.ids.new()
    record_customer(
        tx, customer_id=customer_id, name=message.sender.name, language=language, now=now
    )
    recorded = record_identity(
        tx,
        identity_id=tools.ids.new(),
        customer_id=customer_id,
        address=message.sender,
        now=now,
    )
    if not recorded:
        raise ConflictError("another message from the same address is being recorded; try again")
    return get_customer(tx, customer_id)
