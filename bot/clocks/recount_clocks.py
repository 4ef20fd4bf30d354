"""A calendar has changed: the clocks that run by it count by its new version from now on.

What was counted stays counted. A batch is one transaction, which takes no conversation that
somebody else has locked, and waits for none: so a reply never waits for more than a batch, no two
wait for each other, and a clock is read only while nobody can change it. What was left out is taken
up in the next round.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.clocks.happen import plan
from bot.clocks.plan_correction import plan_correction
from bot.clocks.plan_recount import plan_recount
from bot.tools import Tools
from crm_store.clocks import find_other_version, list_running_of_calendar, save_counts
from crm_store.jobs import extend_lease, finish_job
from crm_store.service_levels import list_standing
from crm_store.transaction import Transaction
from crm_store.waiting import renew_due_times
from domain.calendars import BusinessCalendar
from domain.jobs import Job
from domain.sla_clocks import ClockEvent, ClockEventKind, SlaClock
from service_levels.clock_fold import apply_event

# A reply in one of these conversations waits so long as this takes, a fifth of a second.
BATCH: Final = 500
_LEASE: Final = timedelta(seconds=30)
_PAUSE_SECONDS: Final = 0.1
# Longer than any transaction that may have read the calendar before it changed.
_SECOND_LOOK: Final = timedelta(minutes=2)
log = structlog.get_logger()


async def recount_clocks(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Have all running clocks of a calendar count by its present version; a job.

    Raises:
        LeaseLostError: another worker does it now.
    """
    number, failed = 0, frozenset[str]()
    while await tools.store.read(_find_left, job.subject, failed=failed):
        changed, failed = await _go_round(tools, job, failed)
        number += changed
        if not changed:
            await asyncio.sleep(_PAUSE_SECONDS)
    now = tools.clock.now()
    await tools.store.run(_finish, tools, job, number=number, now=now)
    log.info("clocks_recounted", calendar=job.subject, clocks=number, failed=len(failed))
    return ()


async def _go_round(tools: Tools, job: Job, failed: frozenset[str]) -> tuple[int, frozenset[str]]:
    """Recount what nobody else has locked; tell how many, and which cannot be counted."""
    number, after = 0, ""
    while True:
        batch = await tools.store.run(
            recount_batch, tools, job, after=after, failed=failed, now=tools.clock.now()
        )
        if batch is None:
            return number, failed
        after, changed, more_failed = batch
        number += changed
        failed |= more_failed


def recount_batch(
    tx: Transaction,
    tools: Tools,
    job: Job,
    *,
    after: str,
    failed: frozenset[str] = frozenset(),
    now: datetime,
) -> tuple[str, int, frozenset[str]] | None:
    """Recount some clocks, in the order of their ids.

    Args:
        after: id of the last one of the batch before; empty for the first batch.
        failed: those that cannot be counted.

    Returns:
        The id of the last one, how many were recounted, and which could not be; None where there
        are no more.

    Raises:
        LeaseLostError: another worker does it now.
    """
    extend_lease(tx, job, until=now + _LEASE)
    calendar = _find_standing(tx, tools, job.subject)
    if calendar is None:
        return None
    clocks = list_running_of_calendar(
        tx, calendar.name, other_than=calendar.version, after=after, limit=BATCH
    )
    if not clocks:
        return None
    wanted = [clock for clock in clocks if clock[0] not in failed]
    changed, cannot = _recount(tx, tools, wanted, calendar, now)
    save_counts(tx, changed)
    renew_due_times(tx, {clock.conversation_id for clock, _ in changed})
    for clock, _ in changed:
        plan_correction(tx, tools, clock, now=now)
    return clocks[-1][0], len(changed), cannot


def _recount(
    tx: Transaction,
    tools: Tools,
    clocks: Sequence[tuple[str, SlaClock | None]],
    calendar: BusinessCalendar,
    now: datetime,
) -> tuple[list[tuple[SlaClock, Sequence[ClockEvent]]], frozenset[str]]:
    changed: list[tuple[SlaClock, Sequence[ClockEvent]]] = []
    cannot: set[str] = set()
    for clock_id, clock in clocks:
        try:
            if clock is None:
                raise ValueError("it cannot be read")
            changed.append(retarget_to_calendar(tx, tools, clock, calendar, now=now))
        except Exception as error:  # noqa: BLE001 - one clock that cannot be counted stops no other
            log.error("clock_not_recounted", clock=clock_id, error=type(error).__name__)
            tools.count("clock_failed", error=type(error).__name__)
            cannot.add(clock_id)
    return changed, frozenset(cannot)


def retarget_to_calendar(
    tx: Transaction, tools: Tools, clock: SlaClock, calendar: BusinessCalendar, *, now: datetime
) -> tuple[SlaClock, tuple[ClockEvent, ...]]:
    """Have a clock count by another version of its calendar from now on; nothing is written yet."""
    terms = replace(clock.state.terms, calendar_version=calendar.version)
    event = ClockEvent(kind=ClockEventKind.RETARGETED, at=now, reason="calendar", terms=terms)
    state = apply_event(clock.state, event, tools.agreements.hours_of(tx))
    next_at = plan(tx, tools, state, clock.kind, clock.seen)
    return replace(clock, state=state, next_at=next_at), (event,)


def _find_left(tx: Transaction, name: str, *, failed: frozenset[str]) -> bool:
    version = _find_version(tx, name)
    if version is None:
        return False
    return find_other_version(tx, name, version, except_for=failed) is not None


def _find_standing(tx: Transaction, tools: Tools, name: str) -> BusinessCalendar | None:
    version = _find_version(tx, name)
    return None if version is None else tools.agreements.get_calendar(tx, version)


def _find_version(tx: Transaction, name: str) -> str | None:
    """Find the present version of a calendar; None for one that is gone."""
    standing = tx.read_once(list_standing)
    found = (
        version for what, named, *_, version in standing if (what, named) == ("calendar", name)
    )
    return next(found, None)


def _finish(tx: Transaction, tools: Tools, job: Job, *, number: int, now: datetime) -> None:
    finish_job(tx, job)
    if number:
        # A clock may have started by the old version while it changed, or go on again by it.
        later = now + _SECOND_LOOK
        plan_recount(tx, job.subject, job_id=tools.ids.new(), now=now, later=later)
