"""Tokens by which an identity on another channel joins a customer, each used once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from crm_store.schema import link_tokens
from crm_store.transaction import Transaction

_BY_DIGEST = select(link_tokens).where(link_tokens.c.digest == bindparam("digest"))
_USE = (
    update(link_tokens)
    .where(link_tokens.c.id == bindparam("used_id"), link_tokens.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkToken:
    """What is kept of a token, which is not the token itself.

    Attributes:
        used_at: when somebody came with it first, whatever they said then.
    """

    id: str
    customer_id: str
    expires_at: datetime
    used_at: datetime | None


def record_link_token(
    tx: Transaction,
    *,
    token_id: str,
    digest: str,
    customer_id: str,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Record a token that was made for a customer."""
    values = {
        "id": token_id,
        "digest": digest,
        "customer_id": customer_id,
        "created_at": now,
        "expires_at": expires_at,
    }
    tx.execute(link_tokens.insert(), values)


def find_link_token(tx: Transaction, digest: str) -> LinkToken | None:
    """Find a token by its digest."""
    row = tx.find_row(_BY_DIGEST, {"digest": digest})
    return None if row is None else _read(row)


def find_link_token_by_id(tx: Transaction, token_id: str) -> LinkToken | None:
    """Find a token by the id of what is kept of it."""
    row = tx.find_row(select(link_tokens).where(link_tokens.c.id == token_id))
    return None if row is None else _read(row)


def claim_link_token(tx: Transaction, token_id: str, *, now: datetime) -> bool:
    """Use a token; False where somebody did before."""
    return tx.execute(_USE, {"used_id": token_id, "now": now}).rowcount == 1


def _read(row: Any) -> LinkToken:
    return LinkToken(
        id=row.id,
        customer_id=row.customer_id,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
