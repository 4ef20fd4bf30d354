"""Every night all figures are counted from the beginning; what is wrong is told and mended."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.assigning.lease import Lease
from bot.do_regularly import do_regularly
from bot.figures.check_figures import FigureChecker
from bot.tools import Tools
from crm_store.alerts import record_alert
from crm_store.conversations import get_conversation
from crm_store.figure_checks import (
    FigureCheck,
    begin_figure_check,
    find_latest_figure_check,
    record_figure_check,
)
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.figures import Figure

WRONG: Final = "figures_wrong"
LOOK_SECONDS: Final = 60.0
# When the least goes on anywhere.
_HOUR: Final = 3
_MOST_COUNTED: Final = 10_000
_NAME: Final = "figure check"
log = structlog.get_logger()


async def keep_checking_figures(tools: Tools) -> None:
    """Check the figures once a night, for ever, in whichever process comes first."""
    lease = Lease(tools, _NAME, tools.ids.new())

    async def look() -> None:
        if await lease.hold():
            await check_when_due(tools, lease.hold)

    await do_regularly(look, every_seconds=LOOK_SECONDS, failure="checking_figures_failed")


async def check_when_due(tools: Tools, hold: Callable[[], Awaitable[bool]]) -> FigureCheck | None:
    """Check all, unless that was done since the last night began; go on with what was broken off.

    Args:
        hold: keep other processes from it; False where another one has taken over.

    Returns:
        The check; None where there was none to do, or another process goes on with it.
    """
    now = tools.clock.now()
    latest = await tools.store.read(find_latest_figure_check)
    begun_tonight = latest is not None and latest.begun_at >= find_night(now, tools)
    if latest is None or not begun_tonight:
        latest = await tools.store.run(begin_figure_check, now=now)
    return None if latest.ended_at is not None else await _finish(tools, latest, hold)


def find_night(now: datetime, tools: Tools) -> datetime:
    """Find when the last night's check was to begin, in the company's own time."""
    local = now.astimezone(ZoneInfo(tools.settings.time_zone))
    begins = local.replace(hour=_HOUR, minute=0, second=0, microsecond=0, fold=0)
    return begins if begins <= local else begins - timedelta(days=1)


async def _finish(
    tools: Tools, check: FigureCheck, hold: Callable[[], Awaitable[bool]]
) -> FigureCheck | None:
    checker = FigureChecker(store=tools.store, time_zone=tools.settings.time_zone, mend=True)
    while (further := await checker.look_at_page(check)) is not check:
        check = further
        await tools.store.run(record_figure_check, check)
        if not await hold():
            return None
    for figure in Figure:
        check = await checker.look_at_sums(check, figure)
        if not await hold():
            return None
    ended = replace(check, ended_at=tools.clock.now())
    await tools.store.run(_record_end, tools, ended)
    _tell(tools, ended)
    return ended


def _record_end(tx: Transaction, tools: Tools, check: FigureCheck) -> None:
    """Write that a check came to its end, and tell supervisors where something was wrong."""
    record_figure_check(tx, check)
    if not check.wrong:
        return
    named = next((each.reference for each in check.examples if each.reference), None)
    conversations = "conversation or sum was" if check.wrong == 1 else "conversations or sums were"
    such = "" if named is None else f", such as {named}"
    record_alert(
        tx,
        alert_id=tools.ids.new(),
        audience=SUPERVISORS,
        conversation_id=None if named is None else get_conversation(tx, named).id,
        text=f"{check.wrong} {conversations} counted wrongly in the reports{such}; "
        "that is being put right",
        now=tools.clock.now(),
    )


def _tell(tools: Tools, check: FigureCheck) -> None:
    took = tools.clock.now() - check.begun_at
    say = log.error if check.wrong else log.info
    say(
        "figures_checked",
        conversations=check.conversations,
        wrong=check.wrong,
        seconds=round(took.total_seconds()),
    )
    for _ in range(min(check.wrong, _MOST_COUNTED)):
        tools.count(WRONG)
