"""Which occasion a trigger has, for each of which it is done once.

An occasion of a trigger that waits for quiet is what a customer or an agent did last: once one of
them does something more, there may be another. One of set times is the time itself.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from domain.automations import Automation, Schedule

# A set time that nobody was there for is made up for within the hour.
LATEST: Final = timedelta(hours=1)


def find_slot(trigger: Automation, *, time_zone: str, now: datetime) -> str | None:
    """Find which occasion a trigger of set times has now.

    Returns:
        As `at:2026-03-02T09:00`; an empty text for one that waits for quiet; None for nothing.
    """
    schedule = trigger.schedule
    if schedule is None or schedule.idle_minutes is not None:
        return None if schedule is None else ""
    zone = ZoneInfo(time_zone)
    local = now.astimezone(zone)
    for day in (local.date(), local.date() - timedelta(days=1)):
        for at in reversed(schedule.at):
            begins = datetime.combine(day, time.fromisoformat(at), tzinfo=zone)
            if _is_now(schedule, begins, now):
                return f"at:{day.isoformat()}T{at}"
    return None


def _is_now(schedule: Schedule, begins: datetime, now: datetime) -> bool:
    # Across a change of the clocks only instants tell how long ago it was.
    late = now - begins.astimezone(now.tzinfo)
    return begins.weekday() in schedule.weekdays and timedelta(0) <= late < LATEST


def name_quiet(conversation_id: str, last: Mapping[str, int]) -> str:
    """Name the occasion of a trigger that waits for quiet.

    Args:
        last: by conversation, the position of what a customer or an agent did last.
    """
    return f"idle:{last.get(conversation_id, 0)}"
