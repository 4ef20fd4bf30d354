"""Addresses that nothing is sent to any more, because nothing arrives there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from crm_store.schema import suppressions
from crm_store.transaction import Transaction

_ONE = (
    suppressions.c.channel == bindparam("on_channel"),
    suppressions.c.address == bindparam("at_address"),
)
_FIND = select(suppressions).where(*_ONE)
_LIFT = delete(suppressions).where(*_ONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Why nothing is sent to an address, and since when."""

    address: str
    reason: str
    at: datetime


def record_suppression(
    tx: Transaction, channel: str, address: str, *, reason: str, now: datetime
) -> None:
    """Send nothing more to an address; the first reason stays."""
    values = {"channel": channel, "address": address, "reason": reason, "at": now}
    tx.insert_once(suppressions, values)


def find_suppression(tx: Transaction, channel: str, address: str) -> Suppression | None:
    """Find why nothing is sent to an address; None where it gets what it should."""
    row = tx.find_row(_FIND, {"on_channel": channel, "at_address": address})
    return None if row is None else Suppression(address=row.address, reason=row.reason, at=row.at)


def list_suppressions(
    tx: Transaction, channel: str, *, limit: int = 500
) -> tuple[Suppression, ...]:
    """List the addresses of a channel that nothing is sent to, the latest first."""
    found = select(suppressions).where(suppressions.c.channel == channel)
    latest = found.order_by(suppressions.c.at.desc(), suppressions.c.address).limit(limit)
    return tuple(
        Suppression(address=row.address, reason=row.reason, at=row.at) for row in tx.execute(latest)
    )


def finish_suppression(tx: Transaction, channel: str, address: str) -> bool:
    """Send to an address again; False where that was so already."""
    return tx.execute(_LIFT, {"on_channel": channel, "at_address": address}).rowcount > 0
