"""Whether a calendar opens often enough for a promise to mean something."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from domain.calendars import BusinessCalendar
from domain.errors import InvalidInputError
from service_levels.day_slots import list_special_slots

LONGEST_CLOSURE: Final = timedelta(days=60)
_DAY: Final = timedelta(days=1)


def check_open(calendar: BusinessCalendar) -> None:
    """Check that a calendar opens at all, and at least once in any 60 days that it speaks of.

    Raises:
        InvalidInputError: it does not.
    """
    special = list_special_slots(calendar)
    if not any(calendar.week) and not any(special.values()):
        raise InvalidInputError(
            "it has no open hour, so that nothing would ever fall due; give at least one weekday "
            'hours, as "monday": [["09:00", "17:00"]]',
            field="week",
        )
    for first, last in _list_closures(calendar):
        if last - first >= LONGEST_CLOSURE:
            raise InvalidInputError(
                f"it is closed from {first} to {last}, {(last - first).days + 1} days or more; "
                f"open it at least once in {LONGEST_CLOSURE.days} days",
                field="days" if any(calendar.week) else "week",
            )


def _list_closures(calendar: BusinessCalendar) -> Iterator[tuple[date, date]]:
    """List the runs of closed days from before the first special day to past the last one."""
    special = list_special_slots(calendar)
    if not special:
        return
    day = min(special) - LONGEST_CLOSURE - _DAY
    end = max(special) + LONGEST_CLOSURE + _DAY
    first: date | None = None
    while day <= end:
        slots = special.get(day)
        if calendar.week[day.weekday()] if slots is None else slots:
            if first is not None:
                yield first, day - _DAY
            first = None
        elif first is None:
            first = day
        day += _DAY
    if first is not None:
        yield first, end
