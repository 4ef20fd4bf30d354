"""One place where exceptions are found, and the few statements that all such places share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Subquery, and_, or_, select

from crm_store.exceptional.look import Look
from crm_store.schema import conversations
from crm_store.transaction import Transaction
from domain.exceptions import ExceptionKind

# Where more than so many are about to go wrong, nobody asks which of them came to be so first.
_MOST_ORDERED: Final = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where exceptions of a kind are found.

    Attributes:
        name: tells what facts there are; a kind may be found in several places.
        select: makes a statement with the columns `key`, `conversation_id`, `since` and `subject`
            before its own. `key` is the id of the conversation, or something else that is unique
            where it is about none. It must be such that rows in the order of `since`, and those of
            some keys, are found by an index.
        first: by what those are chosen that are put in order at all, where no index has them in
            the order of `since`; None where one has.
        repeats: how often one conversation may be found, as it has several promises at once.
    """

    kind: ExceptionKind
    name: str
    select: Callable[[Transaction, Look], Select[Any]]
    first: ColumnElement[Any] | None = None
    repeats: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something that is an exception by one source at least."""

    key: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An exception of one kind with all that a source knows of it.

    Attributes:
        facts: the row; what is in it depends on the source.
    """

    kind: ExceptionKind
    source: str
    key: str
    conversation_id: str | None
    since: datetime
    subject: str
    facts: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Oldest:
    """What began first by one source.

    Attributes:
        candidates: something may stand there several times.
        more: whether there may be others that began later.
    """

    candidates: tuple[Candidate, ...]
    more: bool


def list_oldest(tx: Transaction, source: Source, look: Look, *, limit: int) -> Oldest:
    """List what began first, up to so many conversations at least where there are so many."""
    wanted = source.select(tx, look)
    if source.first is not None:
        wanted = wanted.order_by(source.first).limit(_MOST_ORDERED)
    rows = wanted.subquery()
    found = _narrow(select(rows.c.key, rows.c.since), rows, look)
    if look.after is not None:
        since, key = look.after
        found = found.where(
            or_(rows.c.since > since, and_(rows.c.since == since, rows.c.key > key))
        )
    most = limit * source.repeats
    ordered = found.order_by(rows.c.since, rows.c.key).limit(most)
    candidates = tuple(Candidate(key=row.key, since=row.since) for row in tx.execute(ordered))
    return Oldest(candidates=candidates, more=len(candidates) == most)


def list_found(
    tx: Transaction, source: Source, look: Look, keys: Sequence[str]
) -> tuple[Found, ...]:
    """List what a source knows of some keys."""
    rows = source.select(tx, look).subquery()
    found = _narrow(select(rows).where(rows.c.key.in_(list(keys))), rows, look)
    return tuple(
        Found(
            kind=source.kind,
            source=source.name,
            key=row.key,
            conversation_id=row.conversation_id,
            since=row.since,
            subject=row.subject,
            facts=row,
        )
        for row in tx.execute(found)
    )


def _narrow(found: Select[Any], rows: Subquery, look: Look) -> Select[Any]:
    if look.queue is not None or look.channel is not None:
        found = found.join(conversations, conversations.c.id == rows.c.conversation_id)
    conditions: list[ColumnElement[bool]] = []
    if look.queue is not None:
        conditions.append(conversations.c.queue == look.queue)
    if look.channel is not None:
        conditions.append(conversations.c.channel == look.channel)
    if look.since is not None:
        conditions.append(rows.c.since >= look.since)
    if look.until is not None:
        conditions.append(rows.c.since < look.until)
    return found.where(*conditions)
