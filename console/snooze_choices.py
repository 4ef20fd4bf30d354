"""Until when staff mostly put a conversation off; pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from console.pages.knowledge.local_times import parse_local_time
from domain.errors import InvalidInputError

_MORNING: Final = time(9)
_HOURS: Final = {"1": "In 1 hour", "3": "In 3 hours"}
_MONDAY: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeChoice:
    """One thing to choose, as a button of a form.

    Attributes:
        field: `in`: hours from when it is pressed. `until`: a local time.
        day: the day meant, where the title leaves that open.
    """

    title: str
    field: str
    value: str
    day: date | None = None


def list_snooze_choices(now: datetime, time_zone: str) -> tuple[SnoozeChoice, ...]:
    """List what is offered; on a Sunday tomorrow and Monday are one."""
    today = now.astimezone(ZoneInfo(time_zone)).date()
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    hours = (SnoozeChoice(title=words, field="in", value=each) for each, words in _HOURS.items())
    mornings = [_make_morning("Tomorrow 09:00", tomorrow)]
    if monday != tomorrow:
        mornings.append(_make_morning("Monday 09:00", monday))
    return (*hours, *mornings)


def read_snooze_end(hours: str, until: str, *, now: datetime, time_zone: str) -> datetime:
    """Read until when somebody chose to put a conversation off.

    Args:
        hours: from now; empty where `until` tells it.
        until: a local date and time, as `2026-03-03T09:00`.

    Raises:
        InvalidInputError: neither can be read.
    """
    if hours in _HOURS:
        return now + timedelta(hours=int(hours))
    if hours:
        raise InvalidInputError(f"is none of {', '.join(_HOURS)} hours", field="in")
    return parse_local_time(until, time_zone, field="until")


def write_earliest(now: datetime, time_zone: str) -> str:
    """Write the first instant of today, before which nothing can be chosen.

    It changes once a day alone, so that a page which looks again leaves alone what is chosen.
    """
    return f"{now.astimezone(ZoneInfo(time_zone)):%Y-%m-%d}T00:00"


def _make_morning(title: str, day: date) -> SnoozeChoice:
    value = f"{datetime.combine(day, _MORNING, UTC):%Y-%m-%dT%H:%M}"
    return SnoozeChoice(title=title, field="until", value=value, day=day)
