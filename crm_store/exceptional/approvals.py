"""What waits for a second person: gestures to customers, and what they began by themselves."""

from typing import Any, Final

from sqlalchemy import Select, literal_column, select

from crm_store.exceptional.look import Look
from crm_store.exceptional.source import Source
from crm_store.schema import action_runs, complaints, gestures
from crm_store.transaction import Transaction
from domain.exceptions import ExceptionKind


def select_gestures(_tx: Transaction, _look: Look) -> Select[Any]:
    """Select gestures by when they were proposed."""
    return (
        select(
            complaints.c.conversation_id.label("key"),
            complaints.c.conversation_id,
            gestures.c.proposed_at.label("since"),
            gestures.c.id.label("subject"),
            complaints.c.number,
            gestures.c.kind,
            gestures.c.cost,
            gestures.c.currency,
            gestures.c.points,
            gestures.c.what,
            gestures.c.proposed_by,
        )
        .join(complaints, complaints.c.id == gestures.c.complaint_id)
        .where(gestures.c.state == literal_column("'proposed'"))
    )


def select_runs(_tx: Transaction, _look: Look) -> Select[Any]:
    """Select runs of actions by when they came to wait."""
    return select(
        action_runs.c.conversation_id.label("key"),
        action_runs.c.conversation_id,
        action_runs.c.updated_at.label("since"),
        action_runs.c.id.label("subject"),
        action_runs.c.action,
    ).where(action_runs.c.state == literal_column("'approval'"))


GESTURES: Final = Source(kind=ExceptionKind.APPROVAL, name="gesture", select=select_gestures)
RUNS: Final = Source(kind=ExceptionKind.APPROVAL, name="run", select=select_runs)
