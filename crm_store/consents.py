"""Who may be written to where: an append-only log whose last word holds."""

from datetime import datetime

from sqlalchemy import bindparam, select

from crm_store.schema import consents
from crm_store.transaction import Transaction
from domain.customers import Consent
from domain.messages import Address

_LAST_WORD = (
    select(consents.c.granted, consents.c.at)
    .where(
        consents.c.kind == bindparam("kind"),
        consents.c.value == bindparam("value"),
        consents.c.channel == bindparam("channel"),
    )
    .order_by(consents.c.position.desc())
    .limit(1)
)
# Whether the last word of an address on a channel was one that agrees.
LAST_GRANTED = _LAST_WORD.with_only_columns(consents.c.granted)


def record_consent(
    tx: Transaction, address: Address, *, channel: str, granted: bool, source: str, now: datetime
) -> None:
    """Log that an address agreed to, or refused, messages on a channel.

    Args:
        source: what it is known from, such as `keyword STOP`.
    """
    values = {
        "kind": address.kind,
        "value": address.value,
        "channel": channel,
        "granted": granted,
        "at": now,
        "source": source,
    }
    tx.execute(consents.insert().values(values))


def has_opted_out(tx: Transaction, address: Address, *, channel: str) -> bool:
    """Say whether the last word of an address on a channel was a refusal."""
    return find_opt_out(tx, address, channel=channel) is not None


def find_opt_out(tx: Transaction, address: Address, *, channel: str) -> datetime | None:
    """Find when an address refused messages on a channel, where that was its last word."""
    row = tx.find_row(
        _LAST_WORD, {"kind": address.kind, "value": address.value, "channel": channel}
    )
    return None if row is None or row.granted else row.at


def list_consents(tx: Transaction, kind: str, value: str) -> tuple[Consent, ...]:
    """List all that was said about an address, oldest first."""
    found = select(consents).where(consents.c.kind == kind, consents.c.value == value)
    return tuple(
        Consent(
            kind=row.kind,
            value=row.value,
            channel=row.channel,
            granted=row.granted,
            at=row.at,
            source=row.source,
        )
        for row in tx.execute(found.order_by(consents.c.position))
    )
