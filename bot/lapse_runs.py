"""A form that nobody went on with for long enough is over; the customer may begin anew."""

import asyncio
from datetime import datetime

import structlog

from bot.forms.lock_turn import end_run
from bot.tools import Tools
from crm_store.action_runs import lock_lapsed_runs
from crm_store.transaction import Transaction
from domain.self_service import RunState

LOOK_SECONDS = 60.0
# So many in one transaction, that others need not wait for it.
MOST_AT_ONCE = 50
log = structlog.get_logger()


async def keep_lapsing(tools: Tools) -> None:
    """End what nobody goes on with, for ever."""
    while True:
        try:
            while await lapse_runs(tools) == MOST_AT_ONCE:
                pass
        except Exception as error:  # noqa: BLE001 - the store may be away for a while
            log.error("lapsing_failed", error=type(error).__name__)
        await asyncio.sleep(LOOK_SECONDS)


async def lapse_runs(tools: Tools) -> int:
    """End the runs whose time is over; tell how many."""
    return await tools.store.run(record_lapses, now=tools.clock.now())


def record_lapses(tx: Transaction, *, now: datetime) -> int:
    """End runs that wait for an answer nobody gave in time; nobody is told."""
    lapsed = lock_lapsed_runs(tx, now=now, limit=MOST_AT_ONCE)
    for run in lapsed:
        end_run(tx, run, RunState.LAPSED, outcome="lapsed", now=now)
    return len(lapsed)
