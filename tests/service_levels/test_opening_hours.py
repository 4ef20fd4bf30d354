"""What holds for the hours of every calendar, whatever is asked of it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume
from hypothesis import strategies as st

from domain.calendars import ALWAYS, MINUTES_OF_DAY, BusinessCalendar, Slot, SpecialDay
from domain.errors import InvalidInputError
from service_levels.day_slots import list_slots
from service_levels.opening_hours import AlwaysOpen, OpeningHours, make_hours
from tests.service_levels.calendar_strategies import (
    amounts,
    calendars,
    days,
    instants,
    slots,
    zones,
)
from tests.service_levels.examples import property_test

pytestmark = pytest.mark.unit

NOTHING = timedelta()
MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)
WHOLE_DAY = (Slot(opens=0, closes=MINUTES_OF_DAY),)


def closings() -> st.SearchStrategy[SpecialDay]:
    sources = st.sampled_from(["region:DE", "ical:other"])
    return st.builds(SpecialDay, day=days(), name=st.just("Closed"), slots=slots(), source=sources)


@property_test(calendar=calendars(), times=st.tuples(instants(), instants(), instants()))
def test_parts_add_up_to_the_whole(calendar: BusinessCalendar, times: tuple[datetime, ...]):
    first, second, third = sorted(times)
    hours = OpeningHours(calendar)

    assert hours.count(first, second) + hours.count(second, third) == hours.count(first, third)


@property_test(calendar=calendars(), start=instants(), end=instants())
def test_what_counts_is_a_part_of_what_passes(
    calendar: BusinessCalendar, start: datetime, end: datetime
):
    counted = OpeningHours(calendar).count(start, end)

    assert NOTHING <= counted <= max(end - start, NOTHING)


@property_test(calendar=calendars(), start=instants(), amount=amounts())
def test_adding_undoes_counting(calendar: BusinessCalendar, start: datetime, amount: timedelta):
    hours = OpeningHours(calendar)

    assert hours.count(start, hours.add(start, amount)) == amount


@property_test(calendar=calendars(), start=instants(), amount=amounts())
def test_nothing_earlier_would_do(calendar: BusinessCalendar, start: datetime, amount: timedelta):
    hours = OpeningHours(calendar)

    assert hours.count(start, hours.add(start, amount) - MOMENT) < amount


@property_test(calendar=calendars(), start=instants(), one=amounts(), other=amounts())
def test_a_longer_promise_is_due_later(
    calendar: BusinessCalendar, start: datetime, one: timedelta, other: timedelta
):
    assume(one != other)
    hours = OpeningHours(calendar)

    assert hours.add(start, min(one, other)) < hours.add(start, max(one, other))


@property_test(calendar=calendars(), one=instants(), other=instants(), amount=amounts())
def test_a_later_start_is_never_due_earlier(
    calendar: BusinessCalendar, one: datetime, other: datetime, amount: timedelta
):
    hours = OpeningHours(calendar)

    assert hours.add(min(one, other), amount) <= hours.add(max(one, other), amount)


@property_test(calendar=calendars(), start=instants(), first=amounts(), second=amounts())
def test_adding_in_two_steps_is_adding_at_once(
    calendar: BusinessCalendar, start: datetime, first: timedelta, second: timedelta
):
    hours = OpeningHours(calendar)

    assert hours.add(hours.add(start, first), second) == hours.add(start, first + second)


@property_test(calendar=calendars(), start=instants(), amount=amounts())
def test_nothing_falls_due_while_closed(
    calendar: BusinessCalendar, start: datetime, amount: timedelta
):
    hours = OpeningHours(calendar)
    due = hours.add(start, amount)

    begin, end = hours.find_interval(due - MOMENT)

    # The instant of closing is the latest.
    assert begin < due <= end


@property_test(
    calendar=calendars(),
    start=instants(),
    amount=amounts(),
    closing=closings(),
)
def test_a_further_closing_never_shortens_the_wait(
    calendar: BusinessCalendar,
    start: datetime,
    amount: timedelta,
    closing: SpecialDay,
):
    closed = replace(calendar, special_days=(*calendar.special_days, closing))

    assert OpeningHours(closed).add(start, amount) >= OpeningHours(calendar).add(start, amount)


@property_test(calendar=calendars(), start=instants(), amount=amounts(), day=days())
def test_an_own_closed_day_never_shortens_the_wait(
    calendar: BusinessCalendar, start: datetime, amount: timedelta, day: date
):
    others = tuple(each for each in calendar.special_days if each.day != day)
    closed = replace(calendar, special_days=(*others, SpecialDay(day=day, name="Closed")))

    assert OpeningHours(closed).add(start, amount) >= OpeningHours(calendar).add(start, amount)


@property_test(
    calendar=calendars(),
    start=instants(),
    amount=amounts(),
    weekday=st.integers(0, 6),
    further=slots(),
)
def test_longer_hours_never_lengthen_the_wait(
    calendar: BusinessCalendar,
    start: datetime,
    amount: timedelta,
    weekday: int,
    further: tuple[Slot, ...],
):
    week = list(calendar.week)
    week[weekday] = tuple(sorted((*week[weekday], *further), key=lambda each: each.opens))
    wider = OpeningHours(replace(calendar, week=tuple(week)))
    narrower = OpeningHours(calendar)

    assert wider.add(start, amount) <= narrower.add(start, amount)
    assert wider.count(start, start + 9 * amount) >= narrower.count(start, start + 9 * amount)


@property_test(zone=zones(), day=st.dates(date(1975, 1, 1), date(2035, 1, 1)))
def test_a_day_counts_as_long_as_it_really_is(zone: str, day: date):
    """Where clocks are set it has 23, 25 or another number of hours; a skipped one has none."""
    calendar = replace(ALWAYS, version="some", time_zone=zone)
    midnights = [
        datetime.combine(each, time(), ZoneInfo(zone)).astimezone(UTC)
        for each in (day - 3 * DAY, day + 4 * DAY)
    ]

    assert OpeningHours(calendar).count(*midnights) == midnights[1] - midnights[0]


@property_test(calendar=calendars(), start=instants(), end=instants())
def test_open_and_closed_time_make_up_all_of_it(
    calendar: BusinessCalendar, start: datetime, end: datetime
):
    start, end = min(start, end), max(start, end)
    closed = replace(
        calendar,
        week=tuple(map(invert, calendar.week)),
        special_days=tuple(
            SpecialDay(day=each, name="Inverted", slots=invert(list_slots(calendar, each)))
            for each in {special.day for special in calendar.special_days}
        ),
    )

    both = OpeningHours(calendar).count(start, end) + OpeningHours(closed).count(start, end)

    assert both == end - start


def invert(open_slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """List the rest of a day."""
    ends = [0, *(each.closes for each in open_slots)]
    begins = [*(each.opens for each in open_slots), MINUTES_OF_DAY]
    between = zip(ends, begins, strict=True)
    return tuple(Slot(opens=end, closes=begin) for end, begin in between if end < begin)


@property_test(calendar=calendars(), instant=instants())
def test_time_counts_when_the_wall_shows_it(calendar: BusinessCalendar, instant: datetime):
    zone = ZoneInfo(calendar.time_zone)
    instant = instant.replace(second=0, microsecond=0)
    around = [(instant + DAY * at).astimezone(zone).utcoffset() for at in (-1, 0, 1)]
    assume(len(set(around)) == 1)
    wall = instant.astimezone(zone)
    # Some zones were minutes and seconds off long ago; none is in these years.
    minute = wall.hour * 60 + wall.minute

    is_open = any(each.opens <= minute < each.closes for each in list_slots(calendar, wall.date()))

    counted = OpeningHours(calendar).count(instant, instant + timedelta(minutes=1))
    assert counted == (timedelta(minutes=1) if is_open else NOTHING)


@property_test(
    calendar=calendars(),
    asked=st.lists(st.tuples(instants(), amounts()), min_size=2, max_size=3),
    order=st.randoms(use_true_random=False),
)
def test_what_was_asked_before_changes_no_answer(
    calendar: BusinessCalendar, asked: list[tuple[datetime, timedelta]], order: st.DataObject
):
    far = (datetime(2011, 1, 1, tzinfo=UTC), timedelta(hours=1))
    used = OpeningHours(calendar)
    shuffled = [*asked, far]
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # a `random.Random`, which is banned here
    answers = {each: ask(used, *each) for each in shuffled}

    assert answers == {each: ask(OpeningHours(calendar), *each) for each in answers}


def ask(
    hours: OpeningHours, start: datetime, amount: timedelta
) -> tuple[datetime, timedelta, tuple[datetime, datetime]]:
    return (
        hours.add(start, amount),
        hours.count(start, start + amount),
        hours.find_interval(start),
    )


@property_test(
    calendar=calendars(), asked=st.lists(st.tuples(instants(), amounts()), min_size=8, max_size=8)
)
def test_several_threads_get_the_answers_that_one_gets(
    calendar: BusinessCalendar, asked: list[tuple[datetime, timedelta]]
):
    shared = OpeningHours(calendar)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda each: ask(shared, *each), asked))

    alone = OpeningHours(calendar)
    assert answers == [ask(alone, *each) for each in asked]


@property_test(calendar=calendars(), start=instants(), amount=amounts(), zone=zones())
def test_the_same_instant_written_otherwise_changes_no_answer(
    calendar: BusinessCalendar, start: datetime, amount: timedelta, zone: str
):
    elsewhere = start.astimezone(ZoneInfo(zone))
    end = (start + amount).astimezone(ZoneInfo(zone))

    for hours in (OpeningHours(calendar), AlwaysOpen(ALWAYS)):
        due = hours.add(elsewhere, amount)
        assert due == hours.add(start, amount)
        assert due.tzinfo is UTC
        # Both ends are of one zone, where subtraction would forget that clocks are set.
        assert hours.count(elsewhere, end) == hours.count(start, start + amount)
        assert hours.find_interval(elsewhere) == hours.find_interval(start)


@property_test(calendar=calendars(), instant=instants())
def test_an_interval_counts_in_full_and_ends_where_it_says(
    calendar: BusinessCalendar, instant: datetime
):
    hours = OpeningHours(calendar)
    begin, end = hours.find_interval(instant)

    assert begin < end
    assert instant < end
    assert hours.count(begin, end) == end - begin
    # Nothing counts before it begins, from the instant on, nor right at its end.
    assert hours.count(instant, begin) == NOTHING
    # Where it never ends, it is cut.
    if end - begin < 300 * DAY:
        assert hours.count(begin - MOMENT, begin) == NOTHING
        assert hours.count(end, end + MOMENT) == NOTHING


@property_test(calendar=calendars(), start=instants(), amount=amounts(), at=st.integers(1, 1439))
def test_a_slot_cut_in_two_is_the_same(
    calendar: BusinessCalendar, start: datetime, amount: timedelta, at: int
):
    def cut(slot: Slot) -> tuple[Slot, ...]:
        if not slot.opens < at < slot.closes:
            return (slot,)
        return (Slot(opens=slot.opens, closes=at), Slot(opens=at, closes=slot.closes))

    week = tuple(tuple(part for slot in day for part in cut(slot)) for day in calendar.week)
    halved = OpeningHours(replace(calendar, week=week))

    assert halved.add(start, amount) == OpeningHours(calendar).add(start, amount)
    assert halved.find_interval(start) == OpeningHours(calendar).find_interval(start)


@property_test(calendar=calendars(), start=instants(), amount=amounts(), weeks=st.integers(1, 60))
def test_without_holidays_and_clocks_that_are_set_each_week_is_the_same(
    calendar: BusinessCalendar, start: datetime, amount: timedelta, weeks: int
):
    hours = OpeningHours(replace(calendar, time_zone="Asia/Kolkata", special_days=()))
    later = timedelta(weeks=weeks)

    assert hours.add(start + later, amount) == hours.add(start, amount) + later


@property_test(closed=st.integers(3, 59), start=days(), zone=zones(), amount=st.integers(1, 479))
def test_working_time_may_be_weeks_away(closed: int, start: date, zone: str, amount: int):
    """What looks some fixed time ahead, such as 72 hours, finds none."""
    nine_to_five = (Slot(opens=540, closes=1020),)
    holidays = tuple(
        SpecialDay(day=start + DAY * at, name="Closed", source="region:NO") for at in range(closed)
    )
    calendar = replace(
        ALWAYS, version="some", time_zone=zone, week=(nine_to_five,) * 7, special_days=holidays
    )
    # Clocks are not set by day anywhere.
    opening = datetime.combine(start + DAY * closed, time(9), ZoneInfo(zone)).astimezone(UTC)
    asked = datetime.combine(start, time(8), ZoneInfo(zone)).astimezone(UTC)

    due = OpeningHours(calendar).add(asked, timedelta(minutes=amount))

    assert due == opening + timedelta(minutes=amount)
    assert OpeningHours(calendar).find_interval(asked)[0] == opening


@property_test(calendar=calendars(), day=days(), own=slots(), one=slots(), other=slots())
def test_an_own_day_holds_and_others_only_close(
    calendar: BusinessCalendar,
    day: date,
    own: tuple[Slot, ...],
    one: tuple[Slot, ...],
    other: tuple[Slot, ...],
):
    imported = (
        SpecialDay(day=day, name="One", slots=one, source="ical:one"),
        SpecialDay(day=day, name="Other", slots=other, source="ical:other"),
    )
    itself = SpecialDay(day=day, name="Own", slots=own)

    assert list_slots(replace(calendar, special_days=(*imported, itself)), day) == own
    left = list_slots(replace(calendar, special_days=imported), day)
    backwards = list_slots(replace(calendar, special_days=imported[::-1]), day)
    assert minutes(left) == minutes(backwards)
    assert minutes(left) == (minutes(calendar.week[day.weekday()]) & minutes(one) & minutes(other))


def minutes(open_slots: tuple[Slot, ...]) -> set[int]:
    return {minute for each in open_slots for minute in range(each.opens, each.closes)}


@property_test(zone=zones(), start=instants(), amount=amounts())
def test_what_never_opens_says_so(zone: str, start: datetime, amount: timedelta):
    calendar = replace(ALWAYS, version="some", time_zone=zone, week=((),) * 7)
    hours = make_hours(calendar)

    with pytest.raises(InvalidInputError, match="longer opening hours"):
        hours.add(start, amount)
    with pytest.raises(InvalidInputError, match="longer opening hours"):
        hours.find_interval(start)
    assert hours.count(start, start + amount) == NOTHING


def test_what_opens_too_little_says_so():
    week = ((Slot(opens=0, closes=1),), *((),) * 6)
    hours = OpeningHours(replace(ALWAYS, version="some", week=week))

    with pytest.raises(InvalidInputError, match="promise less"):
        hours.add(datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=60))


def test_an_instant_without_a_zone_is_refused():
    hours = OpeningHours(replace(ALWAYS, version="some"))

    with pytest.raises(ValueError, match="time zone"):
        hours.add(datetime(2026, 1, 1), timedelta(1))  # noqa: DTZ001 - that is what is tried


def test_two_calendars_that_claim_one_version_keep_apart():
    shorter = replace(ALWAYS, version="same", week=((Slot(opens=0, closes=60),),) * 7)
    longer = replace(ALWAYS, version="same", week=((Slot(opens=0, closes=90),),) * 7)

    assert make_hours(shorter).calendar == shorter
    assert make_hours(longer).calendar == longer
    assert make_hours(longer) is make_hours(longer)


def test_what_never_closes_is_open_for_a_century():
    noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
    closed_once = replace(
        ALWAYS, version="some", special_days=(SpecialDay(day=date(2026, 6, 3), name="Closed"),)
    )

    begin, end = make_hours(closed_once).find_interval(noon)
    later_begin, later_end = make_hours(closed_once).find_interval(noon + 5 * DAY)

    assert (end, later_begin) == (
        datetime(2026, 6, 3, tzinfo=UTC),
        datetime(2026, 6, 4, tzinfo=UTC),
    )
    assert begin < noon - 36_000 * DAY
    assert later_end > noon + 36_000 * DAY
