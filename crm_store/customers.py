"""Customers, found by any of their addresses."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from crm_store.schema import customers, identities
from crm_store.transaction import Transaction
from domain.customers import Customer, Identity, Trust
from domain.errors import NotFoundError
from domain.messages import Address

_TIERS_OF = 2_000
_INSERT = customers.insert()
_BY_ID = select(customers).where(customers.c.id == bindparam("id"))
_OWNER = (
    select(customers)
    .join(identities, identities.c.customer_id == customers.c.id)
    .where(identities.c.kind == bindparam("kind"), identities.c.value == bindparam("value"))
)
_IDENTITIES = (
    select(identities)
    .where(identities.c.customer_id == bindparam("customer_id"))
    .order_by(identities.c.created_at, identities.c.id)
)


def find_customer_by_address(tx: Transaction, address: Address) -> Customer | None:
    """Find whose address it is."""
    row = tx.find_row(_OWNER, {"kind": address.kind, "value": address.value})
    return None if row is None else _complete(tx, row)


def find_customers_by_value(tx: Transaction, value: str, *, limit: int = 20) -> list[Customer]:
    """Find whoever has an address of that value, of any kind."""
    owners = select(identities.c.customer_id).where(identities.c.value == value).distinct()
    return [get_customer(tx, row.customer_id) for row in tx.execute(owners.limit(limit))]


def get_customer(tx: Transaction, customer_id: str) -> Customer:
    """Read a customer with all addresses.

    Raises:
        NotFoundError: there is none.
    """
    row = tx.find_row(_BY_ID, {"id": customer_id})
    if row is None:
        raise NotFoundError(f"there is no customer {customer_id!r}")
    return _complete(tx, row)


def find_tier(tx: Transaction, customer_id: str) -> str:
    """Find a customer's service tier.

    Raises:
        NotFoundError: there is no such customer.
    """
    row = tx.find_row(_BY_ID, {"id": customer_id})
    if row is None:
        raise NotFoundError(f"there is no customer {customer_id!r}")
    return str(row.tier)


def list_tiers(tx: Transaction) -> frozenset[str]:
    """List the service tiers of those who wrote for the first time of late, to choose from."""
    # Of all customers it would take seconds where there are millions.
    latest = select(customers.c.tier).order_by(customers.c.id.desc()).limit(_TIERS_OF).subquery()
    return frozenset(row.tier for row in tx.execute(select(latest.c.tier).distinct()))


def _complete(tx: Transaction, row: Any) -> Customer:
    theirs = tx.execute(_IDENTITIES, {"customer_id": row.id})
    return _to_customer(row, tuple(_to_identity(each) for each in theirs))


def record_customer(
    tx: Transaction,
    *,
    customer_id: str,
    name: str | None,
    language: str | None,
    now: datetime,
    tier: str = "standard",
    attributes: Mapping[str, Any] | None = None,
) -> Customer:
    """Record a new customer, as yet without an address."""
    values = {
        "id": customer_id,
        "name": name,
        "language": language,
        "tier": tier,
        "attributes": dict(attributes or {}),
        "created_at": now,
    }
    tx.execute(_INSERT, values)
    return Customer(
        id=customer_id, name=name, language=language, tier=tier, created_at=now, identities=()
    )


def record_identity(
    tx: Transaction, *, identity_id: str, customer_id: str, address: Address, now: datetime
) -> Identity | None:
    """Give a customer an address; None where somebody has it already."""
    trust = Trust.VERIFIED if address.verified else Trust.CLAIMED
    values = {
        "id": identity_id,
        "customer_id": customer_id,
        "kind": address.kind,
        "value": address.value,
        "trust": trust,
        "created_at": now,
    }
    if not tx.insert_once(identities, values):
        return None
    return Identity(
        id=identity_id,
        customer_id=customer_id,
        kind=address.kind,
        value=address.value,
        trust=trust,
        created_at=now,
    )


def record_identity_verified(tx: Transaction, identity_id: str) -> None:
    """Note that an address belongs to its customer for sure."""
    changed = update(identities).where(identities.c.id == identity_id)
    tx.execute(changed.values(trust=Trust.VERIFIED))


def record_identity_moved(tx: Transaction, identity_id: str, *, customer_id: str) -> None:
    """Give an address to another customer, to whom it belongs for sure."""
    changed = update(identities).where(identities.c.id == identity_id)
    tx.execute(changed.values(customer_id=customer_id, trust=Trust.VERIFIED))


def finish_identity(tx: Transaction, identity_id: str) -> None:
    """Take an address away from its customer."""
    tx.execute(delete(identities).where(identities.c.id == identity_id))


def record_customer_facts(
    tx: Transaction, customer_id: str, *, name: str | None = None, language: str | None = None
) -> None:
    """Fill in what was not known of a customer."""
    values = {
        key: value for key, value in (("name", name), ("language", language)) if value is not None
    }
    if values:
        tx.execute(update(customers).where(customers.c.id == customer_id).values(values))


def record_attributes(tx: Transaction, customer_id: str, attributes: Mapping[str, Any]) -> None:
    """Replace what else is known of a customer, such as bookings."""
    changed = update(customers).where(customers.c.id == customer_id)
    tx.execute(changed.values(attributes=dict(attributes)))


def get_attributes(tx: Transaction, customer_id: str) -> dict[str, Any]:
    """Read what else is known of a customer.

    Raises:
        NotFoundError: there is no such customer.
    """
    row = tx.find_row(select(customers.c.attributes).where(customers.c.id == customer_id))
    if row is None:
        raise NotFoundError(f"there is no customer {customer_id!r}")
    return dict(row.attributes)


def _to_identity(row: Any) -> Identity:
    return Identity(
        id=row.id,
        customer_id=row.customer_id,
        kind=row.kind,
        value=row.value,
        trust=Trust(row.trust),
        created_at=row.created_at,
    )


def _to_customer(row: Any, owned: tuple[Identity, ...]) -> Customer:
    return Customer(
        id=row.id,
        name=row.name,
        language=row.language,
        tier=row.tier,
        created_at=row.created_at,
        identities=owned,
    )
