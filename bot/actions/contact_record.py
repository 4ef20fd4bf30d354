"""A new address on our own record: whose it is, and what becomes of the one before."""

from dataclasses import dataclass

from bot.actions.contract import ActionContext
from bot.verification.send_notice import record_notice
from crm_store.conversations import find_conversation_by_id
from crm_store.customers import (
    find_customer_by_address,
    finish_identity,
    get_customer,
    record_identity,
    record_identity_verified,
)
from crm_store.transaction import Transaction
from domain.customers import Customer, Identity, Trust
from domain.messages import Address
from domain.self_service import Said

NOTICE = Said(key="verification.contact_changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """A change of contact details that was made.

    Attributes:
        new: `verified` where a code that was sent there came back.
        told: the addresses that hear of it.
    """

    context: ActionContext
    new: Address
    told: tuple[Address, ...]

    def __call__(self, tx: Transaction) -> None:
        """Put it on record, and have whoever holds the old address hear of it."""
        context = self.context
        _record_identity(tx, context, self.new)
        conversation = find_conversation_by_id(tx, context.conversation.id)
        if conversation is None:
            return
        said = Said(key=NOTICE.key, facts={"kind": self.new.kind})
        for address in self.told:
            record_notice(tx, context.tools, conversation, address, said, now=context.now)


def _record_identity(tx: Transaction, context: ActionContext, new: Address) -> None:
    """Give the customer the address, unless somebody else has it for sure.

    Whoever merely claimed it loses it to who has shown that they read what is sent there.
    """
    held = _find_held(tx, new)
    if held is None:
        _add(tx, context, new)
    elif held.customer_id == context.customer.id:
        if new.verified:
            record_identity_verified(tx, held.id)
    elif new.verified and held.trust is Trust.CLAIMED:
        finish_identity(tx, held.id)
        _add(tx, context, new)
    else:
        return
    if new.verified:
        _retire_old(tx, get_customer(tx, context.customer.id), new, context.address)


def _find_held(tx: Transaction, address: Address) -> Identity | None:
    holder = find_customer_by_address(tx, address)
    held = () if holder is None else holder.identities
    return next((each for each in held if _same(each, address)), None)


def _add(tx: Transaction, context: ActionContext, new: Address) -> None:
    record_identity(
        tx,
        identity_id=context.tools.ids.new(),
        customer_id=context.customer.id,
        address=new,
        now=context.now,
    )


def _retire_old(tx: Transaction, customer: Customer, new: Address, asking: Address) -> None:
    """Take the old address of that kind away, where it is plain which one that was.

    The one that is written from stays, or the customer would be a stranger in mid-sentence.
    """
    old = [each for each in customer.identities if each.kind == new.kind and not _same(each, new)]
    if len(old) == 1 and not _same(old[0], asking):
        finish_identity(tx, old[0].id)


def _same(identity: Identity, address: Address) -> bool:
    return (identity.kind, identity.value) == (address.kind, address.value)
