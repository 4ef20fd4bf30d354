"""Opening hours as somebody with a calendar and a clock on the wall would count them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.calendars import ALWAYS, BusinessCalendar, Slot, SpecialDay
from service_levels.opening_hours import OpeningHours, make_hours
from service_levels.wall_times import find_instant

pytestmark = pytest.mark.unit

OFFICE = (Slot(opens=9 * 60, closes=12 * 60), Slot(opens=13 * 60, closes=17 * 60))
CHRISTMAS = (
    SpecialDay(day=date(2026, 12, 24), name="Eve", slots=(Slot(opens=540, closes=720),)),
    SpecialDay(day=date(2026, 12, 25), name="Christmas Day", source="region:NO"),
    SpecialDay(day=date(2026, 12, 26), name="Second Day of Christmas", source="region:NO"),
    SpecialDay(day=date(2026, 12, 31), name="New Year's Eve"),
    SpecialDay(day=date(2027, 1, 1), name="New Year's Day", source="region:NO"),
)


def office(zone: str, *special: SpecialDay) -> BusinessCalendar:
    """Nine to five with an hour's lunch, Monday to Friday."""
    week = (OFFICE,) * 5 + ((),) * 2
    return BusinessCalendar(
        name="office",
        title="Office",
        version=f"office {zone} {len(special)}",
        time_zone=zone,
        week=week,
        special_days=special,
    )


def at(text: str) -> datetime:
    """`2026-03-27 16:30 Europe/Oslo`; a * marks the second of two times that look the same."""
    day, clock, zone = text.split()
    wall = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock.rstrip("*")))
    return wall.replace(tzinfo=ZoneInfo(zone), fold=int(clock.endswith("*"))).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        # Within a slot, over lunch, over the night, over the weekend.
        ("2026-11-23 09:30", 60, "2026-11-23 10:30"),
        ("2026-11-23 11:30", 60, "2026-11-23 13:30"),
        ("2026-11-23 16:40", 60, "2026-11-24 09:40"),
        ("2026-11-27 16:30", 60, "2026-11-30 09:30"),
        # What is used up at closing falls due at closing, not the next morning.
        ("2026-11-23 11:00", 60, "2026-11-23 12:00"),
        ("2026-11-27 16:00", 60, "2026-11-27 17:00"),
        # What comes while closed counts from the opening on.
        ("2026-11-23 03:00", 30, "2026-11-23 09:30"),
        ("2026-11-28 12:00", 30, "2026-11-30 09:30"),
        # Five days of seven hours are a week; twenty are four.
        ("2026-11-23 09:00", 35 * 60, "2026-11-27 17:00"),
        ("2026-11-23 10:00", 140 * 60, "2026-12-21 10:00"),
        # Christmas Eve until noon, 25 and 26 December closed, then a weekend (the 26th and 27th).
        ("2026-12-24 11:00", 60, "2026-12-24 12:00"),
        ("2026-12-24 11:00", 61, "2026-12-28 09:01"),
        # New Year's Eve and Day are Thursday and Friday; work goes on on Monday.
        ("2026-12-30 16:00", 120, "2027-01-04 10:00"),
        # From Christmas Eve over both: 1 h on the 24th, 7 h each on 28, 29, 30, and 1 h in January.
        ("2026-12-24 11:00", 23 * 60, "2027-01-04 10:00"),
    ],
)
def test_an_office_in_oslo(start: str, minutes: int, due: str):
    hours = make_hours(office("Europe/Oslo", *CHRISTMAS))

    found = hours.add(at(f"{start} Europe/Oslo"), timedelta(minutes=minutes))

    assert found == at(f"{due} Europe/Oslo")


@pytest.mark.parametrize(
    ("zone", "start", "end", "hours"),
    [
        # 2026-03-29 in Oslo: 02:00 becomes 03:00; the day has 23 hours.
        ("Europe/Oslo", "2026-03-29 00:00", "2026-03-30 00:00", 23),
        ("Europe/Oslo", "2026-03-29 01:00", "2026-03-29 04:00", 2),
        # 2026-10-25: 03:00 becomes 02:00; the day has 25.
        ("Europe/Oslo", "2026-10-25 00:00", "2026-10-26 00:00", 25),
        ("Europe/Oslo", "2026-10-25 02:30", "2026-10-25 02:30*", 1),
        # 2026-03-08 and 2026-11-01 in New York.
        ("America/New_York", "2026-03-08 00:00", "2026-03-09 00:00", 23),
        ("America/New_York", "2026-11-01 00:00", "2026-11-02 00:00", 25),
        # In Sydney it is the other way round: 2026-04-05 is long and 2026-10-04 short.
        ("Australia/Sydney", "2026-04-05 00:00", "2026-04-06 00:00", 25),
        ("Australia/Sydney", "2026-10-04 00:00", "2026-10-05 00:00", 23),
        # On Lord Howe Island clocks are set by half an hour.
        ("Australia/Lord_Howe", "2026-04-05 00:00", "2026-04-06 00:00", 24.5),
        ("Australia/Lord_Howe", "2026-10-04 00:00", "2026-10-05 00:00", 23.5),
        # At Troll in Antarctica by two.
        ("Antarctica/Troll", "2026-03-29 00:00", "2026-03-30 00:00", 22),
        # Cairo sets its clocks at midnight: 2026-04-24 begins at 01:00.
        ("Africa/Cairo", "2026-04-23 00:00", "2026-04-25 00:00", 47),
        # Samoa went from the evening of 29 December 2011 to the morning of the 31st.
        ("Pacific/Apia", "2011-12-29 00:00", "2012-01-01 00:00", 48),
    ],
)
def test_a_house_that_never_closes(zone: str, start: str, end: str, hours: float):
    calendar = replace(ALWAYS, version="round the clock", time_zone=zone)
    counted = timedelta(hours=hours)
    begin, finish = at(f"{start} {zone}"), at(f"{end} {zone}")

    for arithmetic in (OpeningHours(calendar), make_hours(calendar)):
        assert arithmetic.count(begin, finish) == counted
        assert arithmetic.add(begin, counted) == finish


@pytest.mark.parametrize(
    ("zone", "start", "minutes", "due"),
    [
        # Friday before and Monday after the clocks are set: 09:00 is 09:00 by the wall.
        ("Europe/Oslo", "2026-03-27 16:30", 60, "2026-03-30 09:30"),
        ("Europe/Oslo", "2026-10-23 16:30", 60, "2026-10-26 09:30"),
        ("America/New_York", "2026-03-06 16:30", 60, "2026-03-09 09:30"),
        ("Australia/Sydney", "2026-10-02 16:30", 60, "2026-10-05 09:30"),
        ("Australia/Lord_Howe", "2026-04-03 16:30", 60, "2026-04-06 09:30"),
        # Thursday the 29th is followed by Saturday the 31st, and that by Sunday.
        ("Pacific/Apia", "2011-12-29 16:30", 60, "2012-01-02 09:30"),
    ],
)
def test_an_office_where_clocks_are_set(zone: str, start: str, minutes: int, due: str):
    hours = make_hours(office(zone))

    found = hours.add(at(f"{start} {zone}"), timedelta(minutes=minutes))

    assert found == at(f"{due} {zone}")


@pytest.mark.parametrize(
    ("slot", "day", "hours"),
    [
        # 02:00 to 03:00 is not there in spring; a slot within it does not take place.
        (("02:00", "03:00"), "2026-03-29", 0),
        (("02:15", "02:45"), "2026-03-29", 0),
        # One that begins in it begins when the clocks are set, and one that ends in it ends then.
        (("02:30", "05:00"), "2026-03-29", 2),
        (("00:00", "02:30"), "2026-03-29", 2),
        # In autumn it is there twice; a time is the first that looks so.
        (("00:00", "02:30"), "2026-10-25", 2.5),
        (("02:30", "05:00"), "2026-10-25", 3.5),
        (("02:00", "03:00"), "2026-10-25", 2),
    ],
)
def test_a_night_shift_in_oslo_where_clocks_are_set(slot: tuple[str, str], day: str, hours: float):
    opens, closes = (int(each[:2]) * 60 + int(each[3:]) for each in slot)
    week = ((Slot(opens=opens, closes=closes),),) * 7
    arithmetic = OpeningHours(replace(ALWAYS, version="night", time_zone="Europe/Oslo", week=week))
    midnight = at(f"{day} 00:00 Europe/Oslo")

    counted = arithmetic.count(midnight, midnight + timedelta(hours=12))

    assert counted == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("asked", "opens", "closes"),
    [
        ("2026-11-23 10:00", "2026-11-23 09:00", "2026-11-23 12:00"),
        ("2026-11-23 09:00", "2026-11-23 09:00", "2026-11-23 12:00"),
        # At closing it is closed.
        ("2026-11-23 12:00", "2026-11-23 13:00", "2026-11-23 17:00"),
        ("2026-11-27 17:00", "2026-11-30 09:00", "2026-11-30 12:00"),
        ("2026-12-24 13:00", "2026-12-28 09:00", "2026-12-28 12:00"),
        ("2026-12-30 18:00", "2027-01-04 09:00", "2027-01-04 12:00"),
    ],
)
def test_when_it_opens_next(asked: str, opens: str, closes: str):
    hours = make_hours(office("Europe/Oslo", *CHRISTMAS))

    found = hours.find_interval(at(f"{asked} Europe/Oslo"))

    assert found == (at(f"{opens} Europe/Oslo"), at(f"{closes} Europe/Oslo"))


def test_hours_that_meet_at_midnight_are_one_interval_even_at_new_year():
    evening, morning = (Slot(opens=22 * 60, closes=1440),), (Slot(opens=0, closes=6 * 60),)
    calendar = replace(
        ALWAYS, version="night", time_zone="Europe/Oslo", week=((*morning, *evening),) * 7
    )

    # The year of UTC turns at 01:00 in Oslo, in the middle of it.
    for asked in ("2026-12-31 23:00", "2027-01-01 00:30", "2027-01-01 05:00"):
        assert OpeningHours(calendar).find_interval(at(f"{asked} Europe/Oslo")) == (
            at("2026-12-31 22:00 Europe/Oslo"),
            at("2027-01-01 06:00 Europe/Oslo"),
        )


@pytest.mark.parametrize(
    ("zone", "day", "shown", "instant"),
    [
        ("Europe/Oslo", "2026-03-29", "02:30", "2026-03-29 01:00"),
        ("Europe/Oslo", "2026-10-25", "02:30", "2026-10-25 00:30"),
        ("Europe/Oslo", "2026-10-25", "03:00", "2026-10-25 02:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30"),
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23 22:00"),
        ("Pacific/Apia", "2011-12-30", "12:00", "2011-12-30 10:00"),
        ("Asia/Kathmandu", "2026-06-01", "00:00", "2026-05-31 18:15"),
    ],
)
def test_what_the_wall_shows_and_when(zone: str, day: str, shown: str, instant: str):
    minutes = int(shown[:2]) * 60 + int(shown[3:])

    found = find_instant(date.fromisoformat(day), minutes, ZoneInfo(zone))

    assert found == at(f"{instant} UTC")
