"""How long customers of a queue waited for a person's first word at this time of day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, select

from crm_store.schema import clocks
from crm_store.transaction import Transaction
from domain.service_levels import ClockKind

_TIME = clocks.c.started_at.type
# A busy queue is known well enough from so many; the index on `queue` finds them.
MOST_READ = 200
_WAITS = (
    select(clocks.c.started_at, clocks.c.met_at)
    .where(
        clocks.c.queue == bindparam("queue"),
        clocks.c.kind == ClockKind.FIRST_RESPONSE,
        clocks.c.started_at > bindparam("long_ago", type_=_TIME),
        clocks.c.started_at < bindparam("now", type_=_TIME),
        or_(
            clocks.c.started_at > bindparam("lately", type_=_TIME),
            clocks.c.started_at.between(
                bindparam("yesterday_from", type_=_TIME), bindparam("yesterday_to", type_=_TIME)
            ),
        ),
    )
    .order_by(clocks.c.started_at.desc())
    .limit(MOST_READ)
)


def list_waits(
    tx: Transaction, queue: str, *, around: timedelta, now: datetime
) -> Sequence[tuple[timedelta, bool]]:
    """List how long each waited who came lately, not just now, or about this time a day ago.

    Args:
        around: how near to now, or to a day ago.

    Returns:
        The wait, so far for who still waits, and whether it is over.
    """
    day_ago = now - timedelta(days=1)
    values = {
        "queue": queue,
        "long_ago": day_ago - around,
        "now": now,
        "lately": now - around,
        "yesterday_from": day_ago - around,
        "yesterday_to": day_ago + around,
    }
    rows = tx.execute(_WAITS, values)
    return [((row.met_at or now) - row.started_at, row.met_at is not None) for row in rows]
