"""How far each place that a channel reads from by itself has been read; one process reads it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from crm_store.schema import cursors
from crm_store.transaction import Transaction
from domain.channels import Cursor, CursorKey
from domain.errors import LeaseLostError


def claim_cursor(
    tx: Transaction, key: CursorKey, *, holder: str, until: datetime, now: datetime
) -> Cursor | None:
    """Take a place, or keep it for longer; None while another process has it."""
    tx.insert_once(
        cursors, {"channel": key.channel, "account": key.account, "name": key.name, "payload": {}}
    )
    free = or_(cursors.c.holder.is_(None), cursors.c.holder == holder, cursors.c.lease_until <= now)
    claimed = (
        update(cursors)
        .where(_is(key), free)
        .values(holder=holder, lease_until=until)
        .returning(cursors.c.payload)
    )
    row = tx.find_row(claimed)
    return None if row is None else Cursor(key=key, payload=row.payload)


def record_cursor(
    tx: Transaction, key: CursorKey, payload: Mapping[str, Any], *, holder: str
) -> None:
    """Record how far a place has been read.

    Raises:
        LeaseLostError: another process has taken the place over.
    """
    held = and_(_is(key), cursors.c.holder == holder)
    if tx.execute(update(cursors).where(held).values(payload=dict(payload))).rowcount != 1:
        raise LeaseLostError(f"another process reads {key.channel} {key.account} {key.name} now")


def release_cursor(tx: Transaction, key: CursorKey, *, holder: str) -> None:
    """Leave a place to other processes."""
    held = and_(_is(key), cursors.c.holder == holder)
    tx.execute(update(cursors).where(held).values(holder=None, lease_until=None))


def find_cursor(tx: Transaction, key: CursorKey) -> Cursor | None:
    """Find how far a place has been read; None where it never was."""
    row = tx.find_row(select(cursors.c.payload).where(_is(key)))
    return None if row is None else Cursor(key=key, payload=row.payload)


def _is(key: CursorKey) -> ColumnElement[bool]:
    return and_(
        cursors.c.channel == key.channel,
        cursors.c.account == key.account,
        cursors.c.name == key.name,
    )
