"""What a calendar comes to: the hours of the next days, and when some targets would be due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from domain.calendars import BusinessCalendar, Slot
from service_levels.day_slots import find_special_days, list_slots
from service_levels.opening_hours import make_hours
from service_levels.slot_definition import render_slots
from service_levels.told_times import ToldTimes, tell_amount

PREVIEW_DAYS: Final = 60
TARGET: Final = timedelta(hours=2)
# Before the end of a day, so that a part of the target is left for the next one.
_BEFORE_CLOSING: Final = timedelta(minutes=30)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPreview:
    """The hours of one local day.

    Attributes:
        slots: as `("09:00", "12:00")`; none where it is closed.
        special: what makes it another day than its weekday, as names of holidays.
    """

    day: date
    slots: tuple[tuple[str, str], ...]
    special: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueExample:
    """When a target would be due that began to count at an instant, and the same in words."""

    start: datetime
    target: timedelta
    due: datetime
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPreview:
    """The next days of a calendar, in its own time zone."""

    time_zone: str
    days: tuple[DayPreview, ...]
    examples: tuple[DueExample, ...]


def preview_calendar(
    calendar: BusinessCalendar, now: datetime, *, days: int = PREVIEW_DAYS
) -> CalendarPreview:
    """Work out the next days of a calendar, today first, and some examples of what falls due."""
    today = now.astimezone(ZoneInfo(calendar.time_zone)).date()
    listed = tuple(_preview_day(calendar, today + _DAY * ahead) for ahead in range(days))
    starts = sorted({now, *_choose_starts(calendar, now, listed)})
    return CalendarPreview(
        time_zone=calendar.time_zone,
        days=listed,
        examples=tuple(_tell_due(calendar, now, start) for start in starts),
    )


def _preview_day(calendar: BusinessCalendar, day: date) -> DayPreview:
    return DayPreview(
        day=day,
        slots=tuple((opens, closes) for opens, closes in render_slots(list_slots(calendar, day))),
        special=tuple(each.name for each in find_special_days(calendar, day)),
    )


def _choose_starts(
    calendar: BusinessCalendar, now: datetime, days: Iterable[DayPreview]
) -> Iterator[datetime]:
    """Choose the last hour before the first days off, and before the next special day."""
    days = list(days)
    special = next((at for at, each in enumerate(days) if each.special), 0)
    closed = next((at for at, each in enumerate(days[1:], start=1) if not each.slots), 0)
    for end in sorted({special, closed}):
        before = [each.day for each in days[:end] if each.slots]
        if not before:
            continue
        day = before[-1]
        start = _find_closing(calendar, day) - _BEFORE_CLOSING
        if start > now:
            yield start


def _find_closing(calendar: BusinessCalendar, day: date) -> datetime:
    closing: Slot = list_slots(calendar, day)[-1]
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(calendar.time_zone))
    return midnight + timedelta(minutes=closing.closes)


def _tell_due(calendar: BusinessCalendar, now: datetime, start: datetime) -> DueExample:
    due = make_hours(calendar).add(start, TARGET)
    times = ToldTimes(calendar.time_zone, now, (start, due))
    return DueExample(
        start=start,
        target=TARGET,
        due=due,
        sentence=f"a target of {tell_amount(TARGET)} that begins {times.tell(start)} is due "
        f"{times.tell(due)}",
    )
