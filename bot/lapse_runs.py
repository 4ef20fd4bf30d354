"""A form that nobody went on with for long enough is over; the customer may begin anew."""

from datetime import datetime

from bot.do_regularly import do_regularly
from bot.forms.lock_turn import end_run
from bot.tools import Tools
from crm_store.action_runs import lock_lapsed_runs
from crm_store.transaction import Transaction
from domain.self_service import RunState

LOOK_SECONDS = 60.0
# So many in one transaction, that others need not wait for it.
MOST_AT_ONCE = 50


async def keep_lapsing(tools: Tools) -> None:
    """End what nobody goes on with, for ever."""

    async def lapse_all() -> None:
        while await lapse_runs(tools) == MOST_AT_ONCE:
            pass

    await do_regularly(lapse_all, every_seconds=LOOK_SECONDS, failure="lapsing_failed")


async def lapse_runs(tools: Tools) -> int:
    """End the runs whose time is over; tell how many."""
    return await tools.store.run(record_lapses, now=tools.clock.now())


def record_lapses(tx: Transaction, *, now: datetime) -> int:
    """End runs that wait for an answer nobody gave in time; nobody is told."""
    lapsed = lock_lapsed_runs(tx, now=now, limit=MOST_AT_ONCE)
    for run in lapsed:
        end_run(tx, run, RunState.LAPSED, outcome="lapsed", now=now)
    return len(lapsed)
