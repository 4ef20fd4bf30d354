"""Calendars, instants and amounts of time for tests of what holds for all of them."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

from hypothesis import strategies as st

from domain.calendars import MINUTES_OF_DAY, BusinessCalendar, Slot, SpecialDay

# Clocks set at midnight, by half an hour, twice in a month of fasting, by a whole day, and never.
_ZONES = (
    "Europe/Oslo", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Africa/Cairo",
    "Africa/Casablanca", "America/Santiago", "America/Sao_Paulo", "Asia/Beirut", "Asia/Kolkata",
    "Pacific/Apia", "Pacific/Chatham", "America/St_Johns", "Antarctica/Troll", "UTC",
)  # fmt: skip
_ALL_ZONES = sorted(available_timezones())
# A spring, an autumn and a turn of the year.
FIRST_DAY, LAST_DAY = date(2026, 3, 1), date(2027, 1, 31)


def zones() -> st.SearchStrategy[str]:
    """Any time zone, the odd ones more often."""
    return st.sampled_from(_ZONES) | st.sampled_from(_ALL_ZONES)


def slots() -> st.SearchStrategy[tuple[Slot, ...]]:
    """Up to three slots of a day, in order, apart or touching."""
    times = st.integers(0, MINUTES_OF_DAY // 15).map(lambda quarter: quarter * 15)
    return st.lists(times, max_size=6, unique=True).map(
        lambda each: tuple(
            Slot(opens=opens, closes=closes) for opens, closes in list(pairwise(sorted(each)))[::2]
        )
    )


def days() -> st.SearchStrategy[date]:
    """A day of the years that instants are in."""
    return st.dates(FIRST_DAY, LAST_DAY)


@st.composite
def special_days(draw: st.DrawFn) -> SpecialDay:
    """A day that is not worked as its weekday is."""
    source = draw(st.sampled_from(["own", "ical:company", "region:NO"]))
    left = () if source.startswith("region") else draw(slots())
    return SpecialDay(day=draw(days()), name="Some day", slots=left, source=source)


@st.composite
def calendars(draw: st.DrawFn) -> BusinessCalendar:
    """A calendar that opens each week, with a few special days."""
    week = draw(st.tuples(*[slots()] * 7).filter(any))
    special = draw(
        st.lists(special_days(), max_size=6, unique_by=lambda each: (each.day, each.source))
    )
    return BusinessCalendar(
        name="some",
        title="Some calendar",
        version="some",
        time_zone=draw(zones()),
        week=week,
        special_days=tuple(special),
    )


def instants() -> st.SearchStrategy[datetime]:
    """An instant, often one at which something opens or closes."""
    begin = datetime.combine(FIRST_DAY, datetime.min.time(), UTC)
    span = LAST_DAY - FIRST_DAY
    quarters = st.integers(0, span.days * 96).map(lambda each: timedelta(minutes=15 * each))
    return (quarters | st.timedeltas(timedelta(), span)).map(lambda each: begin + each)


def amounts() -> st.SearchStrategy[timedelta]:
    """Some counted time, often whole quarters of an hour."""
    quarters = st.integers(1, 400).map(lambda each: timedelta(minutes=15 * each))
    return quarters | st.timedeltas(timedelta(microseconds=1), timedelta(days=8))
