"""How often, and after how long, to try again."""

from datetime import timedelta

from domain.jobs import JobKind

_FIRST = timedelta(seconds=0.5)
_LONGEST = timedelta(hours=1)
# A customer waits for it, and so does what they write next: six tries within three minutes.
_SOON = 6
# A provider may be down for hours, and nobody is helped by giving up: twelve tries within five.
_LATE = 12
# Who is asked something waits for the next question: three tries within three seconds.
_AT_ONCE = 3
_TRIES = {
    JobKind.ACT: _AT_ONCE,
    JobKind.DELIVER: _LATE,
    JobKind.FETCH: _LATE,
    JobKind.STAFF_MAIL: _LATE,
    JobKind.WEBHOOK: _LATE,
}


def find_delay(kind: JobKind, failures: int, *, asked: int | None = None) -> timedelta | None:
    """Return the wait before the next try: half a second, then four times as long each.

    Args:
        failures: how often the job has failed, the last time included.
        asked: seconds that the other side asked us to wait, which are respected up to an hour.

    Returns:
        Up to an hour; None where all tries of this kind of job are spent.
    """
    if failures >= _TRIES.get(kind, _SOON):
        return None
    wait = _FIRST * 4.0 ** min(failures - 1, 10)
    return min(max(wait, timedelta(seconds=asked or 0)), _LONGEST)
