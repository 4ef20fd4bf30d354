"""Days off out of an iCalendar file (RFC 5545), as other calendars export them.

An event of whole days closes them; one with times closes those hours. Whether it marks its owner
as free or busy says nothing, since calendars of public holidays mark theirs as free. What was
cancelled closes nothing. Events come back by RRULE and RDATE but for EXDATE, from the beginning of
last year to the end of the fifth year ahead; what lies outside is left out.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Final, NoReturn

from domain.calendars import MINUTES_OF_DAY, Slot, SpecialDay
from domain.errors import InvalidInputError
from service_levels.day_slots import subtract_slot
from service_levels.ical_event import ImportedEvent, parse_event
from service_levels.recurrence import Budget, list_days
from service_levels.slot_definition import MOST_SLOTS

if TYPE_CHECKING:
    from icalendar import Event

MOST_BYTES: Final = 1_000_000
_MOST_LINES: Final = 60_000
_MOST_DAYS: Final = 2_000
# As many as a computer looks at in about a second.
_MOST_WORK: Final = 500_000
_YEARS_BACK, _YEARS_AHEAD = 1, 5
_DAY: Final = timedelta(days=1)
_MINUTE: Final = timedelta(minutes=1)
_WHOLE_DAY: Final = Slot(opens=0, closes=MINUTES_OF_DAY)
_NAME: Final = re.compile(r"[^\s:]{1,64}")
_LONGEST_NAME: Final = 200


def parse_ical(data: bytes, name: str, *, zone: tzinfo, today: date) -> tuple[SpecialDay, ...]:
    """Parse the days off of an iCalendar file, by day.

    Args:
        name: of the import; the days' source is `ical:` and it.
        zone: of the calendar that they are for, and of times that do not say where they are.

    Returns:
        One day for each that something closes; its slots are what is left open of the whole day.

    Raises:
        InvalidInputError: it is no calendar, broken, or too much; the reason names the event.
    """
    if not _NAME.fullmatch(name):
        raise InvalidInputError("give the import a short name without spaces", field="name")
    events = [parse_event(each, at, zone) for at, each in enumerate(_read_events(data), start=1)]
    closings = _Closings(zone, today)
    for event in _settle_series(events):
        closings.add_event(event)
    return closings.list_days(f"ical:{name}")


def _read_events(data: bytes) -> list["Event"]:
    # A fifth of a second that only who imports something waits for.
    from icalendar import Calendar, Event  # noqa: PLC0415 - slow to load, see above

    if len(data) > MOST_BYTES:
        _refuse(f"it has {len(data)} bytes; at most {MOST_BYTES} are read")
    if data.count(b"\n") + data.count(b"\r") > 2 * _MOST_LINES:
        _refuse(f"it has more than {_MOST_LINES} lines; export fewer years")
    try:
        with warnings.catch_warnings():
            # It warns of unusual names of zones, which are looked at one by one later.
            warnings.simplefilter("ignore")
            calendars = Calendar.from_ical(data, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        _refuse(
            "it is no iCalendar file, or a broken one; such a file begins with BEGIN:VCALENDAR and "
            "ends with END:VCALENDAR: export it again"
        )
    if not calendars or any(each.name != "VCALENDAR" for each in calendars):
        _refuse("it is no iCalendar file; one begins with BEGIN:VCALENDAR")
    events = [event for each in calendars for event in each.walk("VEVENT")]
    if not events:
        _refuse("there is no event in it; export a calendar with days off")
    return [each for each in events if isinstance(each, Event)]


def _refuse(reason: str) -> NoReturn:
    raise InvalidInputError(reason, field="file")


def _settle_series(events: Iterable[ImportedEvent]) -> Iterator[ImportedEvent]:
    """Put those that stand for one of a series in its place, and leave out what was cancelled."""
    events = list(events)
    replaced: dict[str, set[datetime]] = {}
    for event in events:
        if event.replaces is not None:
            replaced.setdefault(event.uid, set()).add(event.replaces)
    for event in events:
        if event.cancelled:
            continue
        if event.replaces is None and event.uid in replaced:
            yield replace(event, except_for=event.except_for | replaced[event.uid])
        else:
            yield event


class _Closings:
    """What events close of each day."""

    def __init__(self, zone: tzinfo, today: date) -> None:
        self._zone = zone
        self._first = date(today.year - _YEARS_BACK, 1, 1)
        self._last = date(today.year + _YEARS_AHEAD, 12, 31)
        self._budget = Budget(_MOST_WORK)
        self._open: dict[date, tuple[Slot, ...]] = {}
        self._names: dict[date, dict[str, None]] = {}

    def add_event(self, event: ImportedEvent) -> None:
        """Close what an event closes, each time it takes place."""
        for start in self._list_starts(event):
            self._budget.spend()
            if event.zone is None:
                self._close(event.name, start, start + event.length)
            else:
                begin = start.replace(tzinfo=event.zone).astimezone(UTC)
                self._close(event.name, self._show(begin), self._show(begin + event.length))

    def list_days(self, source: str) -> tuple[SpecialDay, ...]:
        """List the days of which something is closed."""
        return tuple(
            SpecialDay(
                day=day,
                name=", ".join(self._names[day])[:_LONGEST_NAME],
                slots=self._open[day],
                source=source,
            )
            for day in sorted(self._open)
        )

    def _list_starts(self, event: ImportedEvent) -> set[datetime]:
        """List when an event begins, as the wall shows it where it is."""
        starts = {event.start, *event.more}
        if event.rule is not None:
            # One that began earlier may last into the first day.
            first = self._first - event.length - 2 * _DAY
            days = list_days(event.rule, event.start, first, self._last + 2 * _DAY, self._budget)
            starts |= {datetime.combine(day, event.start.time()) for day in days}
        left_out = {each.date() for each in event.except_for if each.time() == time.max}
        return {
            each for each in starts if each not in event.except_for and each.date() not in left_out
        }

    def _show(self, instant: datetime) -> datetime:
        return instant.astimezone(self._zone).replace(tzinfo=None)

    def _close(self, name: str, begin: datetime, end: datetime) -> None:
        """Close from one time to another, as the calendar's wall shows them."""
        day = max(begin.date(), self._first)
        while day <= self._last and datetime.combine(day, time()) < end:
            self._budget.spend()
            midnight = datetime.combine(day, time())
            opens = max((begin - midnight) // _MINUTE, 0)
            # A minute that has begun is closed.
            closes = min(-((midnight - end) // _MINUTE), MINUTES_OF_DAY)
            if opens < closes:
                self._close_slot(day, Slot(opens=opens, closes=closes), name)
            day += _DAY

    def _close_slot(self, day: date, closed: Slot, name: str) -> None:
        left = subtract_slot(self._open.get(day, (_WHOLE_DAY,)), closed)
        if len(left) > MOST_SLOTS:
            _refuse(f"it is full of appointments on {day}, such as {name!r}; export days off alone")
        self._open[day] = left
        self._names.setdefault(day, {})[name] = None
        if len(self._open) > _MOST_DAYS:
            _refuse(f"with {name!r} it closes more than {_MOST_DAYS} days; export days off alone")
