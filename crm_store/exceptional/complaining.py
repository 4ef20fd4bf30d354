"""Complaints in which somebody has to do something: unanswered, late, or taken outside."""

from typing import Any, Final

from sqlalchemy import Select, literal_column, or_, select

from crm_store.exceptional.look import Look
from crm_store.exceptional.source import Source
from crm_store.schema import complaints
from crm_store.transaction import Transaction
from domain.complaints import ComplaintStage
from domain.exceptions import ExceptionKind


def select_complaining(_tx: Transaction, look: Look) -> Select[Any]:
    """Select open complaints by when they were received; answered ones only where they are late."""
    return select(
        complaints.c.conversation_id.label("key"),
        complaints.c.conversation_id,
        complaints.c.received_at.label("since"),
        complaints.c.number.label("subject"),
        complaints.c.category,
        complaints.c.stage,
        complaints.c.stage_since,
        complaints.c.stage_due_at,
        complaints.c.severity,
        complaints.c.owner,
    ).where(
        # Word for word as the condition of `ix_complaints_open` has it, so that it is used.
        complaints.c.stage != literal_column("'closed'"),
        or_(
            complaints.c.stage != ComplaintStage.RESPONDED,
            complaints.c.stage_due_at <= look.now,
        ),
    )


COMPLAINING: Final = Source(
    kind=ExceptionKind.COMPLAINT, name="complaint", select=select_complaining
)
