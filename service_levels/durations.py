"""Amounts of counted time as people write them: `90`, `90m`, `2h`, `2h30m`, `2d`.

A day is 24 counted hours, whatever a calendar's days are like: in an office that is open for eight
hours `2d` lasts six working days. They are written back as hours and minutes, which mean the same.
"""

import re
from typing import Final

from domain.definition_fields import refuse, show_value

_MINUTES_OF_HOUR: Final = 60
_MINUTES_OF_DAY: Final = 24 * _MINUTES_OF_HOUR
MOST_DAYS: Final = 366
_WRITTEN: Final = re.compile(
    r"(?:(?P<days>\d{1,6})d)? ?(?:(?P<hours>\d{1,6})h)? ?(?:(?P<minutes>\d{1,6})m(?:in)?)?",
    re.ASCII,
)
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}", re.ASCII)


def parse_duration(value: object, field: str, *, least: int = 1) -> int:
    """Parse an amount of counted time to minutes.

    Raises:
        InvalidInputError: it is none, less than `least` minutes, or more than 366 days.
    """
    minutes = _read(value)
    if minutes is None:
        refuse(
            field,
            f"{show_value(value)} is no amount of time; write minutes as 90, or 45m, 2h, 2h30m, 2d "
            "(a day being 24 counted hours)",
        )
    if minutes < least:
        refuse(field, f"{show_value(value)} is too short; give at least {least} min")
    if minutes > MOST_DAYS * _MINUTES_OF_DAY:
        most = f"{MOST_DAYS} days of counted time, {MOST_DAYS * 24} h"
        refuse(field, f"{show_value(value)} is longer than anybody waits; give at most {most}")
    return minutes


def render_duration(minutes: int) -> str:
    """Render minutes as `45m`, `2h` or `2h30m`."""
    hours, rest = divmod(minutes, _MINUTES_OF_HOUR)
    return (f"{hours}h" if hours else "") + (f"{rest}m" if rest or not hours else "")


def _read(value: object) -> int | None:
    if isinstance(value, str):
        return _read_text(value.strip().lower())
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value == value // 1 else None


def _read_text(text: str) -> int | None:
    if _NUMBER.fullmatch(text):
        return int(text)
    read = _WRITTEN.fullmatch(text) if text else None
    if read is None:
        return None
    days, hours, minutes = (int(read[part] or 0) for part in ("days", "hours", "minutes"))
    return days * _MINUTES_OF_DAY + hours * _MINUTES_OF_HOUR + minutes
