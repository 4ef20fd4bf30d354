"""When a company works: the hours that count for a promise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Protocol

MINUTES_OF_DAY: Final = 1440


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A part of a local day in which time counts.

    Attributes:
        opens: minutes since midnight by the clocks on the wall, 0 to 1439.
        closes: the same, 1 to 1440; the end of the day is 1440.
    """

    opens: int
    closes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day that is not worked as its weekday is.

    Attributes:
        slots: of an own day, when it is worked all the same; of any other, what it leaves open of
            the whole day; none where it is closed.
        source: `own`, `region:NO` or `ical:<name of the import>`. An own day holds as it is;
            without one, what the weekday has and all others leave open. `service_levels.day_slots`
            tells what came of it.
    """

    day: date
    name: str
    slots: tuple[Slot, ...] = ()
    source: str = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRegion:
    """A country, or a part of one, whose public holidays are kept.

    Attributes:
        country: ISO 3166-1 alpha-2.
        subdivision: the part's code as the `holidays` package names it, or None.
    """

    country: str
    subdivision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessCalendar:
    """When time counts. One version of a calendar never changes; an edit makes the next one.

    Attributes:
        name: what policies call it.
        version: id of this version; `always` for the calendar that is built in.
        time_zone: IANA name.
        week: the slots of Monday to Sunday, each day's in order and apart from each other.
        regions: whose public holidays were put among `special_days`.
        special_days: at most one for each day and source.
    """

    name: str
    title: str
    version: str
    time_zone: str = "UTC"
    week: tuple[tuple[Slot, ...], ...]
    regions: tuple[HolidayRegion, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()


ALWAYS: Final = BusinessCalendar(
    name="always",
    title="Always",
    version="always",
    week=((Slot(opens=0, closes=MINUTES_OF_DAY),),) * 7,
)


class Hours(Protocol):
    """The arithmetic of one calendar; see `service_levels.opening_hours`."""

    @property
    def calendar(self) -> BusinessCalendar:
        """The calendar it counts by."""
        ...

    def count(self, start: datetime, end: datetime) -> timedelta:
        """Return how much time counts from `start` to `end`; nothing where `end` is earlier."""
        ...

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """Return the first instant at which `amount` has counted since `start`."""
        ...

    def find_interval(self, instant: datetime) -> tuple[datetime, datetime]:
        """Return the open interval that an instant is in, or else the next one.

        An interval holds its beginning and not its end. One that never ends, ends in a century.
        """
        ...
