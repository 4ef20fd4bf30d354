"""What nobody can take is told to supervisors, once, and so is what more people may take by now."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.assigning.floor import FloorView
from bot.assigning.lease import Lease
from bot.assigning.why_unserved import explain_absent, explain_untrained
from bot.tools import Tools
from crm_store.agent_states import ROUTING_TOPIC
from crm_store.alerts import record_alert
from crm_store.conversations import find_conversation_language
from crm_store.routings import record_routing
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow
from crm_store.waiting_notes import (
    clear_unserved,
    list_occupied_lines,
    list_to_widen,
    list_unmarked,
    mark_unserved,
    note_widened,
)
from domain.alerts import SUPERVISORS
from domain.routings import Routing, RoutingKind
from routing.assignment.eligibility import order_steps
from routing.assignment.telling import tell_customer

_EVERY_SECONDS: Final = 5.0
_NAME: Final = "unserved"
_AT_ONCE: Final = 200
# Where nobody is there it is told once half of the time that was promised is gone.
_PATIENCE: Final = 0.5
# The same of what is promised nothing.
_UNPROMISED: Final = timedelta(hours=1)
log = structlog.get_logger()


async def keep_noting(tools: Tools) -> None:
    """Note who can be served by nobody or by more people, for ever, as long as no other does."""
    lease = Lease(tools, _NAME, tools.ids.new())
    while True:
        try:
            if await lease.hold():
                await note_all(tools)
        except Exception as error:  # noqa: BLE001 - the store may be away for a while
            log.error("noting_unserved_failed", error=type(error).__name__)
        await asyncio.sleep(_EVERY_SECONDS)


async def note_all(tools: Tools) -> int:
    """Note all that is to be noted by now; tell of how many conversations."""
    now, store = tools.clock.now(), tools.store
    time_zone = tools.settings.time_zone
    view = await store.read(tools.floor.look, now=now, time_zone=time_zone)
    occupied = await store.read(list_occupied_lines)
    noted = 0
    for line_id, (number, marked) in occupied.items():
        if line_id not in view.lines:
            continue
        noted += await _widen(tools, view, line_id, now)
        noted += await _note_unserved(tools, view, line_id, number, marked=marked, now=now)
    return noted


async def _widen(tools: Tools, view: FloorView, line_id: int, now: datetime) -> int:
    """Note the overflow steps whose time has come since the last look."""
    line = view.lines[line_id]
    queue = view.crew.queues.get(line.queue)
    if queue is None or line.target is None:
        return 0
    noted = 0
    for place, step in enumerate(order_steps(queue), start=1):
        since = now - line.target * step.after
        gone = f"{step.after:.0%} of the time for a response is gone"
        others = view.names.name_queue(step.to)
        noted += await tools.store.run(
            _record_widening,
            tools,
            line_id,
            since=since,
            steps=place,
            via=step.to,
            reason=f"{gone}: the people of {others} may take it as well",
            now=now,
        )
    return noted


def _record_widening(
    tx: Transaction,
    tools: Tools,
    line_id: int,
    *,
    since: datetime,
    steps: int,
    via: str,
    reason: str,
    now: datetime,
) -> int:
    rows = list_to_widen(tx, line_id, since=since, steps=steps, limit=_AT_ONCE)
    noted = [row for row in rows if note_widened(tx, row.conversation_id, steps=steps)]
    for row in noted:
        _log(tx, tools, row, kind=RoutingKind.WIDENED, via=via, reason=reason, now=now)
    if noted:
        tx.wake(ROUTING_TOPIC)
    return len(noted)


async def _note_unserved(
    tools: Tools, view: FloorView, line_id: int, number: int, *, marked: bool, now: datetime
) -> int:
    never, absent = explain_untrained(view, line_id), explain_absent(view, line_id)
    reason = never or absent
    if reason is None:
        return await tools.store.run(clear_unserved, line_id) if marked else 0
    target = view.lines[line_id].target
    due_before = None if never else now + (target or timedelta()) * _PATIENCE
    rows = await tools.store.run(
        _record_unserved, tools, line_id, due_before=due_before, reason=reason, now=now
    )
    if rows:
        first = rows[0].conversation_id
        others = {1: "", 2: " The same holds of one other."}.get(
            number, f" The same holds of {number - 1} others."
        )
        text = f"Nobody can take this: {reason}.{others}"
        await tools.store.run(_tell, tools, first, text=text, now=now)
        log.warning("unserved", queue=view.lines[line_id].queue, number=len(rows), reason=reason)
    return len(rows)


def _record_unserved(
    tx: Transaction,
    tools: Tools,
    line_id: int,
    *,
    due_before: datetime | None,
    reason: str,
    now: datetime,
) -> tuple[WaitingRow, ...]:
    rows = list_unmarked(
        tx, line_id, due_before=due_before, since=now - _UNPROMISED, limit=_AT_ONCE
    )
    marked = tuple(row for row in rows if mark_unserved(tx, row.conversation_id, now=now))
    for row in marked:
        _log(tx, tools, row, kind=RoutingKind.UNSERVED, reason=reason, now=now)
    return marked


def _log(
    tx: Transaction,
    tools: Tools,
    row: WaitingRow,
    *,
    kind: RoutingKind,
    reason: str,
    now: datetime,
    via: str | None = None,
) -> None:
    routing = Routing(
        position=0,
        id=tools.ids.new(),
        conversation_id=row.conversation_id,
        kind=kind,
        agent=None,
        before=None,
        by=None,
        queue=row.line.queue,
        via=via,
        at=now,
        waited=now - row.waiting_since,
        known=False,
        reason=f"{reason[:1].upper()}{reason[1:]}.",
        told="",
        explanation=None,
    )
    told = tell_customer(routing, find_conversation_language(tx, row.conversation_id))
    record_routing(tx, replace(routing, told=told))


def _tell(tx: Transaction, tools: Tools, conversation_id: str, *, text: str, now: datetime) -> None:
    """Tell supervisors; in a transaction of its own, so that nobody waits for rows meanwhile."""
    record_alert(
        tx,
        alert_id=tools.ids.new(),
        audience=SUPERVISORS,
        conversation_id=conversation_id,
        text=text,
        now=now,
    )
