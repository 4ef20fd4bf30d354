"""What nobody can take is told to supervisors, once, and so is what more people may take by now.

It is noted in batches, each a transaction of its own, so that nobody waits for it however much
waits; of what is as it was at the last look, one statement finds that there is nothing to do.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.assigning.lease import Lease
from bot.assigning.ring_unserved import Bell, ring
from bot.assigning.what_to_note import Note, Served, Unserved, Widening, decide_notes
from bot.do_regularly import do_regularly
from bot.tools import Tools
from crm_store.agent_states import ROUTING_TOPIC
from crm_store.routings import record_routings
from crm_store.transaction import Transaction
from crm_store.waiting_notes import (
    NotedRow,
    clear_unserved,
    list_noted_groups,
    lock_marked,
    lock_to_widen,
    lock_unmarked,
    mark_unserved,
    note_widened,
)
from domain.routings import Routing, RoutingKind
from routing.assignment.telling import tell_customer

_EVERY_SECONDS: Final = 5.0
_NAME: Final = "unserved"
_AT_ONCE: Final = 500


@dataclass
class _Batch:
    """What one transaction noted.

    Attributes:
        place: in the notes, from which the next one goes on.
        taken: how many conversations it looked at.
        lines: of the log.
        bells: to be rung for it.
    """

    place: int = 0
    taken: int = 0
    lines: list[Routing] = field(default_factory=list)
    bells: list[Bell] = field(default_factory=list)


async def keep_noting(tools: Tools) -> None:
    """Note who can be served by nobody or by more people, for ever, as long as no other does."""
    lease = Lease(tools, _NAME, tools.ids.new())

    async def note() -> None:
        if await lease.hold():
            await note_all(tools, go_on=lease.hold)

    await do_regularly(note, every_seconds=_EVERY_SECONDS, failure="noting_unserved_failed")


async def note_all(tools: Tools, *, go_on: Callable[[], Awaitable[bool]] | None = None) -> int:
    """Note all that is to be noted by now; tell how many lines of the log that made.

    Args:
        go_on: asked before each further batch; with False the rest is left to somebody else.
    """
    now = tools.clock.now()
    notes = await tools.store.read(_decide, tools, now)
    batch, logged = _Batch(), 0
    while batch.place < len(notes):
        if batch.taken and go_on is not None and not await go_on():
            break
        batch = await tools.store.run(_record_batch, tools, notes, batch.place, now=now)
        # A bell has a transaction of its own, so that nobody waits for rows meanwhile.
        await ring(tools, batch.bells, now=now)
        logged += len(batch.lines)
    return logged


def _decide(tx: Transaction, tools: Tools, now: datetime) -> tuple[Note, ...]:
    view = tools.floor.look(tx, now=now, time_zone=tools.settings.time_zone)
    return decide_notes(view, list_noted_groups(tx), now)


def _record_batch(
    tx: Transaction, tools: Tools, notes: Sequence[Note], place: int, *, now: datetime
) -> _Batch:
    """Note what the notes say, from one of them on, of so many as a transaction should."""
    batch = _Batch(place=place)
    while batch.place < len(notes) and batch.taken < _AT_ONCE:
        limit = _AT_ONCE - batch.taken
        taken = _record(tx, tools, batch, notes[batch.place], limit, now)
        batch.taken += taken
        # What is left of a line is for the next batch.
        batch.place += taken < limit
    record_routings(tx, batch.lines)
    if any(line.kind is RoutingKind.WIDENED for line in batch.lines):
        tx.wake(ROUTING_TOPIC)
    return batch


def _record(  # noqa: PLR0917 - a note, where what it leads to is kept, and the time
    tx: Transaction, tools: Tools, batch: _Batch, note: Note, limit: int, now: datetime
) -> int:
    match note:
        case Widening():
            rows = lock_to_widen(tx, note.line_id, since=note.since, steps=note.steps, limit=limit)
            note_widened(tx, _list_ids(rows), steps=note.steps)
            batch.lines += [_make_line(tools, note, each, now) for each in rows]
        case Unserved():
            rows = lock_unmarked(
                tx,
                note.line_id,
                why=note.why,
                due_before=note.due_before,
                since=note.since,
                limit=limit,
            )
            mark_unserved(tx, _list_ids(rows), why=note.why, now=now)
            # Whose log says so already waits on; that somebody came and went is no news.
            news = [each for each in rows if each.unserved_why != note.why]
            batch.lines += [_make_line(tools, note, each, now) for each in news]
            if news:
                batch.bells.append(Bell(first=news[0].conversation_id, note=note))
        case Served():
            rows = lock_marked(tx, note.line_id, limit=limit)
            clear_unserved(tx, _list_ids(rows))
    return len(rows)


def _list_ids(rows: Sequence[NotedRow]) -> list[str]:
    return [row.conversation_id for row in rows]


def _make_line(tools: Tools, note: Widening | Unserved, row: NotedRow, now: datetime) -> Routing:
    """Make the line of the log."""
    kind, via = RoutingKind.UNSERVED, None
    if isinstance(note, Widening):
        kind, via = RoutingKind.WIDENED, note.via
    routing = Routing(
        position=0,
        id=tools.ids.new(),
        conversation_id=row.conversation_id,
        kind=kind,
        agent=None,
        before=None,
        by=None,
        queue=note.queue,
        via=via,
        at=now,
        waited=now - row.waiting_since,
        known=False,
        reason=f"{note.reason[:1].upper()}{note.reason[1:]}.",
        told="",
        explanation=None,
    )
    return replace(routing, told=tell_customer(routing, row.language))
