"""Calendars as they stand, and what counts by them."""

from bot.service_level_desk.tell_versions import tell_calendar_versions
from bot.service_level_desk.views import CalendarDetail, CalendarView
from crm_store.service_levels import (
    Version,
    list_calendar_versions,
    list_standing_calendars,
    list_standing_policies,
)
from crm_store.transaction import Transaction
from domain.calendars import ALWAYS, BusinessCalendar
from domain.errors import NotFoundError
from service_levels.calendar_definition import render_calendar


def list_calendars(tx: Transaction) -> tuple[CalendarView, ...]:
    """List all calendars by name, the one that is built in first."""
    users = _list_users(tx)
    built_in = CalendarView(
        calendar=ALWAYS,
        definition={},
        number=0,
        changed_at=None,
        changed_by=None,
        used_by=users.get(ALWAYS.name, ()),
    )
    made = (
        CalendarView(
            calendar=each.definition,
            definition=render_calendar(each.definition),
            number=each.number,
            changed_at=each.at,
            readable=each.readable,
            changed_by=each.by,
            used_by=users.get(each.definition.name, ()),
        )
        for each in list_standing_calendars(tx)
    )
    return (built_in, *made)


def get_calendar(tx: Transaction, name: str) -> CalendarDetail:
    """Read a calendar with its history.

    Raises:
        NotFoundError: there is none of this name.
    """
    view = next((each for each in list_calendars(tx) if each.calendar.name == name), None)
    if view is None:
        raise NotFoundError(f"there is no calendar {name!r}")
    history: tuple[Version[BusinessCalendar], ...] = list_calendar_versions(tx, name)
    return CalendarDetail(view=view, history=tell_calendar_versions(history))


def find_calendar_named(tx: Transaction, name: str) -> BusinessCalendar | None:
    """Find a calendar that was made, as it stands."""
    found = (each.definition for each in list_standing_calendars(tx))
    return next((each for each in found if each.name == name), None)


def get_calendar_named(tx: Transaction, name: str) -> BusinessCalendar:
    """Find a calendar that was made, where it must be there.

    Raises:
        NotFoundError: it is not.
    """
    calendar = find_calendar_named(tx, name)
    if calendar is None:
        built_in = "; this one is built in and cannot be changed" if name == ALWAYS.name else ""
        raise NotFoundError(f"nobody made a calendar {name!r}{built_in}")
    return calendar


def list_users(tx: Transaction, name: str) -> tuple[str, ...]:
    """List the names of the policies that count by a calendar, in their order."""
    return _list_users(tx).get(name, ())


def _list_users(tx: Transaction) -> dict[str, tuple[str, ...]]:
    users: dict[str, tuple[str, ...]] = {}
    for version in list_standing_policies(tx):
        policy = version.definition
        users[policy.calendar] = (*users.get(policy.calendar, ()), policy.name)
    return users
