"""The lines in which conversations wait: those of one line are alike in all but their age."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from crm_store.schema import waiting_lines
from crm_store.transaction import Transaction

_MICROSECOND = timedelta(microseconds=1)
_NO_TARGET = -1
_ALL = select(waiting_lines).order_by(waiting_lines.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineKey:
    """What the conversations of a line have in common.

    Attributes:
        language: that an agent has to speak; empty where any will do.
        target: within which the response is promised that they wait for, or None.
        widened_to: a second queue whose people may take them as well; empty for none.
    """

    queue: str
    channel: str
    language: str
    tier: str
    priority: str
    target: timedelta | None
    widened_to: str = ""

    def name_asked(self) -> tuple[object, ...]:
        """Name what the line asks of agents, which many lines have in common."""
        return (self.queue, self.widened_to, self.channel, self.language, self.target is None)


def list_lines(tx: Transaction) -> dict[int, LineKey]:
    """List all lines there ever were, by their ids; a few hundred at the most."""
    return {row.id: read_line(row) for row in tx.execute(_ALL)}


def record_line(tx: Transaction, line: LineKey) -> None:
    """Put a line on record, unless it is there."""
    tx.insert_once(waiting_lines, name_line(line))


def name_line(line: LineKey) -> dict[str, Any]:
    """Give a line as the columns of its table."""
    return {
        "queue": line.queue,
        "channel": line.channel,
        "language": line.language,
        "tier": line.tier,
        "priority": line.priority,
        "target_us": _NO_TARGET if line.target is None else line.target // _MICROSECOND,
        "widened_to": line.widened_to,
    }


def read_line(row: Any) -> LineKey:
    """Read a line from a row with the columns of its table."""
    return LineKey(
        queue=row.queue,
        channel=row.channel,
        language=row.language,
        tier=row.tier,
        priority=row.priority,
        target=None if row.target_us == _NO_TARGET else row.target_us * _MICROSECOND,
        widened_to=row.widened_to,
    )
