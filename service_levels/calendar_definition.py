"""A calendar as people write it, in a file, a request or a form; back and forth.

```
{"title": "Oslo office", "time_zone": "Europe/Oslo",
 "week": {"monday": [["09:00", "12:00"], ["13:00", "17:00"]], …},
 "holidays": ["NO", "DE-BY"],
 "days": [{"date": "2026-12-24", "name": "Christmas Eve", "slots": [["09:00", "12:00"]]}],
 "imported": [{"date": "2026-07-01", "name": "Office closed", "source": "ical:company"}]}
```

A weekday that is not named is closed, and so is a day without slots. An imported day's slots are
what it leaves open of the whole day. Days of `holidays` are not written: `service_levels.holidays`
works them out.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from domain.calendars import ALWAYS, BusinessCalendar, HolidayRegion, Slot, SpecialDay
from domain.definition_fields import parse_line, parse_list, refuse, show_value
from service_levels.calendar_checks import check_open
from service_levels.day_slots import OWN
from service_levels.definition_fields import join_path, parse_date, parse_table, render_nearest
from service_levels.holidays import parse_region, render_region
from service_levels.slot_definition import parse_slots, render_slots

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KEYS: Final = ("title", "time_zone", "week", "holidays", "days", "imported")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_ICAL: Final = re.compile(r"ical:[^\s:]{1,64}")
_MOST_REGIONS: Final = 20
MOST_DAYS: Final = 2_000


def parse_calendar(name: str, version: str, definition: Mapping[str, Any]) -> BusinessCalendar:
    """Parse a calendar as it is written.

    The days of its regions are still to be put in; see `service_levels.holidays.renew`.

    Raises:
        InvalidInputError: something in it is wrong; `field` is its path, as `week.monday[1]`.
    """
    if not _NAME.fullmatch(name):
        refuse("name", f"{show_value(name)} is no name; use small letters, digits, - and _")
    if name == ALWAYS.name:
        refuse("name", f"the calendar {name!r} is built in; choose another name")
    table = parse_table(definition, "", _KEYS)
    calendar = BusinessCalendar(
        name=name,
        version=version,
        title=parse_line(table.get("title", name), "title"),
        time_zone=_parse_zone(table.get("time_zone")),
        week=_parse_week(table.get("week", {})),
        regions=_parse_regions(table.get("holidays", ())),
        special_days=(*_parse_days(table.get("days", ())), *_parse_imported(table)),
    )
    check_open(calendar)
    return calendar


def render_calendar(calendar: BusinessCalendar) -> dict[str, Any]:
    """Render a calendar as it is written; what `parse_calendar` takes."""
    own = [each for each in calendar.special_days if each.source == OWN]
    imported = [each for each in calendar.special_days if each.source.startswith("ical:")]
    return {
        "title": calendar.title,
        "time_zone": calendar.time_zone,
        "week": {
            weekday: render_slots(slots)
            for weekday, slots in zip(WEEKDAYS, calendar.week, strict=True)
            if slots
        },
        "holidays": [render_region(each) for each in calendar.regions],
        "days": [_render_day(each) for each in own],
        "imported": [{**_render_day(each), "source": each.source} for each in imported],
    }


def _render_day(day: SpecialDay) -> dict[str, Any]:
    written: dict[str, Any] = {"date": day.day.isoformat(), "name": day.name}
    return written | ({"slots": render_slots(day.slots)} if day.slots else {})


@cache
def _list_zones() -> frozenset[str]:
    # It reads a thousand files.
    return frozenset(available_timezones())


def _parse_zone(value: object) -> str:
    if not isinstance(value, str):
        refuse("time_zone", "it is missing; name one such as Europe/Oslo")
    known = _list_zones()
    if value not in known:
        hint = render_nearest(value[:64], known) or "; name one such as Europe/Oslo"
        refuse("time_zone", f"there is no time zone {show_value(value)}{hint}")
    return value


def _parse_week(value: object) -> tuple[tuple[Slot, ...], ...]:
    table = parse_table(value, "week", WEEKDAYS)
    return tuple(parse_slots(table.get(each, ()), join_path("week", each)) for each in WEEKDAYS)


def _parse_regions(value: object) -> tuple[HolidayRegion, ...]:
    written = parse_list(value, "holidays", most=_MOST_REGIONS)
    regions = [parse_region(each, f"holidays[{at}]") for at, each in enumerate(written)]
    for at, region in enumerate(regions):
        if region in regions[:at]:
            refuse(f"holidays[{at}]", f"{render_region(region)} is there twice; leave one out")
    return tuple(regions)


def _parse_days(value: object) -> tuple[SpecialDay, ...]:
    days: dict[object, SpecialDay] = {}
    for at, each in enumerate(parse_list(value, "days", most=MOST_DAYS)):
        day = _parse_day(each, f"days[{at}]", ("date", "name", "slots"))
        if day.day in days:
            earlier = days[day.day].name
            refuse(f"days[{at}].date", f"{day.day} is {earlier!r} already; leave one of both out")
        days[day.day] = day
    return tuple(days[day] for day in sorted(days, key=str))


def _parse_imported(table: Mapping[str, Any]) -> tuple[SpecialDay, ...]:
    days: dict[tuple[str, str], SpecialDay] = {}
    for at, each in enumerate(parse_list(table.get("imported", ()), "imported", most=MOST_DAYS)):
        field = f"imported[{at}]"
        day = _parse_day(each, field, ("date", "name", "slots", "source"))
        key = (day.day.isoformat(), day.source)
        if key in days:
            refuse(f"{field}.date", f"{day.source} has {day.day} already; leave one of both out")
        days[key] = day
    return tuple(days[key] for key in sorted(days))


def _parse_day(value: object, field: str, keys: tuple[str, ...]) -> SpecialDay:
    table = parse_table(value, field, keys)
    for key in ("date", "name"):
        if key not in table:
            refuse(join_path(field, key), "it is missing; a day has a date and a name")
    return SpecialDay(
        day=parse_date(table["date"], join_path(field, "date")),
        name=parse_line(table["name"], join_path(field, "name")),
        slots=parse_slots(table.get("slots", ()), join_path(field, "slots")),
        source=_parse_source(table.get("source"), join_path(field, "source"))
        if "source" in keys
        else OWN,
    )


def _parse_source(value: object, field: str) -> str:
    if not isinstance(value, str) or not _ICAL.fullmatch(value):
        refuse(
            field, f"{show_value(value)} is no import; write ical: and its name, as ical:company"
        )
    return value
