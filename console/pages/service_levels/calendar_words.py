"""Opening hours as people tell them; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from domain.calendars import MINUTES_OF_DAY, BusinessCalendar, Slot
from service_levels.calendar_preview import DayPreview
from service_levels.slot_definition import render_slots

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DASH: Final = "\N{EN DASH}"
_WHOLE_DAY: Final = (Slot(opens=0, closes=MINUTES_OF_DAY),)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLine:
    """Weekdays that follow each other and are worked alike: Monday to Thursday, 8 to 17."""

    days: str
    hours: str


def list_hours(calendar: BusinessCalendar) -> tuple[HoursLine, ...]:
    """Tell the hours of a week, Monday first."""
    if all(each == _WHOLE_DAY for each in calendar.week):
        return (HoursLine(days="Every day", hours="round the clock"),)
    lines = []
    for slots, run in groupby(range(len(DAYS)), key=lambda day: calendar.week[day]):
        first, *others = run
        days = f"{DAYS[first]}{_DASH}{DAYS[others[-1]]}" if others else DAYS[first]
        lines.append(HoursLine(days=days, hours=tell_slots(render_slots(slots))))
    return tuple(lines)


def tell_slots(slots: Iterable[Iterable[str]]) -> str:
    """Tell the hours of a day; "closed" where there are none."""
    return ", ".join(_DASH.join(each) for each in slots) or "closed"


def group_weeks(days: Iterable[DayPreview]) -> tuple[tuple[DayPreview | None, ...], ...]:
    """Put days under each other by weekday; before the first one and after the last are gaps."""
    days = list(days)
    padded = [*[None] * days[0].day.weekday(), *days]
    padded += [None] * (-len(padded) % len(DAYS))
    return tuple(tuple(padded[at : at + 7]) for at in range(0, len(padded), len(DAYS)))
