"""Promises that are broken and still not kept; what is held counts for nobody."""

from typing import Any, Final

from sqlalchemy import Select, select

from crm_store.exceptional.look import Look
from crm_store.exceptional.source import Source
from crm_store.schema import clocks
from crm_store.transaction import Transaction
from domain.exceptions import ExceptionKind

# As the conditions of the indexes `ix_clocks_outside` and `ix_clocks_due` have it.
COUNTING: Final = (
    clocks.c.met_at.is_(None),
    clocks.c.cancelled_at.is_(None),
    clocks.c.paused.is_(None),
)


def select_outside(_tx: Transaction, _look: Look) -> Select[Any]:
    """Select clocks by when their promise was broken."""
    return select(
        clocks.c.conversation_id.label("key"),
        clocks.c.conversation_id,
        clocks.c.breached_at.label("since"),
        clocks.c.id.label("subject"),
    ).where(*COUNTING, clocks.c.breached_at.is_not(None))


def select_just_outside(_tx: Transaction, look: Look) -> Select[Any]:
    """Select those whose time is up and of which nobody has taken note yet."""
    return select(
        clocks.c.conversation_id.label("key"),
        clocks.c.conversation_id,
        clocks.c.due_at.label("since"),
        clocks.c.id.label("subject"),
    ).where(*COUNTING, clocks.c.breached_at.is_(None), clocks.c.due_at <= look.now)


OUTSIDE: Final = Source(kind=ExceptionKind.OUTSIDE, name="clock", select=select_outside, repeats=2)
JUST_OUTSIDE: Final = Source(
    kind=ExceptionKind.OUTSIDE, name="clock", select=select_just_outside, repeats=2
)
