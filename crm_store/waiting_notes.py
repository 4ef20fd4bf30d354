"""What is noted of those who wait: that more people may take them by now, or that nobody can."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, update

from crm_store.schema import conversations, waiting, waiting_lines
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow, read_waiting, select_waiting

_MARKED = waiting.c.unserved_since.is_not(None)
_UNPROMISED_SINCE = case((waiting.c.due_at.is_(None), waiting.c.waiting_since))
_GROUPS = select(
    waiting.c.line_id,
    waiting.c.widened,
    _MARKED.label("marked"),
    waiting.c.unserved_why,
    func.count().label("number"),
    func.min(waiting.c.waiting_since).label("first_since"),
    func.min(waiting.c.due_at).label("first_due"),
    func.min(_UNPROMISED_SINCE).label("first_unpromised"),
).group_by(waiting.c.line_id, waiting.c.widened, _MARKED, waiting.c.unserved_why)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedGroup:
    """Those of a line of whom the same is noted.

    Attributes:
        widened: how many overflow steps are noted.
        marked: whether nobody can take them, as far as is noted.
        unserved_why: why nobody could, as the log of each has it last; None where it never did.
        first_since: when the first of them began to wait.
        first_due: when the first of them falls due; None where none does.
        first_unpromised: when the first of those who are promised nothing began to wait, or None.
    """

    line_id: int
    widened: int
    marked: bool
    unserved_why: str | None
    number: int
    first_since: datetime
    first_due: datetime | None
    first_unpromised: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedRow:
    """A conversation of which something is to be noted, locked, with what its log asks for.

    Attributes:
        language: last spoken in it, or None.
        unserved_why: as in `NotedGroup`.
    """

    conversation_id: str
    waiting_since: datetime
    language: str | None
    unserved_why: str | None


def list_noted_groups(tx: Transaction) -> tuple[NotedGroup, ...]:
    """Group all who wait by their line and by what is noted of them."""
    return tuple(
        NotedGroup(
            line_id=row.line_id,
            widened=row.widened,
            marked=bool(row.marked),
            unserved_why=row.unserved_why,
            number=row.number,
            first_since=row.first_since,
            first_due=row.first_due,
            first_unpromised=row.first_unpromised,
        )
        for row in tx.execute(_GROUPS)
    )


def lock_to_widen(
    tx: Transaction, line_id: int, *, since: datetime, steps: int, limit: int
) -> tuple[NotedRow, ...]:
    """Lock those of a line who have waited since an instant and of whom fewer steps are noted.

    As with all that is locked here, what somebody else has locked is passed over.
    """
    due = and_(waiting.c.waiting_since <= since, waiting.c.widened < steps)
    return _lock(tx, line_id, due, limit)


def lock_unmarked(
    tx: Transaction,
    line_id: int,
    *,
    why: str,
    due_before: datetime | None = None,
    since: datetime | None = None,
    limit: int,
) -> tuple[NotedRow, ...]:
    """Lock those of a line who are not marked as served by nobody, or for another reason.

    Args:
        due_before: only those who fall due before it, or are promised nothing and have waited since
            `since`; None for all.
    """
    unlike = or_(~_MARKED, waiting.c.unserved_why.is_(None), waiting.c.unserved_why != why)
    if due_before is None:
        return _lock(tx, line_id, unlike, limit)
    undue = and_(waiting.c.due_at.is_(None), waiting.c.waiting_since <= since)
    return _lock(tx, line_id, and_(unlike, or_(waiting.c.due_at <= due_before, undue)), limit)


def lock_marked(tx: Transaction, line_id: int, *, limit: int) -> tuple[NotedRow, ...]:
    """Lock those of a line who are marked as served by nobody."""
    return _lock(tx, line_id, _MARKED, limit)


def note_widened(tx: Transaction, conversation_ids: Collection[str], *, steps: int) -> None:
    """Note of some, which are locked, how many overflow steps have come."""
    _change(tx, conversation_ids, widened=steps)


def mark_unserved(
    tx: Transaction, conversation_ids: Collection[str], *, why: str, now: datetime
) -> None:
    """Mark that nobody can take some, which are locked, and why; who is marked stays so."""
    marked_at = literal(now, waiting.c.unserved_since.type)
    since = func.coalesce(waiting.c.unserved_since, marked_at)
    _change(tx, conversation_ids, unserved_since=since, unserved_why=why)


def clear_unserved(tx: Transaction, conversation_ids: Collection[str]) -> None:
    """Have some, which are locked, be served again; why they were not is kept."""
    _change(tx, conversation_ids, unserved_since=None)


def forget_noted(tx: Transaction, conversation_id: str, names: Sequence[str]) -> None:
    """Forget some of what is noted of a conversation, which is locked.

    Args:
        names: the columns of it: `turn_at`, `widened`, `unserved_since`, `unserved_why`.
    """
    blank = {name: 0 if name == "widened" else None for name in names}
    _change(tx, [conversation_id], **blank)


def _lock(
    tx: Transaction, line_id: int, wanted: ColumnElement[bool], limit: int
) -> tuple[NotedRow, ...]:
    found: Select[Any] = (
        select(
            waiting.c.conversation_id,
            waiting.c.waiting_since,
            conversations.c.language,
            waiting.c.unserved_why,
        )
        .join(conversations, conversations.c.id == waiting.c.conversation_id)
        .where(waiting.c.line_id == line_id, wanted)
        .order_by(waiting.c.waiting_since)
        .limit(limit)
        # The conversation as well, since its log refers to it: who has it may want the row.
        .with_for_update(skip_locked=True, key_share=True, of=[waiting, conversations])
    )
    return tuple(
        NotedRow(
            conversation_id=row.conversation_id,
            waiting_since=row.waiting_since,
            language=row.language,
            unserved_why=row.unserved_why,
        )
        for row in tx.execute(found)
    )


def _change(tx: Transaction, conversation_ids: Collection[str], **values: Any) -> None:
    wanted = waiting.c.conversation_id.in_(list(conversation_ids))
    tx.execute(update(waiting).where(wanted).values(**values))


def list_unserved(tx: Transaction, *, limit: int = 100) -> tuple[WaitingRow, ...]:
    """List those whom nobody can take, for the longest time first."""
    found = (
        select_waiting()
        .where(waiting.c.unserved_since.is_not(None))
        .order_by(waiting.c.unserved_since, waiting.c.conversation_id)
        .limit(limit)
    )
    return tuple(read_waiting(row) for row in tx.execute(found))


def count_unserved(tx: Transaction) -> dict[str, int]:
    """Count by queue those whom nobody can take."""
    counted = (
        select(waiting_lines.c.queue, func.count().label("number"))
        .join(waiting, waiting.c.line_id == waiting_lines.c.id)
        .where(waiting.c.unserved_since.is_not(None))
        .group_by(waiting_lines.c.queue)
    )
    return {row.queue: row.number for row in tx.execute(counted)}
