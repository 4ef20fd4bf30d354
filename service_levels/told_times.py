"""Instants and amounts of time as staff read them: to the minute, in the zone of a calendar."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE = timedelta(minutes=1)


class ToldTimes:
    """Tells instants by the day of the week where no other day could be meant.

    Args:
        at: when it is read.
        others: what is told besides; where they are within six days, each day is told by its name
            alone, otherwise only those three days around `at` are.
    """

    def __init__(self, time_zone: str, at: datetime, others: Sequence[datetime]) -> None:
        self._zone = ZoneInfo(time_zone)
        self._at = at.astimezone(self._zone)
        days = [each.astimezone(self._zone).date() for each in (at, *others)]
        self._near = 6 if (max(days) - min(days)).days <= 6 else 3

    def tell(self, instant: datetime) -> str:
        """Tell an instant: "Tue 11:25", "Tue 3 Nov 11:25", "Tue 3 Nov 2025 11:25"."""
        local = instant.astimezone(self._zone)
        told = [_WEEKDAYS[local.weekday()]]
        if abs((local.date() - self._at.date()).days) > self._near:
            told += [str(local.day), _MONTHS[local.month - 1]]
        if local.year != self._at.year:
            told += [str(local.year)] if len(told) > 1 else []
        return f"{' '.join(told)} {local:%H:%M}{_name_offset(local)}"

    def share_day(self, one: datetime, other: datetime) -> bool:
        """Say whether two instants are on one local day."""
        days = (one.astimezone(self._zone).date(), other.astimezone(self._zone).date())
        return days[0] == days[1]


def _name_offset(local: datetime) -> str:
    """Name the offset from UTC at a time that the wall shows twice."""
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
        return ""
    return f" {local:%Z}" if (local.tzname() or "").isalpha() else f" UTC{local:%z}"


def tell_amount(amount: timedelta) -> str:
    """Tell an amount of time: "45 min", "2 h", "1 h 20 min"."""
    minutes = int(amount / _MINUTE)
    if minutes < 1:
        return "less than a minute"
    hours, rest = divmod(minutes, 60)
    told = ([f"{hours} h"] if hours else []) + ([f"{rest} min"] if rest else [])
    return " ".join(told)


def measure(start: datetime, end: datetime) -> timedelta:
    """Measure the time between two instants as they are told, so that it can be checked."""
    return end.replace(second=0, microsecond=0) - start.replace(second=0, microsecond=0)
