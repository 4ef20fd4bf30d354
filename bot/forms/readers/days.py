"""Days, named or dated."""

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.forms.readers.corrections import cut_correction
from bot.forms.reading import Reading

_WEEKDAYS = (
    ("monday", "mon", "montag", "mo"),
    ("tuesday", "tue", "tues", "dienstag", "di"),
    ("wednesday", "wed", "mittwoch", "mi"),
    ("thursday", "thu", "thurs", "donnerstag", "do"),
    ("friday", "fri", "freitag", "fr"),
    ("saturday", "samstag", "sonnabend", "sa"),
    ("sunday", "sonntag", "so"),
)
_MONTHS = (
    ("january", "jan", "januar", "jänner"),
    ("february", "feb", "februar"),
    ("march", "mar", "märz", "maerz"),
    ("april", "apr"),
    ("may", "mai"),
    ("june", "jun", "juni"),
    ("july", "jul", "juli"),
    ("august", "aug"),
    ("september", "sep", "sept"),
    ("october", "oct", "oktober", "okt"),
    ("november", "nov"),
    ("december", "dec", "dezember", "dez"),
)
_BY_WEEKDAY = {name: place for place, names in enumerate(_WEEKDAYS) for name in names}
_BY_MONTH = {name: place for place, names in enumerate(_MONTHS, 1) for name in names}
# "do" and "so" are words of their own; two letters name a day only where it was asked for.
_LONG_WEEKDAYS = "|".join(
    sorted((name for name in _BY_WEEKDAY if len(name) > 3), key=len, reverse=True)
)
_ALL_WEEKDAYS = "|".join(sorted(_BY_WEEKDAY, key=len, reverse=True))
_MONTH = "|".join(sorted(_BY_MONTH, key=len, reverse=True))
_YEAR = r"(?:,?\s*(?P<year>20\d\d))?"

_ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_DAY_MONTH = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s?(?:of\s)?(?P<name>{_MONTH})\b\.?{_YEAR}",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b(?P<name>{_MONTH})\.?\s(?:the\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:){_YEAR}",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    r"\b(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?P<year>(?:20)?\d\d(?!\d)|\s20\d\d(?!\d))?(?!\d)"
)
_LOOSE = re.compile(
    r"\b(?P<day>\d{1,2})[./-](?P<month>\d{1,2})(?:[./-](?P<year>(?:20)?\d\d))?(?![\d:])"
)
_SLASHED = re.compile(r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:20)?\d\d)(?!\d)")
_RELATIVE = (
    (re.compile(r"\b(?:day after tomorrow|übermorgen|uebermorgen)\b", re.IGNORECASE), 2),
    (
        re.compile(
            r"\b(?:tomorrow|tomorow|tommorow|tmrw|(?<!guten )(?<!am )morgen)\b", re.IGNORECASE
        ),
        1,
    ),
    (re.compile(r"\b(?:today|tonight|heute)\b", re.IGNORECASE), 0),
    (re.compile(r"\b(?:yesterday|gestern)\b", re.IGNORECASE), -1),
)
_IN_DAYS = re.compile(r"\bin\s(?P<count>\d{1,2})\s(?:days?|tagen?)\b", re.IGNORECASE)
_WEEKDAY = re.compile(rf"\b(?P<name>{_LONG_WEEKDAYS})s?\b", re.IGNORECASE)
_BARE_WEEKDAY = re.compile(
    rf"\W*(?:on|am|next|nächsten)?\s?(?P<name>{_ALL_WEEKDAYS})\b\.?\W*$", re.IGNORECASE
)


def read_day(reading: Reading) -> str | None:
    """Read a day that is to come, as `YYYY-MM-DD`: "tomorrow", "3 May", "3.5.", "next Tuesday"."""
    return _write(_find(reading, past=False))


def read_date(reading: Reading) -> str | None:
    """Read a day as `YYYY-MM-DD`; without a year the nearest one, be it past or to come."""
    return _write(_find(reading, past=True))


def find_day(text: str, today: date, *, loose: bool = False, past: bool = False) -> date | None:
    """Find the day that a clean text names, or None.

    Args:
        loose: whether "3/5" and "Mi" are days, as they are where one was asked for; the day comes
            before the month.
        past: whether a date without a year may have been, rather than be to come.
    """
    return (
        _find_dated(text, today, loose=loose, past=past)
        or _find_relative(text, today)
        or _find_weekday(text, today, loose=loose)
    )


def _find(reading: Reading, *, past: bool) -> date | None:
    if not reading.requested and "?" in reading.text:
        return None
    today = reading.now.astimezone(ZoneInfo(reading.time_zone)).date()
    return find_day(cut_correction(reading.text), today, loose=reading.requested, past=past)


def _write(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _find_dated(text: str, today: date, *, loose: bool, past: bool) -> date | None:
    patterns = (_ISO, _DAY_MONTH, _MONTH_DAY, _DOTTED, _SLASHED, *((_LOOSE,) if loose else ()))
    for pattern in patterns:
        found = pattern.search(text)
        if found is not None:
            return _make_date(found, today, past=past)
    return None


def _make_date(found: re.Match[str], today: date, *, past: bool) -> date | None:
    parts = found.groupdict()
    day = int(parts["day"])
    month = _BY_MONTH[parts["name"].casefold()] if "name" in parts else int(parts["month"])
    if month > 12 >= day and "name" not in parts:
        day, month = month, day
    if parts["year"]:
        return _try_date(int(parts["year"]) % 100 + 2000, month, day)
    years = (today.year - 1, today.year, today.year + 1, today.year + 2, today.year + 4)
    days = [made for year in years if (made := _try_date(year, month, day)) is not None]
    if past:
        return min(days, key=lambda each: abs(each - today), default=None)
    return next((each for each in days if each >= today), None)


def _try_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _find_relative(text: str, today: date) -> date | None:
    for pattern, days in _RELATIVE:
        if pattern.search(text):
            return today + timedelta(days=days)
    found = _IN_DAYS.search(text)
    return None if found is None else today + timedelta(days=int(found["count"]))


def _find_weekday(text: str, today: date, *, loose: bool) -> date | None:
    found = _WEEKDAY.search(text) or (_BARE_WEEKDAY.match(text) if loose else None)
    if found is None:
        return None
    ahead = (_BY_WEEKDAY[found["name"].casefold()] - today.weekday()) % 7
    return today + timedelta(days=ahead or 7)
