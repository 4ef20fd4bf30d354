"""Shifts as people write them, such as `mon 08:00-16:30`; `fri 22:00-06:00` ends on Saturday."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Final

from domain.errors import InvalidInputError
from domain.staffing import Shift

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHIFT = re.compile(r"([a-z]{3,9})(?:-([a-z]{3,9}))? +(\d\d?:\d\d) ?[-\u2013] ?(\d\d?:\d\d)")
_SHORTEST_DAY = 3


def parse_shifts(text: str, *, field: str = "shifts") -> tuple[Shift, ...]:
    """Read shifts between commas or on lines of their own; `mon-fri 09:00-17:00` is five of them.

    Raises:
        InvalidInputError: one of them is no shift.
    """
    parts = re.split(r"[,\n]", text.lower())
    return tuple(
        shift for part in parts if part.strip() for shift in _parse_part(part.strip(), field)
    )


def parse_weekday(text: str, *, field: str = "weekday") -> int:
    """Read a weekday by its English name or the first letters of it, 0 for Monday.

    Raises:
        InvalidInputError: there is no such day.
    """
    wanted = text.strip().lower()
    for number, name in enumerate(WEEKDAYS):
        if len(wanted) >= _SHORTEST_DAY and name.startswith(wanted):
            return number
    raise InvalidInputError(
        f"{text!r} is no weekday; write {', '.join(WEEKDAYS)}, or their first three letters",
        field=field,
    )


def parse_time_of_day(text: str, *, field: str) -> time:
    """Read a time of day such as `08:30`; `24:00` is midnight.

    Raises:
        InvalidInputError: there is no such time.
    """
    hours, colon, minutes = text.strip().partition(":")
    if colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == len("00"):
        if (hours, minutes) == ("24", "00"):
            return time(0)
        try:
            return time(int(hours), int(minutes))
        except ValueError:
            pass
    raise InvalidInputError(
        f"{text!r} is no time of day; write hours and minutes, such as 08:30", field=field
    )


def render_shift(shift: Shift) -> str:
    """Write a shift as `parse_shifts` reads it."""
    ends = "24:00" if shift.ends == time(0) else f"{shift.ends:%H:%M}"
    return f"{WEEKDAYS[shift.weekday][:3]} {shift.starts:%H:%M}-{ends}"


def render_shifts(shifts: Sequence[Shift]) -> str:
    """Write shifts as `parse_shifts` reads them."""
    return ", ".join(render_shift(each) for each in shifts)


def _parse_part(part: str, field: str) -> list[Shift]:
    found = _SHIFT.fullmatch(part)
    if found is None:
        raise InvalidInputError(
            f"{part!r} is no shift; write a weekday and two times, such as mon 08:00-16:30 or "
            "mon-fri 09:00-17:00",
            field=field,
        )
    first, last, starts, ends = found.groups()
    begin = parse_weekday(first, field=field)
    end = begin if last is None else parse_weekday(last, field=field)
    days = [(begin + step) % len(WEEKDAYS) for step in range((end - begin) % len(WEEKDAYS) + 1)]
    opening, closing = (parse_time_of_day(each, field=field) for each in (starts, ends))
    return [Shift(weekday=day, starts=opening, ends=closing) for day in days]
