"""Reads times, dates and tables of agreements; what is misspelt is told what was meant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from rapidfuzz import fuzz, process

from domain.calendars import MINUTES_OF_DAY
from domain.definition_fields import MOST_SHOWN, refuse, show_value

_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_END_OF_DAY: Final = "24:00"
# A date outside of these is a slip of the pen.
_FIRST_YEAR, _LAST_YEAR = 1970, 2199
_LIKE: Final = 60


def find_nearest(wrong: str, known: Iterable[str], *, most: int = 1) -> list[str]:
    """Find what somebody may have meant, the likeliest first; nothing where nothing is like it."""
    found = process.extract(
        wrong, list(known), scorer=fuzz.WRatio, processor=str.lower, limit=most, score_cutoff=_LIKE
    )
    return [str(each[0]) for each in found]


def render_nearest(wrong: str, known: Iterable[str], *, most: int = 1) -> str:
    """Render a question for what may have been meant, to be put behind a sentence."""
    nearest = find_nearest(wrong, known, most=most)
    return f"; did you mean {' or '.join(map(repr, nearest))}?" if nearest else ""


def parse_table(value: object, field: str, known: Sequence[str]) -> Mapping[str, Any]:
    """Parse a table none of whose keys is unknown.

    Raises:
        InvalidInputError: it is none, or has a key that means nothing.
    """
    if not isinstance(value, Mapping):
        refuse(field, f"{show_value(value)} is no table; give one with {', '.join(known)}")
    for key in value:
        if key not in known:
            path = join_path(field, str(key)[:MOST_SHOWN])
            others = f"; known are {', '.join(known)}"
            hint = render_nearest(str(key)[:MOST_SHOWN], known)
            refuse(path, f"this key means nothing here{hint or others}")
    return value


def parse_date(value: object, field: str) -> date:
    """Parse a day as `2026-12-24`; TOML's own dates are taken as well.

    Raises:
        InvalidInputError: it is none, does not exist, or lies far from our time.
    """
    day = value if isinstance(value, date) and not isinstance(value, datetime) else None
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            refuse(field, f"the date {value} does not exist; look it up in a calendar")
    if day is None:
        refuse(field, f"{show_value(value)} is no date; write it as 2026-12-24")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        refuse(field, f"{day} is out of reach; give a day from {_FIRST_YEAR} to {_LAST_YEAR}")
    return day


def parse_minutes(value: object, field: str, *, end: bool) -> int:
    """Parse a time of the day as `09:00` to minutes since midnight; an end may be `24:00`.

    Raises:
        InvalidInputError: it is none.
    """
    if isinstance(value, time) and not value.second and not value.microsecond:
        return value.hour * 60 + value.minute
    if end and value == _END_OF_DAY:
        return MINUTES_OF_DAY
    read = _TIME.fullmatch(value) if isinstance(value, str) else None
    if read is None:
        limits = "00:01 to 24:00" if end else "00:00 to 23:59"
        refuse(field, f"{show_value(value)} is no time of the day; write one from {limits}")
    return int(read[1]) * 60 + int(read[2])


def render_minutes(minutes: int) -> str:
    """Render minutes since midnight as `09:00`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def join_path(*parts: str) -> str:
    """Join the parts of a field's path; empty ones are left out."""
    return ".".join(part for part in parts if part)
