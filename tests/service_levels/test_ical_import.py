"""Days off come out of other programs' calendars; what is broken or too much is refused by name."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as st

from domain.calendars import Slot, SpecialDay
from domain.errors import InvalidInputError
from service_levels.ical_import import parse_ical
from tests.service_levels.examples import property_test

pytestmark = pytest.mark.unit

OSLO = ZoneInfo("Europe/Oslo")
TODAY = date(2026, 11, 23)


def a_file(*events: str, before: str = "") -> bytes:
    """Write a calendar of events, each given as its lines."""
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//A//B//EN\n{before}{body}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(*events: str, before: str = "") -> tuple[SpecialDay, ...]:
    return parse_ical(a_file(*events, before=before), "company", zone=OSLO, today=TODAY)


def days_of(*events: str) -> list[date]:
    return [each.day for each in read(*events)]


def slot(opens: str, closes: str) -> Slot:
    minutes = [int(each[:2]) * 60 + int(each[3:]) for each in (opens, closes)]
    return Slot(opens=minutes[0], closes=minutes[1])


def test_a_day_is_closed_by_name():
    assert read("SUMMARY:Founders' day\nDTSTART;VALUE=DATE:20260701") == (
        SpecialDay(day=date(2026, 7, 1), name="Founders' day", source="ical:company"),
    )


@pytest.mark.parametrize(
    ("event", "days"),
    [
        # The end is the day after the last one (RFC 5545, section 3.6.1).
        ("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227", ["12-24", "12-25", "12-26"]),
        ("DTSTART;VALUE=DATE:20261224\nDURATION:P2D", ["12-24", "12-25"]),
        ("DTSTART;VALUE=DATE:20261224\nDURATION:P1W", [f"12-{day}" for day in range(24, 31)]),
        # Some programs write the day itself.
        ("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224", ["12-24"]),
        ("DTSTART;VALUE=DATE:20261224\nTRANSP:TRANSPARENT", ["12-24"]),
        ("DTSTART;VALUE=DATE:20261224\nSTATUS:CANCELLED", []),
        (
            "DTSTART;VALUE=DATE:20260105\nRDATE;VALUE=DATE:20260202,20260302",
            ["01-05", "02-02", "03-02"],
        ),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;VALUE=DATE:20260119",
            ["01-05", "01-12", "01-26"],
        ),
        ("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;UNTIL=20260106", ["01-05", "01-06"]),
        (
            "DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;UNTIL=20260106T225959Z",
            ["01-05", "01-06"],
        ),
        # Some programs write the end of all time.
        (
            "DTSTART:20301231T000000\nDURATION:P1D\nRRULE:FREQ=YEARLY;UNTIL=99991231T235959Z",
            ["2030-12-31", "2031-12-31"],
        ),
        (
            "DTSTART;VALUE=DATE:20260112\nRRULE:FREQ=MONTHLY;BYDAY=2MO,-1FR;COUNT=4",
            ["01-12", "01-30", "02-09", "02-27"],
        ),
        # The last working day of each month.
        (
            "DTSTART;VALUE=DATE:20260130\nRRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
            ["01-30", "02-27", "03-31"],
        ),
        ],
)  # fmt: skip
def test_an_event_closes_its_days(event: str, days: list[str]):
    assert [str(day) for day in days_of(event)] == [f"2026-{day}"[-10:] for day in days]


def test_a_yearly_day_comes_back_from_last_year_to_five_years_ahead():
    assert days_of("DTSTART;VALUE=DATE:18140517\nRRULE:FREQ=YEARLY") == [
        date(year, 5, 17) for year in range(2025, 2032)
    ]


def test_one_of_a_series_can_be_moved_and_another_cancelled():
    series = "UID:a\nDTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved = "UID:a\nRECURRENCE-ID;VALUE=DATE:20260112\nDTSTART;VALUE=DATE:20260113"
    cancelled = (
        "UID:a\nRECURRENCE-ID;VALUE=DATE:20260119\nDTSTART;VALUE=DATE:20260119\nSTATUS:CANCELLED"
    )

    assert days_of(series, moved, cancelled) == [date(2026, 1, 5), date(2026, 1, 13)]


def test_what_began_before_the_first_day_closes_the_rest_of_it():
    event = "DTSTART;VALUE=DATE:20241230\nDTEND;VALUE=DATE:20250103\nRRULE:FREQ=YEARLY;COUNT=1"

    assert days_of(event) == [date(2025, 1, 1), date(2025, 1, 2)]


@pytest.mark.parametrize(
    ("times", "slots"),
    [
        # Times without a zone are the calendar's own.
        (
            "DTSTART:20260701T120000\nDTEND:20260701T130000",
            [("00:00", "12:00"), ("13:00", "24:00")],
        ),
        # 10:00 UTC is noon of Oslo's summer.
        ("DTSTART:20260701T100000Z\nDURATION:PT90M", [("00:00", "12:00"), ("13:30", "24:00")]),
        # Six hours behind Oslo.
        (
            "DTSTART;TZID=America/New_York:20260701T060000\nDTEND;TZID=America/New_York:20260701T070000",
            [("00:00", "12:00"), ("13:00", "24:00")],
        ),
        (
            "DTSTART;TZID=W. Europe Standard Time:20260701T120000\nDURATION:PT1H",
            [("00:00", "12:00"), ("13:00", "24:00")],
        ),
        # A minute that has begun is closed.
        (
            "DTSTART:20260701T120030\nDTEND:20260701T125930",
            [("00:00", "12:00"), ("13:00", "24:00")],
        ),
        ("DTSTART:20260701T000000\nDTEND:20260702T000000", []),
    ],
)
def test_an_event_with_times_closes_those_hours(times: str, slots: list[tuple[str, str]]):
    (day,) = read(times)

    assert day.day == date(2026, 7, 1)
    assert day.slots == tuple(slot(*each) for each in slots)


def test_an_event_over_midnight_closes_a_part_of_both_days():
    first, second = read("DTSTART:20260701T180000\nDTEND:20260702T100000")

    assert (first.slots, second.slots) == ((slot("00:00", "18:00"),), (slot("10:00", "24:00"),))


def test_a_weekly_meeting_stays_at_its_hour_where_the_clocks_change():
    days = read(
        "DTSTART;TZID=Europe/Oslo:20260323T120000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2"
    )

    assert [each.day for each in days] == [date(2026, 3, 23), date(2026, 3, 30)]
    assert {each.slots for each in days} == {(slot("00:00", "12:00"), slot("13:00", "24:00"))}


def test_several_events_of_a_day_close_it_together():
    (day,) = read(
        "SUMMARY:Lunch\nDTSTART:20260701T120000\nDURATION:PT1H",
        "SUMMARY:Party\nDTSTART:20260701T150000\nDURATION:PT9H",
    )

    assert day.name == "Lunch, Party"
    assert day.slots == (slot("00:00", "12:00"), slot("13:00", "15:00"))


DAY = "SUMMARY:Fair\nDTSTART;VALUE=DATE:20260701"
REFUSED = {
    "a decade": (f"{DAY}\nDTEND;VALUE=DATE:20360701", "event 'Fair' is 3653 days long"),
    "61 days": (f"{DAY}\nDURATION:P61D", "61 days long"),
    "backwards": (f"{DAY}\nDTEND;VALUE=DATE:20260630", "ends before it begins"),
    "no beginning": ("SUMMARY:Fair", "'Fair' has no DTSTART"),
    "two beginnings": (f"{DAY}\nDTSTART;VALUE=DATE:20260702", "several DTSTART"),
    "a date that does not exist": ("SUMMARY:Fair\nDTSTART;VALUE=DATE:20260230", "'Fair' cannot be"),
    "no name": ("DTSTART;VALUE=DATE:20260230", "event 1 cannot be read"),
    "a mixed end": (f"{DAY}\nDTEND:20260702T100000", "begins with a date and ends with a time"),
    "a zone of nowhere": ("DTSTART;TZID=Nowhere/Nope:20260701T100000", "'Nowhere/Nope'"),
    "a zone that is a path": ("DTSTART;TZID=../../etc/passwd:20260701T100000", "unknown time zone"),
    "the year 1": ("SUMMARY:Fair\nDTSTART;VALUE=DATE:00010101", "the year 1"),
    "each second": (f"{DAY}\nRRULE:FREQ=SECONDLY", "repeats by FREQ=SECONDLY"),
    "by hour": (f"{DAY}\nRRULE:FREQ=DAILY;BYHOUR=1,2,3", "repeats by BYHOUR"),
    "by week": (f"{DAY}\nRRULE:FREQ=YEARLY;BYWEEKNO=20", "repeats by BYWEEKNO"),
    "a broken rule": (f"{DAY}\nRRULE:garbage", "'Fair'"),
    "a rule of no frequency": (f"{DAY}\nRRULE:COUNT=2", "'Fair' repeats by FREQ="),
    "no interval": (f"{DAY}\nRRULE:FREQ=DAILY;INTERVAL=0", "INTERVAL 0"),
    "no times": (f"{DAY}\nRRULE:FREQ=DAILY;COUNT=0", "COUNT 0"),
    "month 13": (f"{DAY}\nRRULE:FREQ=YEARLY;BYMONTH=13", "BYMONTH"),
    "a weekday's place in a week": (f"{DAY}\nRRULE:FREQ=WEEKLY;BYDAY=2MO", "WEEKLY does not allow"),
    "two rules": (f"{DAY}\nRRULE:FREQ=DAILY;COUNT=1\nRRULE:FREQ=WEEKLY;COUNT=1", "several RRULEs"),
    "a rule of exceptions": (f"{DAY}\nEXRULE:FREQ=DAILY", "EXRULE"),
    "a broken exception": (f"{DAY}\nEXDATE:tomorrow", "'Fair' cannot be read: EXDATE"),
    "all later ones": (
        f"{DAY}\nRECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260701",
        "RANGE",
    ),
    "each day": (f"{DAY}\nRRULE:FREQ=DAILY", "more than 2000 days"),
}  # fmt: skip


@pytest.mark.parametrize(("event", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_wrong_is_refused_and_the_event_named(event: str, said: str):
    with pytest.raises(InvalidInputError) as refused:
        read(event)

    assert said in refused.value.reason
    assert refused.value.field in {"events[1]", "file"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no iCalendar file"),
        (b"hello", "no iCalendar file.*begins with BEGIN:VCALENDAR.*export it again$"),
        (b"\x89PNG\r\n\x1a\n\x00", "no iCalendar file"),
        (b"BEGIN:VCALENDAR\r\n", "BEGIN:VCALENDAR"),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "begins with BEGIN:VCALENDAR"),
        (a_file(), "no event"),
        (a_file(DAY)[:-30], "no iCalendar file"),
        (b"x" * 1_000_001, "1000001 bytes"),
        (b"BEGIN:VCALENDAR\r\n" + b"A:b\r\n" * 70_000 + b"END:VCALENDAR\r\n", "60000 lines"),
    ],
    ids=["empty", "words", "picture", "begun", "no calendar", "no event", "cut", "big", "long"],
)
def test_what_is_no_calendar_is_refused(data: bytes, said: str):
    with pytest.raises(InvalidInputError, match=said):
        parse_ical(data, "company", zone=OSLO, today=TODAY)


def test_a_file_may_be_marked_as_utf_8_and_end_its_lines_simply():
    data = b"\xef\xbb\xbf" + a_file("SUMMARY:Blåbær\nDTSTART;VALUE=DATE:20260701").replace(
        b"\r\n", b"\n"
    )

    (day,) = parse_ical(data, "company", zone=OSLO, today=TODAY)

    assert day.name == "Blåbær"


NEVER = "RRULE:FREQ={};BYMONTH=2;BYMONTHDAY=30"


@pytest.mark.parametrize("frequency", ["DAILY", "MONTHLY", "YEARLY"])
def test_a_rule_that_never_comes_true_ends(frequency: str):
    assert days_of(f"{DAY}\n{NEVER.format(frequency)}") == [date(2026, 7, 1)]


def test_thousands_of_rules_are_too_much_work():
    events = [
        f"DTSTART;VALUE=DATE:20{at % 25:02}0701\n{NEVER.format('DAILY')}" for at in range(8000)
    ]

    with pytest.raises(InvalidInputError, match="takes too long"):
        read(*events)


def test_a_zone_that_a_file_brings_is_not_followed():
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Evil\nBEGIN:STANDARD\nDTSTART:19000101T000000\n"
        "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
        "END:STANDARD\nEND:VTIMEZONE\n"
    )

    with pytest.raises(InvalidInputError, match="'Evil'"):
        read("DTSTART;TZID=Evil:20260701T100000\nDTEND;TZID=Evil:20260701T110000", before=zone)


def test_an_import_needs_a_name_that_can_be_kept():
    with pytest.raises(InvalidInputError) as refused:
        parse_ical(a_file(DAY), "a b", zone=OSLO, today=TODAY)

    assert refused.value.field == "name"


LINES = st.sampled_from(
    [
        "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VTIMEZONE",
        "SUMMARY:x", "DTSTART:20260701", "DTSTART;VALUE=DATE:20260701", "DTSTART:20260701T250000",
        "DTSTART:20260701T100000Z", "DTSTART;TZID=Europe/Oslo:20260701T100000", "DTSTART:PT1H",
        "DTEND:20260702", "DTEND;VALUE=DATE:20260703", "DTEND:20260701T110000", "DURATION:-P1D",
        "DURATION:P1D", "DURATION:20260701", "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=YEARLY",
        "RRULE:FREQ=WEEKLY;BYDAY=9MO", "RRULE:FREQ=DAILY;UNTIL=2026", "RRULE:FREQ=MONTHLY;BYDAY=X",
        "RRULE:;;=;", "EXDATE:20260701", "EXDATE:20260701T100000Z", "RDATE;VALUE=PERIOD:a/b",
        "RDATE;VALUE=PERIOD:20260701T100000Z/PT1H", "RECURRENCE-ID:20260701", "UID:a", " x", ":",
        "RRULE:FREQ=DAILY;WKST=XX", "RRULE:FREQ=DAILY;BYMONTH=5L", "DTSTART;TZID=:20260701T100000",
        "RRULE:FREQ=YEARLY;BYYEARDAY=x", "RRULE:FREQ=DAILY;UNTIL=00010101T000000Z",
        "RRULE:FREQ=DAILY;COUNT=1,2", "DTSTART:99991231", "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z",
    ]
)  # fmt: skip


@property_test(lines=st.lists(LINES, max_size=12), raw=st.binary(max_size=20))
def test_any_lines_give_days_or_a_reason(lines: list[str], raw: bytes):
    event = "\r\n".join(lines).encode() + raw
    data = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + event + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    try:
        days = parse_ical(data, "company", zone=OSLO, today=TODAY)
    except InvalidInputError:
        return
    assert all(date(2025, 1, 1) <= each.day <= date(2031, 12, 31) for each in days)
    assert [each.day for each in days] == sorted({each.day for each in days})


@property_test(start=st.dates(date(2025, 1, 1), date(2031, 9, 1)), length=st.integers(1, 60))
def test_an_event_of_days_closes_as_many_as_it_is_long(start: date, length: int):
    event = f"DTSTART;VALUE=DATE:{start:%Y%m%d}\nDURATION:P{length}D"

    assert days_of(event) == [start + timedelta(days=at) for at in range(length)]
