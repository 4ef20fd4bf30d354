"""A calendar as a form holds it, back and forth to its definition; pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from domain.errors import InvalidInputError
from service_levels.calendar_definition import MOST_DAYS, WEEKDAYS

SLOTS_SHOWN: Final = 3
MOST_SLOTS: Final = 24
MOST_REGIONS: Final = 20
_CLOSED: Final = ("", "closed")
_UNTIL: Final = re.compile(r"\s*(?:-|\u2013|to)\s*")
_SHORT: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
_DAY_PARTS: Final = re.compile(r"(days\[\d+\])\.slots.*")
_WEEK_SLOT: Final = re.compile(r"(week\.\w+)\[\d+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """A day of its own as its row holds it; `hours` is empty where it is closed."""

    date: str = ""
    name: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarForm:
    """A calendar as the form holds it.

    Attributes:
        week: pairs of opening and closing times, by weekday.
        regions: codes, as `NO` and `DE-BY`.
        based_on: id of the version that it was made from; empty for a new one.
    """

    title: str = ""
    time_zone: str = ""
    week: Mapping[str, tuple[tuple[str, str], ...]]
    regions: tuple[str, ...] = ()
    days: tuple[DayRow, ...] = ()
    based_on: str = ""


def make_blank_form(time_zone: str) -> CalendarForm:
    """Make the form of a new calendar: an office's usual hours, to write over."""
    usual = dict.fromkeys(WEEKDAYS[:5], (("09:00", "17:00"),))
    return CalendarForm(time_zone=time_zone, week=usual)


def fill_form(definition: Mapping[str, Any], based_on: str) -> CalendarForm:
    """Fill the form with a calendar as it is written, see `service_levels.calendar_definition`."""
    week = definition["week"].items()
    return CalendarForm(
        title=definition["title"],
        time_zone=definition["time_zone"],
        week={each: tuple((opens, closes) for opens, closes in slots) for each, slots in week},
        regions=tuple(definition["holidays"]),
        days=tuple(
            DayRow(
                date=each["date"],
                name=each["name"],
                hours=", ".join("-".join(slot) for slot in each.get("slots", ())),
            )
            for each in definition["days"]
        ),
        based_on=based_on,
    )


def read_calendar_form(fields: Mapping[str, str]) -> CalendarForm:
    """Read what was filled in; what is empty or to be removed is left out."""
    text = {name: value.strip() for name, value in fields.items()}
    return CalendarForm(
        title=text.get("title", ""),
        time_zone=text.get("time_zone", ""),
        week={each: tuple(_read_slots(text, each)) for each in WEEKDAYS},
        regions=tuple(_read_regions(text)),
        days=tuple(_read_days(text)),
        based_on=text.get("based_on", ""),
    )


def make_definition(form: CalendarForm, imported: list[Any]) -> dict[str, Any]:
    """Make the definition that a form stands for; what else is wrong is for the desk to say.

    Args:
        imported: days that came out of iCalendar files, which the form leaves alone.

    Raises:
        InvalidInputError: the hours of a day of its own are none.
    """
    return {
        "title": form.title,
        "time_zone": form.time_zone,
        "week": {each: [list(slot) for slot in slots] for each, slots in form.week.items()},
        "holidays": list(form.regions),
        "days": [_make_day(each, at) for at, each in enumerate(form.days)],
        "imported": imported,
    }


def place_error(path: str) -> str:
    """Find the field of the form in which the fault at a definition's path is shown."""
    return _WEEK_SLOT.sub(r"\1", _DAY_PARTS.sub(r"\1.hours", path))


def _read_slots(text: Mapping[str, str], weekday: str) -> Iterator[tuple[str, str]]:
    for at in range(MOST_SLOTS):
        prefix = f"week.{weekday}[{at}]"
        opens, closes = text.get(f"{prefix}.opens", ""), text.get(f"{prefix}.closes", "")
        if opens or closes:
            yield _write_time(opens), _write_time(closes)


def _read_regions(text: Mapping[str, str]) -> Iterator[str]:
    for at in range(MOST_REGIONS + 5):
        code = text.get(f"holidays[{at}]", "").upper()
        if code:
            yield code


def _read_days(text: Mapping[str, str]) -> Iterator[DayRow]:
    for at in range(MOST_DAYS + 5):
        prefix = f"days[{at}]"
        row = DayRow(
            date=text.get(f"{prefix}.date", ""),
            name=text.get(f"{prefix}.name", ""),
            hours=text.get(f"{prefix}.hours", ""),
        )
        if (row.date or row.name or row.hours) and f"{prefix}.remove" not in text:
            yield row


def _make_day(row: DayRow, at: int) -> dict[str, Any]:
    day: dict[str, Any] = {"date": row.date, "name": row.name}
    if row.hours.lower() in _CLOSED:
        return day
    slots = [_UNTIL.split(each.strip()) for each in row.hours.split(",")]
    if any(len(each) != 2 for each in slots):
        raise InvalidInputError(
            f"{row.hours[:40]!r} tells no hours; write 09:00-12:00, 13:00-15:00, or nothing where "
            "it is closed",
            field=f"days[{at}].hours",
        )
    return day | {"slots": [[_write_time(each) for each in slot] for slot in slots]}


def _write_time(words: str) -> str:
    """Write out a short time: `9` and `9.00` are `09:00`."""
    short = _SHORT.fullmatch(words)
    return f"{short[1]:0>2}:{short[2] or '00'}" if short else words
