"""One event of an iCalendar file (RFC 5545): when it begins, how long it is, how it comes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, Final, NoReturn
from zoneinfo import ZoneInfo

from domain.errors import InvalidInputError
from service_levels.calendar_checks import LONGEST_CLOSURE
from service_levels.ical_rule import parse_rule
from service_levels.recurrence import Recurrence

if TYPE_CHECKING:
    # Slow to load; whoever has an event has loaded it.
    from icalendar import Event

_LONGEST_NAME: Final = 100
_FIRST_YEAR, _LAST_YEAR = 1000, 9000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedEvent:
    """An event as its file has it.

    Attributes:
        start: as the wall shows it in `zone`; midnight for one of whole days.
        zone: where it is; None for one of whole days, which begins at midnight everywhere.
        length: exact for one with times; of whole days for one of these.
        more: further beginnings, beside those by the rule.
        except_for: beginnings that are left out.
        replaces: the beginning of the one that it stands for in a series of the same `uid`.
    """

    uid: str
    name: str
    start: datetime
    zone: tzinfo | None
    length: timedelta
    rule: Recurrence | None = None
    more: tuple[datetime, ...] = ()
    except_for: frozenset[datetime] = frozenset()
    replaces: datetime | None = None
    cancelled: bool = False


def parse_event(event: "Event", place: int, zone: tzinfo) -> ImportedEvent:
    """Parse an event.

    Args:
        place: in the file, to name it by; the first is 1.
        zone: where times are that do not say where they are.

    Raises:
        InvalidInputError: it is broken, longer than 60 days, or says what is not read here.
    """
    return _EventReader(event, place, zone).read()


class _EventReader:
    """Reads an event, and names it where something is wrong."""

    def __init__(self, event: "Event", place: int, zone: tzinfo) -> None:
        self._event = event
        self._zone = zone
        self._field = f"events[{place}]"
        name = " ".join(str(event.get("SUMMARY", "")).split())[:_LONGEST_NAME]
        self._name = "".join(each for each in name if each.isprintable())
        self._shown = f"the event {self._name!r}" if self._name else f"event {place}"

    def read(self) -> ImportedEvent:
        for name, why in self._event.errors:
            self._refuse(f"cannot be read: {name}: {str(why)[:_LONGEST_NAME]}")
        if "EXRULE" in self._event:
            self._refuse("has an EXRULE, which is not read; use EXDATE")
        start, zone = self._read_start()
        return ImportedEvent(
            uid=str(self._event.get("UID", "")),
            name=self._name or "Closed",
            start=start,
            zone=zone,
            length=self._read_length(start, zone),
            rule=self._read_rule(zone),
            more=tuple(self._read_list("RDATE", zone)),
            except_for=frozenset(self._read_list("EXDATE", zone)),
            replaces=self._read_replaced(zone),
            cancelled=str(self._event.get("STATUS", "")).upper() == "CANCELLED",
        )

    def _read_start(self) -> tuple[datetime, tzinfo | None]:
        begin = self._get_one("DTSTART")
        if begin is None:
            self._refuse("has no DTSTART; say when it begins")
        if not isinstance(begin.dt, date):
            self._refuse("has a DTSTART that is no date; write it as 20261224")
        start = self._read_wall(begin)
        zone = self._find_zone(begin) if isinstance(begin.dt, datetime) else None
        return start, zone

    def _read_length(self, start: datetime, zone: tzinfo | None) -> timedelta:
        end, duration = self._get_one("DTEND"), self._get_one("DURATION")
        if end is not None:
            length = self._measure(start, zone, end)
        elif duration is not None and isinstance(duration.dt, timedelta):
            length = duration.dt
        else:
            length = timedelta()
        if length < timedelta():
            self._refuse("ends before it begins; correct its end")
        if length > LONGEST_CLOSURE:
            most = LONGEST_CLOSURE.days
            self._refuse(f"is {length.days} days long; give it at most {most}")
        if zone is None:
            # Some programs write the day itself for its end; it is a day all the same.
            return max(timedelta(days=length.days), timedelta(days=1))
        return length

    def _measure(self, start: datetime, zone: tzinfo | None, end: Any) -> timedelta:
        if not isinstance(end.dt, date) or isinstance(end.dt, datetime) != (zone is not None):
            self._refuse("begins with a date and ends with a time, or the other way round")
        finish = self._read_wall(end)
        if zone is None:
            return finish - start
        begins = start.replace(tzinfo=zone).astimezone(UTC)
        return finish.replace(tzinfo=self._find_zone(end)).astimezone(UTC) - begins

    def _read_replaced(self, zone: tzinfo | None) -> datetime | None:
        replaced = self._get_one("RECURRENCE-ID")
        if replaced is None:
            return None
        if replaced.params.get("RANGE"):
            self._refuse("changes all later ones of its series (RANGE), which is not read")
        return self._move(replaced, zone)

    def _read_list(self, name: str, zone: tzinfo | None) -> Iterable[datetime]:
        for written in self._get_all(name):
            for each in written.dts:
                if not isinstance(each.dt, date):
                    self._refuse(f"has an {name} that is no date")
                yield self._move(each, zone)

    def _move(self, written: Any, zone: tzinfo | None) -> datetime:
        """Read a time as the wall shows it where the event is."""
        wall = self._read_wall(written)
        if zone is None:
            return datetime.combine(wall.date(), time())
        if not isinstance(written.dt, datetime):
            return datetime.combine(wall.date(), time.max)
        return wall.replace(tzinfo=self._find_zone(written)).astimezone(zone).replace(tzinfo=None)

    def _read_wall(self, written: Any) -> datetime:
        """Read a time as it is written, without its zone."""
        if not _FIRST_YEAR <= written.dt.year <= _LAST_YEAR:
            self._refuse(f"speaks of the year {written.dt.year}; correct it")
        if isinstance(written.dt, datetime):
            # The zone's own rules may come from the file, so nobody asks them anything.
            return written.dt.replace(tzinfo=None, fold=0)
        return datetime.combine(written.dt, time())

    def _find_zone(self, written: Any) -> tzinfo:
        """Find the zone of a time by its name; what a file itself says of zones is not followed."""
        known = written.dt.tzinfo
        if isinstance(known, ZoneInfo) or known is UTC:
            return known
        name = str(written.params.get("TZID", ""))
        if not name:
            return self._zone
        from icalendar.timezone.windows_to_olson import (  # noqa: PLC0415 - slow to load, see above
            WINDOWS_TO_OLSON,
        )

        try:
            return ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
        except (KeyError, ValueError, OSError):
            shown = name[:_LONGEST_NAME]
            self._refuse(f"is in the unknown time zone {shown!r}; name one such as Europe/Oslo")

    def _read_rule(self, zone: tzinfo | None) -> Recurrence | None:
        rules = self._get_all("RRULE")
        if not rules:
            return None
        if len(rules) > 1:
            self._refuse("has several RRULEs; make an event of each")
        return parse_rule(rules[0], zone, self._refuse)

    def _get_one(self, name: str) -> Any:
        found = self._get_all(name)
        if len(found) > 1:
            self._refuse(f"has several {name}; leave one")
        return found[0] if found else None

    def _get_all(self, name: str) -> list[Any]:
        found = self._event.get(name, [])
        return found if isinstance(found, list) else [found]

    def _refuse(self, what: str) -> NoReturn:
        raise InvalidInputError(f"{self._shown} {what}", field=self._field)
