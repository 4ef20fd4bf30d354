"""Why a calendar is closed for a while, in a word."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import Final
from zoneinfo import ZoneInfo

from domain.calendars import BusinessCalendar
from service_levels.day_slots import find_special_days, list_slots
from service_levels.wall_times import find_instant

NIGHT: Final = "night"
BREAK: Final = "break"
WEEKEND: Final = "weekend"
DAY_OFF: Final = "day off"

# Of a calendar that closes for months the first holidays will do.
_LONGEST_LOOK: Final = 31
_MOST_NAMES: Final = 3
_WEEKENDS: Final = (frozenset({4, 5}), frozenset({5, 6}), frozenset({5}), frozenset({6}))


def name_closing(calendar: BusinessCalendar, start: datetime, end: datetime) -> str:
    """Name why nothing counts between two instants, the second of which is the next opening.

    Returns:
        The names of the holidays but for which time would have counted, else `weekend`, `day off`,
        `night` or `break`, which is between two slots of one day.
    """
    zone = ZoneInfo(calendar.time_zone)
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    days = list(_list_days(first, last))
    names = chain.from_iterable(_name_holidays(calendar, day, start, end, zone) for day in days)
    told = list(islice(dict.fromkeys(names), _MOST_NAMES))
    if told:
        return " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))
    idle = frozenset(day.weekday() for day in days[:-1] if not calendar.week[day.weekday()])
    if idle:
        return WEEKEND if idle in _WEEKENDS else DAY_OFF
    earlier = any(
        find_instant(first, slot.closes, zone) <= start for slot in list_slots(calendar, first)
    )
    return BREAK if first == last and earlier else NIGHT


def _list_days(first: date, last: date) -> Iterator[date]:
    length = min((last - first).days, _LONGEST_LOOK)
    return (first + timedelta(days=number) for number in range(length + 1))


def _name_holidays(
    calendar: BusinessCalendar, day: date, start: datetime, end: datetime, zone: ZoneInfo
) -> Iterator[str]:
    """Name what closes a day in a part of it that its weekday would have had open."""
    ordinary = calendar.week[day.weekday()]
    would_count = any(
        find_instant(day, slot.opens, zone) < end and find_instant(day, slot.closes, zone) > start
        for slot in ordinary
    )
    return (each.name for each in find_special_days(calendar, day) if would_count)
