"""Calendars are written, imported into and removed; clocks that run by them are counted anew."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.clocks.plan_recount import plan_recount
from bot.service_level_desk.desk_tools import DeskTools
from bot.service_level_desk.read_calendars import (
    find_calendar_named,
    get_calendar_named,
    list_users,
)
from crm_store.service_level_changes import (
    Change,
    check_calendar_base,
    lock_service_levels,
    record_calendar,
    record_calendar_removal,
)
from crm_store.service_levels import list_standing_calendars, list_standing_policies
from crm_store.transaction import Transaction
from domain.calendars import BusinessCalendar, SpecialDay
from domain.errors import ConflictError, InvalidInputError
from service_levels.calendar_checks import check_open
from service_levels.calendar_definition import MOST_DAYS, parse_calendar
from service_levels.holidays import render_region, renew
from service_levels.ical_import import parse_ical
from service_levels.target_checks import check_targets

MOST_CALENDARS: Final = 200


def save_calendar(
    tx: Transaction,
    tools: DeskTools,
    name: str,
    definition: Mapping[str, Any],
    *,
    change: Change,
) -> BusinessCalendar:
    """Write a calendar; see `ServiceLevelDesk.save_calendar`."""
    lock_service_levels(tx)
    standing = find_calendar_named(tx, name)
    if standing is None and len(list_standing_calendars(tx)) >= MOST_CALENDARS:
        raise InvalidInputError(f"there are {MOST_CALENDARS} calendars already; remove one first")
    parsed = make_calendar(name, tools.ids.new(), definition, standing, now=change.now)
    return _record(tx, tools, parsed, standing, change)


def make_calendar(
    name: str,
    version: str,
    definition: Mapping[str, Any],
    standing: BusinessCalendar | None,
    *,
    now: datetime,
) -> BusinessCalendar:
    """Make a calendar as it is written, with the holidays of its regions.

    Args:
        standing: the version before, whose holidays of years past are kept.

    Raises:
        InvalidInputError: something in it is wrong.
    """
    parsed = parse_calendar(name, version, definition)
    kept = {f"region:{render_region(each)}" for each in parsed.regions}
    earlier = () if standing is None else standing.special_days
    written = (each for each in earlier if each.source in kept)
    whole = replace(parsed, special_days=(*parsed.special_days, *written))
    return renew(whole, _find_today(whole, now)) or whole


def parse_import(data: bytes, source: str, *, zone: str, now: datetime) -> tuple[SpecialDay, ...]:
    """Parse the days off of an iCalendar file, which may take a second or two.

    Args:
        zone: IANA name of the calendar's time zone.

    Raises:
        InvalidInputError: the file is broken or too much.
    """
    place = ZoneInfo(zone)
    return parse_ical(data, source, zone=place, today=now.astimezone(place).date())


def read_zone(tx: Transaction, name: str) -> str:
    """Read in which time zone a calendar is that somebody made.

    Raises:
        NotFoundError: there is no such calendar.
    """
    return get_calendar_named(tx, name).time_zone


def import_days(
    tx: Transaction,
    tools: DeskTools,
    name: str,
    days: tuple[SpecialDay, ...],
    source: str,
    *,
    zone: str,
    change: Change,
) -> BusinessCalendar:
    """Put imported days in a calendar; see `ServiceLevelDesk.import_ical`.

    Args:
        zone: the time zone that they were parsed for.
    """
    lock_service_levels(tx)
    standing = get_calendar_named(tx, name)
    if standing.time_zone != zone:
        raise ConflictError(
            f"somebody moved the calendar {name!r} to {standing.time_zone} meanwhile; import again"
        )
    others = tuple(each for each in standing.special_days if each.source != f"ical:{source}")
    if sum(each.source.startswith("ical:") for each in others) + len(days) > MOST_DAYS:
        raise InvalidInputError(
            f"with them there would be more than {MOST_DAYS} imported days; remove those of "
            "another import first",
            field="file",
        )
    changed = replace(standing, version=tools.ids.new(), special_days=(*others, *days))
    check_open(changed)
    return _record(tx, tools, changed, standing, _base(change, standing))


def remove_calendar(tx: Transaction, tools: DeskTools, name: str, *, change: Change) -> None:
    """Take a calendar away; see `ServiceLevelDesk.remove_calendar`."""
    lock_service_levels(tx)
    standing = get_calendar_named(tx, name)
    users = list_users(tx, name)
    if users:
        raise ConflictError(
            f"the calendar {name!r} is used by {', '.join(users)}; have them count by another one "
            "first"
        )
    removed = replace(standing, version=tools.ids.new())
    record_calendar_removal(tx, removed, _base(change, standing))


def renew_calendar(
    tx: Transaction, tools: DeskTools, name: str, *, now: datetime
) -> BusinessCalendar | None:
    """Write a calendar's holidays on; None where there is nothing to write.

    Raises:
        InvalidInputError: the holidays leave too little open.
    """
    lock_service_levels(tx)
    standing = find_calendar_named(tx, name)
    renewed = None if standing is None else renew(standing, _find_today(standing, now))
    if standing is None or renewed is None:
        return None
    change = Change(based_on=standing.version, by=None, now=now)
    return _record(tx, tools, replace(renewed, version=tools.ids.new()), standing, change)


def _record(
    tx: Transaction,
    tools: DeskTools,
    calendar: BusinessCalendar,
    standing: BusinessCalendar | None,
    change: Change,
) -> BusinessCalendar:
    if standing is not None and _is_same(calendar, standing):
        check_calendar_base(tx, calendar.name, change)
        return standing
    _check_users(tx, calendar, change.now)
    record_calendar(tx, calendar, change)
    # One that was removed may come back while clocks still run by it.
    plan_recount(tx, calendar.name, job_id=tools.ids.new(), now=change.now)
    return calendar


def _check_users(tx: Transaction, calendar: BusinessCalendar, now: datetime) -> None:
    for version in list_standing_policies(tx):
        if version.definition.calendar == calendar.name:
            try:
                check_targets(version.definition, calendar, now)
            except InvalidInputError as error:
                raise InvalidInputError(error.reason, field="week") from None


def _is_same(one: BusinessCalendar, other: BusinessCalendar) -> bool:
    return replace(one, version="", special_days=()) == replace(
        other, version="", special_days=()
    ) and set(one.special_days) == set(other.special_days)


def _base(change: Change, standing: BusinessCalendar) -> Change:
    """Have a change that names no version be made from the present one."""
    return change if change.based_on is not None else replace(change, based_on=standing.version)


def _find_today(calendar: BusinessCalendar, now: datetime) -> date:
    return now.astimezone(ZoneInfo(calendar.time_zone)).date()
