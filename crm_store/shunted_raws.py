"""Raw messages that could not be worked on: what is known of them without reading them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from crm_store.raw_messages import get_raw
from crm_store.schema import jobs, raw_messages
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.jobs import JobKind, JobState
from domain.messages import RawMessage

_FACTS = select(
    raw_messages.c.id,
    raw_messages.c.channel,
    raw_messages.c.account,
    raw_messages.c.source,
    raw_messages.c.received_at,
    func.length(raw_messages.c.body).label("size"),
).where(raw_messages.c.id.in_(bindparam("ids", expanding=True)))
_SUBJECT = select(jobs.c.subject).where(
    jobs.c.id == bindparam("job_id"),
    jobs.c.kind == JobKind.PROCESS,
    jobs.c.state == JobState.SHUNTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFacts:
    """What the transport told of a raw message.

    Attributes:
        size: bytes.
    """

    channel: str
    account: str
    source: str
    size: int
    received_at: datetime


def list_raw_facts(tx: Transaction, raw_ids: Sequence[str]) -> dict[str, RawFacts]:
    """Tell of raw messages, by their id; what is no raw message's id is left out."""
    return {
        row.id: RawFacts(
            channel=row.channel,
            account=row.account,
            source=row.source,
            size=row.size,
            received_at=row.received_at,
        )
        for row in tx.execute(_FACTS, {"ids": list(raw_ids)})
    }


def get_shunted_raw(tx: Transaction, job_id: str) -> RawMessage:
    """Read the message that a job put aside was about.

    Raises:
        NotFoundError: no such job is put aside, or it is not about a message that came in.
    """
    row = tx.find_row(_SUBJECT, {"job_id": job_id})
    if row is None:
        raise NotFoundError(f"no message that came in is put aside under {job_id!r}")
    return get_raw(tx, row.subject)[0]
