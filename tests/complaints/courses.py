"""Courses of complaints for the tests: an office in Oslo, open Monday to Friday, 9 to 17."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.calendars import BusinessCalendar, Slot
from domain.complaint_register import ComplaintEvent, Outcome
from domain.complaints import ComplaintStage

OSLO = ZoneInfo("Europe/Oslo")
DAY = (Slot(opens=9 * 60, closes=17 * 60),)
OFFICE = BusinessCalendar(
    name="office",
    title="Oslo office",
    version="office",
    time_zone="Europe/Oslo",
    week=(DAY,) * 5 + ((), ()),
)


class OfficeHours:
    """Counts minute by minute, for courses of a few days."""

    calendar = OFFICE

    def count(self, start: datetime, end: datetime) -> timedelta:
        minutes = max(int((end - start) / timedelta(minutes=1)), 0)
        return timedelta(minutes=sum(map(self._opens(start), range(minutes))))

    def add(self, start: datetime, amount: timedelta) -> datetime:
        opens, minute, left = self._opens(start), 0, amount / timedelta(minutes=1)
        while left > 0:
            left -= opens(minute)
            minute += 1
        return start + timedelta(minutes=minute)

    def find_interval(self, instant: datetime) -> tuple[datetime, datetime]:
        raise NotImplementedError

    def _opens(self, start: datetime) -> Callable[[int], bool]:
        def is_open(minute: int) -> bool:
            local = (start + timedelta(minutes=minute)).astimezone(OSLO)
            return local.weekday() < 5 and 9 <= local.hour < 17

        return is_open


HOURS = OfficeHours()


def at(text: str) -> datetime:
    """An instant of March 2026 by the clocks in Oslo: `2 16:40`. The 2nd is a Monday."""
    day, time = text.split()
    hour, minute = time.split(":")
    local = datetime(2026, 3, int(day), int(hour), int(minute), tzinfo=OSLO)
    return local.astimezone(UTC)


def move(
    to: str, when: str, why: str = "", *, by: str = "Ada", outcome: Outcome | None = None
) -> ComplaintEvent:
    return ComplaintEvent(to=ComplaintStage(to), at=at(when), by=by, why=why, outcome=outcome)
