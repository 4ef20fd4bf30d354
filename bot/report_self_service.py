"""What customers did by themselves in a period: whole days in the company's time zone."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from domain.errors import InvalidInputError
from domain.self_service_figures import Period

USUAL_DAYS: Final = 28
MOST_DAYS: Final = 371
"""As many days as 53 weeks have."""


def choose_period(first: date, last: date, zone: ZoneInfo) -> Period:
    """Choose the days from `first` to `last`.

    Raises:
        InvalidInputError: the last day is before the first, or there are more than `MOST_DAYS`.
    """
    if last < first:
        raise InvalidInputError("the last day is before the first", field="to")
    number = (last - first).days + 1
    if number > MOST_DAYS:
        why = f"a report is of {MOST_DAYS} days at the most; these are {number:,}"
        raise InvalidInputError(why, field="from")
    return Period(
        first=first,
        last=last,
        start=datetime.combine(first, time(), zone),
        end=datetime.combine(last + timedelta(days=1), time(), zone),
    )


def choose_latest_days(number: int, zone: ZoneInfo, *, now: datetime) -> Period:
    """Choose so many days up to today, which is not over yet."""
    today = now.astimezone(zone).date()
    return choose_period(today - timedelta(days=number - 1), today, zone)
