"""Work that was given up after its last try."""

from typing import Any, Final

from sqlalchemy import Select, func, literal_column, select

from crm_store.exceptional.look import Look
from crm_store.exceptional.source import Source
from crm_store.schema import jobs, outbox, raw_messages
from crm_store.transaction import Transaction
from domain.exceptions import ExceptionKind
from domain.jobs import JobKind


def select_shunted(_tx: Transaction, _look: Look) -> Select[Any]:
    """Select jobs by when they had their last try, with what they are about where that is known."""
    return (
        select(
            func.coalesce(outbox.c.conversation_id, literal_column("'job:'") + jobs.c.id).label(
                "key"
            ),
            outbox.c.conversation_id,
            jobs.c.available_at.label("since"),
            jobs.c.id.label("subject"),
            jobs.c.kind,
            jobs.c.attempts,
            jobs.c.failures,
            jobs.c.last_error,
            raw_messages.c.channel.label("raw_channel"),
            raw_messages.c.source.label("raw_source"),
        )
        .select_from(jobs)
        .outerjoin(outbox, (outbox.c.id == jobs.c.subject) & (jobs.c.kind == JobKind.DELIVER))
        .outerjoin(
            raw_messages, (raw_messages.c.id == jobs.c.subject) & (jobs.c.kind == JobKind.PROCESS)
        )
        .where(jobs.c.state == literal_column("'shunted'"))
    )


SHUNTED: Final = Source(kind=ExceptionKind.SHUNTED, name="job", select=select_shunted)
