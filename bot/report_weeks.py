"""Which weeks a report is of; pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.errors import InvalidInputError
from domain.knowledge_figures import Week

MOST_WEEKS = 53
_DAYS = 7


def list_weeks(first: date, last: date, zone: ZoneInfo) -> tuple[Week, ...]:
    """List the ISO weeks that hold the days from `first` to `last`, whole ones, oldest first.

    Raises:
        InvalidInputError: the last day is before the first, or there are more than `MOST_WEEKS`.
    """
    if last < first:
        raise InvalidInputError("the last day is before the first", field="to")
    monday = _find_monday(first)
    number = (_find_monday(last) - monday).days // _DAYS + 1
    if number > MOST_WEEKS:
        why = f"a report is of {MOST_WEEKS} weeks at the most; these days are in {number}"
        raise InvalidInputError(why, field="from")
    return tuple(_make(monday + timedelta(days=_DAYS * each), zone) for each in range(number))


def list_latest_weeks(number: int, zone: ZoneInfo, *, now: datetime) -> tuple[Week, ...]:
    """List the latest weeks up to the present one, which is not over yet."""
    today = now.astimezone(zone).date()
    return list_weeks(today - timedelta(days=_DAYS * (number - 1)), today, zone)


def list_weeks_before(weeks: tuple[Week, ...], zone: ZoneInfo) -> tuple[Week, ...]:
    """List as many weeks that come right before some."""
    last = weeks[0].monday - timedelta(days=1)
    return list_weeks(weeks[0].monday - timedelta(days=_DAYS * len(weeks)), last, zone)


def _find_monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _make(monday: date, zone: ZoneInfo) -> Week:
    following = monday + timedelta(days=_DAYS)
    return Week(
        monday=monday,
        start=datetime.combine(monday, time(), zone),
        end=datetime.combine(following, time(), zone),
    )
