"""From the clocks on the wall to instants, on the days also on which these are set."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

_MIDNIGHT: Final = time()


def find_instant(day: date, minutes: int, zone: tzinfo) -> datetime:
    """Return the instant at which the wall shows a time of a local day.

    A time that the wall shows twice is the first of both; one that it skips is the instant at
    which it is set.

    Args:
        minutes: since midnight, 0 to 1440.
    """
    shown = datetime.combine(day, _MIDNIGHT, zone) + timedelta(minutes=minutes)
    # The offsets that hold before and after the wall is set (PEP 495); on other days they are one.
    before, after = _get_offset(shown), _get_offset(shown.replace(fold=1))
    if before >= after:
        return shown.replace(tzinfo=UTC) - before
    return _find_jump(shown.replace(tzinfo=None), zone)


def _get_offset(shown: datetime) -> timedelta:
    return shown.utcoffset() or timedelta()


def _find_jump(skipped: datetime, zone: tzinfo) -> datetime:
    """Return the instant at which the wall jumps over a time."""
    # Read with the offset from after the jump it lies before it, and the other way round.
    before = skipped.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = skipped.replace(tzinfo=zone, fold=0).astimezone(UTC)
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
