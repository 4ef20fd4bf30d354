"""The clocks that keep count of what customers were promised, each with its events."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, bindparam, func, select, update

from crm_store.codecs import from_json, to_json
from crm_store.figure_changes import note_figures
from crm_store.schema import clock_events, clocks, conversations
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.service_levels import ClockKind, PauseReason
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockState, ClockTerms, SlaClock

# Why a clock was cancelled for which another one counts now.
SET_ASIDE = frozenset({"merged", "split", "unsplit", "unmerged"})
_MICROSECOND = timedelta(microseconds=1)
_INSERT = clocks.insert()
_OF_ITS_BIRTH = frozenset({"id", "conversation_id", "kind", "started_at"})
# What another version of its calendar changes of a running clock.
_COUNTS = (
    "calendar_version",
    "as_of",
    "counted_us",
    "paused",
    "paused_at",
    "paused_until",
    "due_at",
    "breached_at",
    "next_at",
)


def _make_save(names: Iterable[str]) -> Update:
    bound = {name: bindparam(name, type_=clocks.c[name].type) for name in names}
    return update(clocks).where(clocks.c.id == bindparam("clock_id")).values(bound)


_SAVE = _make_save(column.name for column in clocks.c if column.name not in _OF_ITS_BIRTH)
_SAVE_COUNTS = _make_save(_COUNTS)
_INSERT_EVENT = clock_events.insert()
_OF_CONVERSATION = (
    select(clocks)
    .where(clocks.c.conversation_id == bindparam("conversation_id"))
    .order_by(clocks.c.started_at, clocks.c.id)
)
_NOT_STOPPED = (clocks.c.met_at.is_(None), clocks.c.cancelled_at.is_(None))
_RUNNING = _OF_CONVERSATION.where(*_NOT_STOPPED)
_BY_ID = select(clocks).where(clocks.c.id == bindparam("id"))
_EVENTS_OF_CONVERSATION = (
    select(clock_events)
    .join(clocks, clocks.c.id == clock_events.c.clock_id)
    .where(clocks.c.conversation_id == bindparam("conversation_id"))
    .order_by(clock_events.c.position)
)
_BY_IDS = select(clocks).where(clocks.c.id.in_(bindparam("ids", expanding=True)))
_EVENTS_BY_IDS = (
    select(clock_events)
    .where(clock_events.c.clock_id.in_(bindparam("ids", expanding=True)))
    .order_by(clock_events.c.position)
)
_DUE = (
    select(clocks.c.id, clocks.c.conversation_id)
    .where(clocks.c.next_at <= bindparam("now", type_=clocks.c.next_at.type))
    .order_by(clocks.c.next_at)
    .limit(bindparam("room"))
)
_DUE_IN = (
    select(clocks.c.id)
    .where(
        clocks.c.conversation_id == bindparam("conversation_id"),
        clocks.c.next_at <= bindparam("now", type_=clocks.c.next_at.type),
    )
    .order_by(clocks.c.next_at)
    .limit(1)
)
_NEXT = select(func.min(clocks.c.next_at))


def insert_clock(tx: Transaction, clock: SlaClock, events: Sequence[ClockEvent]) -> None:
    """Put a new clock on record with what has happened to it so far."""
    tx.execute(_INSERT, _to_row(clock))
    record_clock_events(tx, clock.id, events)
    _note(tx, clock, events)


def save_clock(tx: Transaction, clock: SlaClock, events: Sequence[ClockEvent] = ()) -> None:
    """Write what has become of a clock, and the events that led to it."""
    row = _to_row(clock)
    tx.execute(_SAVE, {**row, "clock_id": row.pop("id")})
    record_clock_events(tx, clock.id, events)
    _note(tx, clock, events)


def save_counts(tx: Transaction, changed: Sequence[tuple[SlaClock, Sequence[ClockEvent]]]) -> None:
    """Write by which version of their calendar many clocks count, how far they are, and why.

    Nothing else of them is written; see `save_clock`.
    """
    if not changed:
        return
    rows = [_to_row(clock) for clock, _ in changed]
    tx.execute_for(
        _SAVE_COUNTS,
        [{"clock_id": row["id"], **{name: row[name] for name in _COUNTS}} for row in rows],
    )
    events = [_to_event_row(clock.id, event) for clock, happened in changed for event in happened]
    tx.execute_for(_INSERT_EVENT, events)
    for clock, happened in changed:
        _note(tx, clock, happened)


def record_promise(
    tx: Transaction,
    clock_id: str,
    *,
    promised_at: datetime | None,
    corrections: int,
    now: datetime,
) -> None:
    """Write by when the customer is told to expect it, and how often that was corrected."""
    changed = update(clocks).where(clocks.c.id == clock_id)
    values = {"promised_at": promised_at, "told_at": now, "corrections": corrections}
    tx.execute(changed.values(values))


def _note(tx: Transaction, clock: SlaClock, events: Sequence[ClockEvent]) -> None:
    """Leave word of what figures count: promises kept or broken, and those taken up again.

    One that only runs counts nowhere yet, which is most of what happens to clocks.
    """
    counts = clock.state.breached_at is not None or not clock.running
    if counts or any(event.kind is ClockEventKind.REOPENED for event in events):
        note_figures(tx, clock.conversation_id)


def record_clock_events(tx: Transaction, clock_id: str, events: Sequence[ClockEvent]) -> None:
    """Write what happened to a clock, in its order."""
    if events:
        tx.execute_for(_INSERT_EVENT, [_to_event_row(clock_id, event) for event in events])


def list_clocks(tx: Transaction, conversation_id: str) -> tuple[SlaClock, ...]:
    """List the clocks of a conversation, oldest first."""
    found = tx.execute(_OF_CONVERSATION, {"conversation_id": conversation_id})
    return tuple(_to_clock(row) for row in found)


def list_standing_clocks(tx: Transaction, conversation_id: str) -> tuple[SlaClock, ...]:
    """List the clocks of a conversation that still say what its customer was promised.

    Those that gave way when conversations were merged or split are left out. Oldest first, and
    after them those that have not stopped.
    """
    standing = (
        clock
        for clock in list_clocks(tx, conversation_id)
        if clock.running or clock.stopped_by not in SET_ASIDE
    )
    return tuple(sorted(standing, key=lambda clock: clock.running))


def move_clock(tx: Transaction, clock: SlaClock, conversation_id: str) -> SlaClock:
    """Have a clock be another conversation's from now on."""
    changed = update(clocks).where(clocks.c.id == clock.id)
    tx.execute(changed.values(conversation_id=conversation_id))
    note_figures(tx, clock.conversation_id)
    note_figures(tx, conversation_id)
    return replace(clock, conversation_id=conversation_id)


def list_running_clocks(tx: Transaction, conversation_id: str) -> tuple[SlaClock, ...]:
    """List the clocks of a conversation that have not stopped, held or not, oldest first."""
    found = tx.execute(_RUNNING, {"conversation_id": conversation_id})
    return tuple(_to_clock(row) for row in found)


def get_clock(tx: Transaction, clock_id: str) -> SlaClock:
    """Read a clock.

    Raises:
        NotFoundError: there is none.
    """
    row = tx.find_row(_BY_ID, {"id": clock_id})
    if row is None:
        raise NotFoundError(f"there is no clock {clock_id!r}")
    return _to_clock(row)


def list_events_of_clocks(
    tx: Transaction, conversation_id: str
) -> dict[str, tuple[ClockEvent, ...]]:
    """List what happened to each clock of a conversation, by its id, in the order recorded."""
    happened: dict[str, list[ClockEvent]] = {}
    for row in tx.execute(_EVENTS_OF_CONVERSATION, {"conversation_id": conversation_id}):
        happened.setdefault(row.clock_id, []).append(_to_event(row))
    return {clock_id: tuple(events) for clock_id, events in happened.items()}


def map_clocks_with_events(
    tx: Transaction, clock_ids: Sequence[str]
) -> dict[str, tuple[SlaClock, tuple[ClockEvent, ...]]]:
    """Map the ids of clocks to them and what happened to them, in the order recorded.

    Two statements, however many they are.
    """
    happened: dict[str, list[ClockEvent]] = {}
    for row in tx.execute(_EVENTS_BY_IDS, {"ids": list(clock_ids)}):
        happened.setdefault(row.clock_id, []).append(_to_event(row))
    return {
        row.id: (_to_clock(row), tuple(happened[row.id]))
        for row in tx.execute(_BY_IDS, {"ids": list(clock_ids)})
        if row.id in happened
    }


def list_due_clocks(tx: Transaction, *, now: datetime, limit: int) -> tuple[tuple[str, str], ...]:
    """List the clocks whose next milestone is reached, as pairs of their and the conversation's id.

    What has waited longest comes first.
    """
    found = tx.execute(_DUE, {"now": now, "room": limit})
    return tuple((row.id, row.conversation_id) for row in found)


def find_due_clock(tx: Transaction, conversation_id: str, *, now: datetime) -> str | None:
    """Find the clock of a conversation whose milestone was reached first, by its id."""
    found = tx.find_row(_DUE_IN, {"conversation_id": conversation_id, "now": now})
    return None if found is None else str(found.id)


def find_next_milestone_at(tx: Transaction) -> datetime | None:
    """Find the instant at which the next milestone of any clock is reached, past ones included."""
    found: datetime | None = tx.execute(_NEXT).scalar_one()
    return found


def find_failures(tx: Transaction, clock_id: str) -> int:
    """Find how often in a row a clock could not be seen to, whatever else can be read of it."""
    found = tx.execute(select(clocks.c.failures).where(clocks.c.id == clock_id))
    return int(found.scalar_one_or_none() or 0)


def postpone_milestone(tx: Transaction, clock_id: str, *, until: datetime) -> None:
    """Put off what could not be seen to, which is one failure more in a row."""
    changed = update(clocks).where(clocks.c.id == clock_id)
    tx.execute(changed.values(next_at=until, failures=clocks.c.failures + 1))


def list_running_of_calendar(
    tx: Transaction, calendar: str, *, other_than: str, after: str, limit: int
) -> tuple[tuple[str, SlaClock | None], ...]:
    """List and lock clocks that have not stopped and count by another version of a calendar, by id.

    Each is locked with its conversation; what somebody else has locked is left out, and not waited
    for.

    Args:
        other_than: id of the version that those left out count by.
        after: id of the last one already seen; empty for the first.

    Returns:
        Pairs of an id and the clock; None for one that cannot be read.
    """
    found = (
        select(clocks)
        .join(conversations, conversations.c.id == clocks.c.conversation_id)
        .where(
            clocks.c.calendar == calendar,
            *_NOT_STOPPED,
            clocks.c.calendar_version != other_than,
            clocks.c.id > after,
        )
        .order_by(clocks.c.id)
        .limit(limit)
        .with_for_update(of=[conversations, clocks], skip_locked=True, key_share=True)
    )
    return tuple((row.id, _find_readable(row)) for row in tx.execute(found))


def count_running_of_calendar(tx: Transaction, calendar: str) -> int:
    """Count the clocks that have not stopped and run by a calendar, held ones included."""
    found = select(func.count()).select_from(clocks)
    return int(tx.execute(found.where(clocks.c.calendar == calendar, *_NOT_STOPPED)).scalar_one())


def find_other_version(
    tx: Transaction, calendar: str, version: str, *, except_for: Collection[str] = ()
) -> str | None:
    """Find a clock that has not stopped and counts by another version of a calendar; its id.

    Args:
        except_for: ids of those that are overlooked.
    """
    found = select(clocks.c.id).where(
        clocks.c.calendar == calendar,
        *_NOT_STOPPED,
        clocks.c.calendar_version != version,
        clocks.c.id.not_in(except_for),
    )
    clock_id: str | None = tx.execute(found.limit(1)).scalar_one_or_none()
    return clock_id


def _to_row(clock: SlaClock) -> dict[str, Any]:
    state = clock.state
    terms = state.terms
    return {
        "id": clock.id,
        "conversation_id": clock.conversation_id,
        "kind": clock.kind,
        "policy": terms.policy,
        "policy_version": terms.policy_version,
        "calendar": terms.calendar,
        "calendar_version": terms.calendar_version,
        "target_us": terms.target // _MICROSECOND,
        "priority": terms.priority,
        "queue": terms.queue,
        "started_at": state.started_at,
        "as_of": state.as_of,
        "counted_us": state.counted // _MICROSECOND,
        "paused": state.paused,
        "paused_at": state.paused_at,
        "paused_until": state.paused_until,
        "due_at": state.due_at,
        "breached_at": state.breached_at,
        "met_at": state.met_at,
        "cancelled_at": state.cancelled_at,
        "stopped_by": clock.stopped_by,
        "seen": list(clock.seen),
        "next_at": clock.next_at,
        "promised_at": clock.promised_at,
        "told_at": clock.told_at,
        "corrections": clock.corrections,
        "failures": clock.failures,
    }


def _to_clock(row: Any) -> SlaClock:
    terms = ClockTerms(
        policy=row.policy,
        policy_version=row.policy_version,
        calendar=row.calendar,
        calendar_version=row.calendar_version,
        target=row.target_us * _MICROSECOND,
        priority=row.priority,
        queue=row.queue,
    )
    state = ClockState(
        terms=terms,
        started_at=row.started_at,
        as_of=row.as_of,
        counted=row.counted_us * _MICROSECOND,
        paused=None if row.paused is None else PauseReason(row.paused),
        paused_at=row.paused_at,
        paused_until=row.paused_until,
        due_at=row.due_at,
        breached_at=row.breached_at,
        met_at=row.met_at,
        cancelled_at=row.cancelled_at,
    )
    return SlaClock(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=ClockKind(row.kind),
        state=state,
        seen=tuple(row.seen),
        next_at=row.next_at,
        promised_at=row.promised_at,
        told_at=row.told_at,
        corrections=row.corrections,
        failures=row.failures,
        stopped_by=row.stopped_by,
    )


def _find_readable(row: Any) -> SlaClock | None:
    try:
        return _to_clock(row)
    except (ValueError, TypeError, OverflowError):
        return None


def _to_event_row(clock_id: str, event: ClockEvent) -> dict[str, Any]:
    return {
        "clock_id": clock_id,
        "kind": event.kind,
        "at": event.at,
        "reason": event.reason,
        "until": event.until,
        "terms": None if event.terms is None else to_json(event.terms),
    }


def _to_event(row: Any) -> ClockEvent:
    return ClockEvent(
        kind=ClockEventKind(row.kind),
        at=row.at,
        reason=row.reason,
        until=row.until,
        terms=None if row.terms is None else from_json(ClockTerms, row.terms),
    )
