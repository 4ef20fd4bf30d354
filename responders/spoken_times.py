"""Instants as they are said to a customer: the time of day, and the day as near as it is."""

from datetime import date, datetime

from responders.due_times import find_nearness, find_zone
from responders.phrasebook import Phrasebook


def tell_time(instant: str, time_zone: str) -> str:
    """Tell the time of day.

    Args:
        instant: RFC 3339.
        time_zone: IANA name.
    """
    return f"{datetime.fromisoformat(instant).astimezone(find_zone(time_zone)):%H:%M}"


def tell_day(day: str, now: datetime, time_zone: str, words: Phrasebook) -> str:
    """Tell a day: "today", "on Tuesday", "on 3 May"; one that is past always by its date.

    Args:
        day: an instant as RFC 3339 has it, or a day (2026-05-03).
        now: the instant of writing.
        time_zone: IANA name.
    """
    zone = find_zone(time_zone)
    today = now.astimezone(zone)
    local = _place(day, today)
    near = find_nearness(local, today)
    if local.date() < today.date():
        near = "date" if local.year == today.year else "year"
    return words.day[near].format(
        weekday=words.weekdays[local.weekday()],
        day=local.day,
        month=words.months[local.month - 1],
        year=local.year,
    )


def _place(day: str, today: datetime) -> datetime:
    if "T" in day:
        return datetime.fromisoformat(day).astimezone(today.tzinfo)
    return datetime.combine(date.fromisoformat(day), today.timetz())
