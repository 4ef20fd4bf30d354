"""What falls due is looked for, seen to, and put off where that fails; then comes a sleep.

No job is kept for what falls due: each row tells when that is, and whoever looks first sees to it.
A ticker is `keep_looking` with two functions of its own: one that looks, through `see_to_each`, and
one that finds when something is due next.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.tools import Tools

# Looking costs one row of an index.
LONGEST_SLEEP: Final = 0.5
# What another process has locked is looked at again soon, not at once.
_SHORTEST_SLEEP: Final = 0.02
MOST_AT_ONCE: Final = 200
_TOGETHER: Final = 16
_FIRST_DELAY: Final = timedelta(seconds=2)
_LONGEST_DELAY: Final = timedelta(minutes=15)
log = structlog.get_logger()


async def keep_looking(
    tools: Tools,
    look: Callable[[], Awaitable[int]],
    find_next_at: Callable[[], Awaitable[datetime | None]],
    *,
    failure: str,
) -> None:
    """See to what falls due, for ever.

    Args:
        look: see to what is due by now, `MOST_AT_ONCE` at the most; tell how many were due.
        find_next_at: find when something is due next, past instants included; None for never.
        failure: what the log calls it that looking failed.
    """
    while True:
        try:
            seen = await look()
            pause = 0.0 if seen == MOST_AT_ONCE else _choose_pause(tools, await find_next_at())
        except Exception as error:  # noqa: BLE001 - the store may be away for a while
            log.error(failure, error=type(error).__name__)
            pause = LONGEST_SLEEP
        await asyncio.sleep(pause)


async def see_to_each(due: Sequence[str], see_to: Callable[[str], Awaitable[None]]) -> None:
    """See to what is due, by id, a few at a time.

    Args:
        see_to: raises nothing for one that cannot be seen to, which is put off instead.
    """
    for place in range(0, len(due), _TOGETHER):
        await asyncio.gather(*(see_to(each) for each in due[place : place + _TOGETHER]))


def note_failure(tools: Tools, failure: str, error: Exception, **named: str) -> None:
    """Log and count what could not be seen to.

    Args:
        failure: what the log and the counter call it.
        named: what it was, by its id, for the log.
    """
    log.error(failure, **named, error=type(error).__name__)
    tools.count(failure, error=type(error).__name__)


def choose_delay(failures: int) -> timedelta:
    """Choose how long to leave alone what could not be seen to: two seconds, then twice as long.

    Args:
        failures: how often in a row it had failed before.

    Returns:
        Up to a quarter of an hour.
    """
    return min(_FIRST_DELAY * 2.0 ** min(failures, 20), _LONGEST_DELAY)


@dataclass
class PutOff:
    """What this process could not see to, by id: how often in a row, and until when not again.

    For what keeps no count of its failures on record.
    """

    tries: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def put_off(self, name: str, *, now: datetime) -> None:
        """Leave one alone for a while, for longer each time."""
        failures = self.tries.get(name, (0, now))[0]
        self.tries[name] = (failures + 1, now + choose_delay(failures))

    def forget(self, name: str) -> None:
        """Begin anew with one that could be seen to."""
        self.tries.pop(name, None)

    def list_left_alone(self, *, now: datetime) -> Collection[str]:
        """List those that are left alone for now."""
        return {each for each, (_, until) in self.tries.items() if until > now}


def _choose_pause(tools: Tools, next_at: datetime | None) -> float:
    if next_at is None:
        return LONGEST_SLEEP
    wait = (next_at - tools.clock.now()).total_seconds()
    return min(max(wait, _SHORTEST_SLEEP), LONGEST_SLEEP)
