"""Whose message it is: one customer, whatever address they write from."""

from datetime import datetime

from bot.tools import Tools
from crm_store.customers import (
    find_customer_by_address,
    get_customer,
    record_customer,
    record_customer_facts,
    record_identity,
)
from crm_store.transaction import Transaction
from domain.customers import Customer
from domain.messages import InboundMessage


def identify(
    tx: Transaction, tools: Tools, message: InboundMessage, *, language: str | None, now: datetime
) -> Customer:
    """Find the sender on the shared record, or put them on it.

    Further addresses the sender claims are noted as claimed where nobody has them yet. They never
    join two customers: whoever writes somebody else's telephone number into a form must not see,
    or be taken for, that customer.
    """
    customer = find_customer_by_address(tx, message.sender)
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


def _record_sender(
    tx: Transaction, tools: Tools, message: InboundMessage, language: str | None, now: datetime
) -> Customer:
    customer_id = tools.ids.new()
    record_customer(
        tx, customer_id=customer_id, name=message.sender.name, language=language, now=now
    )
    record_identity(
        tx,
        identity_id=tools.ids.new(),
        customer_id=customer_id,
        address=message.sender,
        now=now,
    )
    return get_customer(tx, customer_id)
