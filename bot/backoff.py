"""How long to wait before trying again."""

from datetime import timedelta

PROCESS_ATTEMPTS = 4
DELIVERY_ATTEMPTS = 8
_LONGEST = timedelta(hours=1)


def delay_before(attempt: int, *, asked: int | None = None) -> timedelta:
    """Return the wait before an attempt: half a second before the second, then four times each.

    Args:
        attempt: the number of the attempt to come, 2 for the first repetition.
        asked: seconds that the other side asked us to wait, which are respected.
    """
    wait = timedelta(seconds=0.5 * 4 ** max(0, min(attempt, 12) - 2))
    return min(max(wait, timedelta(seconds=asked or 0)), _LONGEST)
