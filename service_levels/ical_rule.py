"""The recurrence rule of an event of an iCalendar file (RFC 5545, section 3.3.10)."""

from collections.abc import Callable
from datetime import datetime, time, tzinfo
from typing import TYPE_CHECKING, Any, Final, NoReturn

from service_levels.recurrence import Frequency, Recurrence

if TYPE_CHECKING:
    # Slow to load; whoever has a rule has loaded it.
    from icalendar.prop import vRecur

_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PARTS: Final = frozenset(
    {
        "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY",
        "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYSETPOS",
    }
)  # fmt: skip
_MOST: Final = 100_000
_LONGEST_SHOWN: Final = 100
# No year outside of these can be read in every time zone.
_FIRST_YEAR, _LAST_YEAR = 2, 9997

Refuse = Callable[[str], NoReturn]


def parse_rule(rule: "vRecur", zone: tzinfo | None, refuse: Refuse) -> Recurrence:
    """Parse a rule.

    Args:
        zone: where the event is; None for one of whole days.
        refuse: is told what is wrong, and raises.
    """
    unknown = sorted(set(map(str.upper, rule)) - _PARTS)
    frequency = str(_get_part(rule, "FREQ", "")).upper()
    if unknown or frequency not in set(Frequency):
        what = ", ".join(unknown) or f"FREQ={frequency}"
        refuse(f"repeats by {what[:_LONGEST_SHOWN]}, which is not read; repeat it by days")
    read = Recurrence(
        frequency=Frequency(frequency),
        interval=_read_number(rule, "INTERVAL", refuse) or 1,
        count=_read_number(rule, "COUNT", refuse),
        until=_read_until(rule, zone),
        by_month=_read_numbers(rule, "BYMONTH", 1, 12, refuse),
        by_month_day=_read_numbers(rule, "BYMONTHDAY", -31, 31, refuse),
        by_year_day=_read_numbers(rule, "BYYEARDAY", -366, 366, refuse),
        by_day=frozenset(_read_weekday(each, refuse) for each in rule.get("BYDAY", ())),
        by_set_position=tuple(sorted(_read_numbers(rule, "BYSETPOS", -366, 366, refuse))),
        week_start=_read_weekday(_get_part(rule, "WKST", "MO"), refuse)[0],
    )
    if not _is_allowed(read):
        refuse(f"repeats in a way that {read.frequency} does not allow; see RFC 5545")
    return read


def _is_allowed(rule: Recurrence) -> bool:
    """See the table in RFC 5545, section 3.3.10."""
    match rule.frequency:
        case Frequency.YEARLY:
            return True
        case Frequency.MONTHLY:
            return not rule.by_year_day
        case Frequency.WEEKLY | Frequency.DAILY:
            without = rule.by_year_day or any(place for _, place in rule.by_day)
            weekly = rule.frequency is Frequency.WEEKLY
            return not without and not (weekly and rule.by_month_day)


def _read_number(rule: "vRecur", part: str, refuse: Refuse) -> int | None:
    number = _get_part(rule, part, None)
    if number is None:
        return None
    if not isinstance(number, int) or not 1 <= number <= _MOST:
        refuse(f"has a rule with {part} {str(number)[:20]}; give 1 to {_MOST}")
    return int(number)


def _read_numbers(
    rule: "vRecur", part: str, least: int, most: int, refuse: Refuse
) -> frozenset[int]:
    numbers = frozenset(int(each) for each in rule.get(part, ()))
    if any(not least <= each <= most or each == 0 for each in numbers):
        refuse(f"has a rule with a {part} outside of {least} to {most}")
    return numbers


def _read_weekday(written: object, refuse: Refuse) -> tuple[int, int]:
    text = str(written).upper()
    place, weekday = text[:-2] or "0", text[-2:]
    try:
        return _WEEKDAYS.index(weekday), int(place)
    except ValueError:
        refuse(f"has a rule with the weekday {text[:20]!r}; write it as MO or -1MO")


def _read_until(rule: "vRecur", zone: tzinfo | None) -> datetime | None:
    """Read the last instant, as the wall shows it where the event is."""
    until = _get_part(rule, "UNTIL", None)
    if until is None or until.year > _LAST_YEAR:
        return None
    if zone is None or not isinstance(until, datetime):
        return datetime.combine(until, time.max)
    if until.tzinfo is None or until.year < _FIRST_YEAR:
        return until.replace(tzinfo=None)
    return until.astimezone(zone).replace(tzinfo=None)


def _get_part(rule: "vRecur", part: str, otherwise: Any) -> Any:
    values = rule.get(part)
    return values[0] if values else otherwise
