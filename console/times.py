"""Times in words, in the zone the company works in; pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# Less time than this until a clock falls due, and it is shown as pressing.
SOON: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How a clock stands.

    Attributes:
        level: `fine`, `soon` or `late`.
    """

    level: str
    words: str


def describe_span(span: timedelta) -> str:
    """Tell a length of time in its two largest units: `1 h 20 min`, `3 d 4 h`."""
    minutes = int(span.total_seconds() // 60)
    hours, days = minutes // 60, minutes // 1440
    if minutes < 1:
        return "under a minute"
    if hours < 1:
        return f"{minutes} min"
    if days < 1:
        return f"{hours} h {minutes % 60} min" if minutes % 60 and hours < 10 else f"{hours} h"
    return f"{days} d {hours % 24} h" if hours % 24 and days < 3 else f"{days} d"


def describe_ago(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Tell how long ago something was; the date once that says more."""
    span = now - at
    if span < timedelta(minutes=1):
        return "just now"
    if span < timedelta(hours=1):
        return f"{int(span.total_seconds() // 60)} min ago"
    if span < timedelta(days=1):
        return f"{int(span.total_seconds() // 3600)} h ago"
    if span < timedelta(days=7):
        return f"{span.days} d ago"
    return describe_date(at.astimezone(zone).date(), now.astimezone(zone).date())


def assess_due(due_at: datetime, now: datetime) -> Due:
    """Say how near a clock is to its instant of breach."""
    left = due_at - now
    if left < timedelta(0):
        return Due(level="late", words=f"{describe_span(-left)} late")
    level = "soon" if left < SOON else "fine"
    return Due(level=level, words=f"due in {describe_span(left)}")


def describe_date(day: date, today: date) -> str:
    """Tell a date, with its year where that is not this one."""
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"


def describe_day(day: date, today: date) -> str:
    """Name a day as people do."""
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    return f"{_DAYS[day.weekday()]} {describe_date(day, today)}"


def describe_until(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Tell an instant to come in as few words as name it: `14:30`, `Mon 09:00`, `3 Mar 09:00`."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    if days == 0:
        return f"{local:%H:%M}"
    if days == 1:
        return f"tomorrow {local:%H:%M}"
    if 1 < days < 7:
        return f"{_DAYS[local.weekday()]} {local:%H:%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {_MONTHS[local.month - 1][:3]}{year} {local:%H:%M}"


def describe_exact(at: datetime, zone: ZoneInfo) -> str:
    """Tell an instant in full: `Mon 2 March 2026, 10:04 CET`."""
    local = at.astimezone(zone)
    day = f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day}, {local:%H:%M} {local.tzname()}"


def describe_time(at: datetime, zone: ZoneInfo) -> str:
    """Tell the time of day."""
    return f"{at.astimezone(zone):%H:%M}"
