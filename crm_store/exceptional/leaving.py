"""Promises that are about to be broken: little of their time is left, or somebody was warned."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    Text,
    case,
    cast,
    func,
    or_,
    select,
    type_coerce,
)

from crm_store.exceptional.look import Look
from crm_store.exceptional.outside import COUNTING
from crm_store.exceptional.source import Source
from crm_store.schema import clocks
from crm_store.schema.base import UtcTime
from crm_store.transaction import Transaction
from domain.exceptions import ExceptionKind

# What falls due later is not looked at, even where somebody was warned before a long holiday.
_HORIZON: Final = timedelta(days=4)
_WARNED: Final = '%"warning:%'


def select_leaving(tx: Transaction, look: Look) -> Select[Any]:
    """Select clocks that run out soon.

    What is left is measured by the clock on the wall, which closing hours make longer; so one of
    which a warning was given is taken as well, since it was last looked at.
    """
    leaves_at = _subtract(tx, clocks.c.target_us * (look.policy.leaving_share / 1_000_000))
    warned = cast(clocks.c.seen, Text).like(_WARNED)
    since: ColumnElement[Any] = case((leaves_at <= look.now, leaves_at), else_=clocks.c.as_of)
    return select(
        clocks.c.conversation_id.label("key"),
        clocks.c.conversation_id,
        type_coerce(since, UtcTime).label("since"),
        clocks.c.id.label("subject"),
    ).where(
        *COUNTING,
        clocks.c.breached_at.is_(None),
        clocks.c.due_at > look.now,
        clocks.c.due_at <= look.now + _HORIZON,
        or_(leaves_at <= look.now, warned),
    )


def _subtract(tx: Transaction, seconds: ColumnElement[Any]) -> ColumnElement[Any]:
    """Take seconds off the due time, in each engine's own way."""
    if tx.on_postgres:
        span = func.make_interval(0, 0, 0, 0, 0, 0, cast(seconds, Float))
        return type_coerce(clocks.c.due_at - span, UtcTime)
    spelt = func.printf("-%.3f seconds", seconds)
    return type_coerce(func.strftime("%Y-%m-%d %H:%M:%f000", clocks.c.due_at, spelt), UtcTime)


LEAVING: Final = Source(
    kind=ExceptionKind.LEAVING,
    name="clock",
    select=select_leaving,
    repeats=2,
    first=clocks.c.due_at,
)
