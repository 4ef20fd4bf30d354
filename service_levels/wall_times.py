"""From the clocks on the wall to instants, on the days also on which these are set."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def find_instant(day: date, minutes: int, zone: tzinfo) -> datetime:
    """Return the instant at which the wall shows a time of a local day.

    A time that the wall shows twice is the first of both; one that it skips is the instant at
    which it is set.

    Args:
        minutes: since midnight, 0 to 1440.
    """
    shown = datetime.combine(day, time()) + timedelta(minutes=minutes)
    instant = shown.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == shown:
        return instant
    return _find_jump(shown, zone)


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
