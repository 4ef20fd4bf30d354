"""By when the customer may expect it: a little later than it is due, in round times."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from domain.calendars import Hours

_LEAST_MARGIN: Final = timedelta(minutes=5)
_SOONEST_CORRECTION: Final = timedelta(minutes=30)
_INSTANT: Final = timedelta(microseconds=1)
_NOTHING: Final = timedelta()
# Nobody promises 17:35 of a day next week: up to a distance, the step to which is rounded up.
_STEPS: Final = (
    (timedelta(hours=1), timedelta(minutes=5)),
    (timedelta(hours=4), timedelta(minutes=15)),
    (timedelta(days=1), timedelta(minutes=30)),
)
_LONGEST_STEP: Final = timedelta(hours=1)


def choose_promised_time(due_at: datetime, now: datetime, hours: Hours) -> datetime:
    """Choose the time that a customer is told for what is due at an instant.

    A tenth of the working time until then is added, at least five minutes, and it is rounded up;
    but it is never later than the closing time before which, or at which, it is due.

    Args:
        hours: of the calendar by which the clock counts.

    Returns:
        An instant that is not before `due_at`.
    """
    margin = max(hours.count(now, due_at) / 10, _LEAST_MARGIN)
    return _round_up(due_at + margin, now, hours, not_after=_find_closing(due_at, hours))


def choose_corrected_time(
    due_at: datetime,
    now: datetime,
    target: timedelta,
    hours: Hours,
    usual_wait: timedelta | None,
    *,
    promised_at: datetime | None = None,
) -> datetime:
    """Choose the time that a customer is told when what they were told first will not be kept.

    Half the target more of working time, or as long from now on as people usually wait where that
    is later; at least half an hour of working time from now on; rounded up, but not past closing.

    Args:
        target: of the clock.
        usual_wait: how much working time passes until people are answered; None if unknown.
        promised_at: what the customer was told last.

    Returns:
        An instant that is later than `due_at` and `promised_at`.
    """
    told = max(due_at, promised_at or due_at)
    wait = max(usual_wait or _NOTHING, _SOONEST_CORRECTION)
    expected = max(
        hours.add(max(due_at, now), target / 2),
        hours.add(now, wait),
        hours.add(told, _LEAST_MARGIN),
    )
    return _round_up(expected, now, hours, not_after=_find_closing(expected, hours))


def _find_closing(instant: datetime, hours: Hours) -> datetime:
    """Find the closing time of the opening in which an instant falls, its end included."""
    return max(hours.find_interval(instant - _INSTANT)[1], instant)


def _round_up(instant: datetime, now: datetime, hours: Hours, *, not_after: datetime) -> datetime:
    step = next((step for most, step in _STEPS if instant - now < most), _LONGEST_STEP)
    zone = ZoneInfo(hours.calendar.time_zone)
    local = instant.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    over = (local.replace(tzinfo=None) - midnight) % step
    return min(instant + (step - over) if over else instant, not_after)
