"""Holidays are written out some years ahead, and written on as time goes by."""

import asyncio
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.clocks.plan_recount import plan_recount
from bot.do_regularly import do_regularly
from bot.service_level_desk.change_calendars import renew_calendar
from bot.service_level_desk.desk_tools import DeskTools
from crm_store.clocks import find_other_version
from crm_store.service_levels import list_standing_calendars
from crm_store.transaction import Transaction
from domain.calendars import BusinessCalendar
from domain.errors import InvalidInputError
from service_levels.holidays import renew

LOOK_SECONDS: Final = 3600.0
log = structlog.get_logger()


async def keep_renewing(tools: DeskTools) -> None:
    """Write holidays on where some are missing, for ever."""
    await do_regularly(
        partial(renew_calendars, tools), every_seconds=LOOK_SECONDS, failure="renewing_failed"
    )


async def renew_calendars(tools: DeskTools) -> int:
    """Write on the holidays of all calendars that lack some, and tell of how many.

    Clocks that went on again by an old version of their calendar are counted anew as well.
    """
    versions = await tools.store.read(list_standing_calendars)
    renewed = 0
    for version in versions:
        calendar = version.definition
        # To work out the holidays of some years takes a moment, in which others can work.
        if await asyncio.to_thread(_is_lacking, tools, calendar):
            renewed += await _renew(tools, calendar.name)
        else:
            await tools.store.run(_recount_left, tools, calendar)
    return renewed


def _is_lacking(tools: DeskTools, calendar: BusinessCalendar) -> bool:
    today = tools.clock.now().astimezone(ZoneInfo(calendar.time_zone)).date()
    try:
        return renew(calendar, today) is not None
    except InvalidInputError:
        return True


async def _renew(tools: DeskTools, name: str) -> bool:
    try:
        done = await tools.store.run(renew_calendar, tools, name, now=tools.clock.now())
    except InvalidInputError as error:
        log.error("calendar_not_renewed", calendar=name, reason=error.reason)
        return False
    return done is not None


def _recount_left(tx: Transaction, tools: DeskTools, calendar: BusinessCalendar) -> None:
    if find_other_version(tx, calendar.name, calendar.version) is not None:
        now = tools.clock.now()
        plan_recount(tx, calendar.name, job_id=tools.ids.new(), now=now, later=now)
