"""Clocks worked out by hand: what happened, and what must come of it.

Each can be followed with a calendar and a pencil. The office in Oslo is open Monday to Friday from
9 to 17, the one in New York the same by its own clocks. 2 March 2026 is a Monday.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.calendars import ALWAYS, BusinessCalendar, Hours, Slot, SpecialDay
from domain.service_levels import ClockKind
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockTerms
from service_levels.clock_fold import pass_time, replay
from service_levels.clock_sentence import tell_clock
from service_levels.explain import explain
from service_levels.opening_hours import make_hours

pytestmark = pytest.mark.unit
K = ClockEventKind
FIRST, NEXT, RESOLUTION = ClockKind
OSLO = ZoneInfo("Europe/Oslo")


def make_calendar(
    name: str, *slots: tuple[int, int], zone: str = "Europe/Oslo", all_week: bool = False
) -> BusinessCalendar:
    day = tuple(Slot(opens=opens * 60, closes=closes * 60) for opens, closes in slots)
    return BusinessCalendar(
        name=name,
        title=name,
        version=name,
        time_zone=zone,
        week=(day,) * 5 + ((day, day) if all_week else ((), ())),
        special_days=(
            SpecialDay(day=date(2026, 4, 3), name="Good Friday"),
            SpecialDay(day=date(2026, 4, 6), name="Easter Monday"),
            SpecialDay(day=date(2026, 5, 17), name="Constitution Day"),
            SpecialDay(day=date(2027, 1, 1), name="New Year's Day"),
        ),
    )


CALENDARS = {
    each.version: each
    for each in (
        ALWAYS,
        make_calendar("office", (9, 17)),
        make_calendar("longer office", (8, 18)),
        make_calendar("lunch", (9, 12), (13, 17)),
        make_calendar("night shift", (0, 6), (22, 24), all_week=True),
        make_calendar("us office", (9, 17), zone="America/New_York"),
        replace(ALWAYS, name="oslo always", version="oslo always", time_zone="Europe/Oslo"),
    )
}


def hours_of(version: str) -> Hours:
    return make_hours(CALENDARS[version])


def at(text: str) -> datetime:
    """An instant by the clocks on Oslo's walls: "3-2 16:40", or with a year before it.

    "10-25 02:30 again" is the second of both.
    """
    day, time, *again = text.split()
    parts = [int(each) for each in day.split("-")]
    year, month, number = parts if len(parts) == 3 else (2026, *parts)
    hour, minute = (int(each) for each in time.split(":"))
    return datetime(year, month, number, hour, minute, tzinfo=OSLO, fold=len(again))


def promise(
    hours: float,
    calendar: str = "office",
    *,
    policy: str = "gold",
    priority: str = "normal",
    queue: str = "support",
) -> ClockTerms:
    return ClockTerms(
        policy=policy,
        policy_version=f"{policy}/1",
        calendar=calendar,
        calendar_version=calendar,
        target=timedelta(hours=hours),
        priority=priority,
        queue=queue,
    )


def started(when: str, hours: float, calendar: str = "office") -> ClockEvent:
    return ClockEvent(kind=K.STARTED, at=at(when), terms=promise(hours, calendar))


def happened(kind: ClockEventKind, when: str, reason: str = "") -> ClockEvent:
    return ClockEvent(kind=kind, at=at(when), reason=reason)


def paused(when: str, reason: str, until: str | None = None) -> ClockEvent:
    return replace(happened(K.PAUSED, when, reason), until=at(until) if until else None)


def retargeted(when: str, reason: str, terms: ClockTerms) -> ClockEvent:
    return replace(happened(K.RETARGETED, when, reason), terms=terms)


@dataclass(frozen=True, kw_only=True)
class Example:
    """One clock, looked at once.

    `due`, `breached` and `looked_at` are Oslo's time, `counted` is hours and minutes.
    """

    story: str
    events: tuple[ClockEvent, ...]
    looked_at: str
    counted: str
    due: str | None
    breached: str | None = None
    sentence: str
    kind: ClockKind = FIRST


EXAMPLES = (
    Example(
        story="over night, and held while we waited for the customer",
        events=(
            started("3-2 16:40", 2),
            paused("3-3 10:00", "customer"),
            happened(K.RESUMED, "3-3 10:45", "customer"),
        ),
        looked_at="3-3 11:00",
        counted="1:35",  # 0:20 on Monday, 1:00 and 0:15 on Tuesday
        due="3-3 11:25",
        sentence="Started Mon 16:40 (first response within 2 h), counted 20 min until closing, "
        "held over night, resumed Tue 09:00, paused 45 min waiting for the customer, "
        "due Tue 11:25.",
    ),
    Example(
        story="the same, looked at in the night before",
        events=(started("3-2 16:40", 2),),
        looked_at="3-2 23:00",
        counted="0:20",
        due="3-3 10:40",
        sentence="Started Mon 16:40 (first response within 2 h), counted 20 min until closing, "
        "held over night until Tue 09:00, due Tue 10:40.",
    ),
    Example(
        story="written before opening",
        events=(started("3-2 06:10", 2),),
        looked_at="3-2 09:30",
        counted="0:30",
        due="3-2 11:00",
        sentence="Started Mon 06:10 (first response within 2 h), "
        "outside opening hours until Mon 09:00, due Mon 11:00.",
    ),
    Example(
        story="over a break at noon",
        events=(started("3-2 11:30", 2, "lunch"),),
        looked_at="3-2 14:00",
        counted="1:30",
        due="3-2 14:30",
        sentence="Started Mon 11:30 (first response within 2 h), counted 30 min until closing, "
        "held over the break, resumed Mon 13:00, due Mon 14:30.",
    ),
    Example(
        story="over a weekend",
        events=(started("3-6 16:00", 3),),
        looked_at="3-9 10:00",
        counted="2:00",
        due="3-9 11:00",
        sentence="Started Fri 16:00 (first response within 3 h), counted 1 h until closing, "
        "held over the weekend, resumed Mon 09:00, due Mon 11:00.",
    ),
    Example(
        story="days that are not worked lengthen the wait and never shorten it",
        events=(started("4-2 16:00", 2),),
        looked_at="4-4 12:00",
        counted="1:00",
        due="4-7 10:00",
        sentence="Started Thu 16:00 (first response within 2 h), counted 1 h until closing, "
        "closed for Good Friday and Easter Monday until Tue 09:00, due Tue 10:00.",
    ),
    Example(
        story="a holiday on a Sunday closes nothing that was open",
        events=(started("5-15 16:00", 2),),
        looked_at="5-18 09:30",
        counted="1:30",
        due="5-18 10:00",
        sentence="Started Fri 16:00 (first response within 2 h), counted 1 h until closing, "
        "held over the weekend, resumed Mon 09:00, due Mon 10:00.",
    ),
    Example(
        story="over the turn of the year",
        events=(started("2026-12-30 16:30", 8.5),),
        looked_at="2027-1-4 09:15",
        counted="8:45",  # half an hour on Wednesday, and all of Thursday: due as that closes
        due="2026-12-31 17:00",
        breached="2026-12-31 17:00",
        sentence="Started Wed 16:30 (first response within 8 h 30 min), counted 30 min until "
        "closing, held over night, resumed Thu 09:00, counted 8 h until closing, closed for "
        "New Year's Day, resumed Mon 09:00, was due Thu 17:00 and is 15 min (counted) late.",
    ),
    Example(
        story="working time that is far more than 72 hours away",
        events=(started("3-2 09:00", 80),),
        looked_at="3-11 10:00",
        counted="57:00",  # seven days of 8 hours, and one hour
        due="3-13 17:00",
        kind=RESOLUTION,
        sentence="Started Mon 2 Mar 09:00 (resolution within 80 h), counted 8 h until closing, "
        "held over night, resumed Tue 3 Mar 09:00, counted 48 h on 6 working days until "
        "Tue 17:00, held over night, resumed Wed 09:00, due Fri 17:00.",
    ),
    Example(
        story="met in time; it does not run on after that",
        events=(started("3-2 09:00", 2), happened(K.MET, "3-2 09:40", "agent")),
        looked_at="3-6 12:00",
        counted="0:40",
        due="3-2 11:00",
        sentence="Started Mon 09:00 (first response within 2 h), "
        "met Mon 09:40 by an agent's answer, with 1 h 20 min to spare.",
    ),
    Example(
        story="resolved: its time to resolve stops with it",
        events=(started("3-2 09:00", 2), happened(K.MET, "3-2 10:00", "resolved")),
        looked_at="3-6 12:00",
        counted="1:00",
        due="3-2 11:00",
        kind=RESOLUTION,
        sentence="Started Mon 09:00 (resolution within 2 h), met Mon 10:00 by resolving it, "
        "with 1 h to spare.",
    ),
    Example(
        story="resolved without an answer: neither kept nor broken",
        events=(started("3-2 09:00", 2), happened(K.CANCELLED, "3-2 10:00", "resolved")),
        looked_at="3-6 12:00",
        counted="1:00",
        due="3-2 11:00",
        sentence="Started Mon 09:00 (first response within 2 h), cancelled Mon 10:00, "
        "for it was resolved without an answer.",
    ),
    Example(
        story="a breach that began and ended while nobody looked",
        events=(started("3-2 09:00", 2), happened(K.MET, "3-2 11:10", "agent")),
        looked_at="3-3 09:00",
        counted="2:10",
        due="3-2 11:00",
        breached="3-2 11:00",
        sentence="Started Mon 09:00 (first response within 2 h), "
        "met late Mon 11:10 by an agent's answer, 10 min after it was due Mon 11:00.",
    ),
    Example(
        story="answered on the next day: the night is not late",
        events=(started("3-2 15:00", 1.5), happened(K.MET, "3-3 09:05", "agent")),
        looked_at="3-3 10:00",
        counted="2:05",  # two hours on Monday, five minutes on Tuesday
        due="3-2 16:30",
        breached="3-2 16:30",
        sentence="Started Mon 15:00 (first response within 1 h 30 min), counted 2 h until "
        "closing, held over night, resumed Tue 09:00, met late Tue 09:05 by an agent's answer, "
        "35 min (counted) after it was due Mon 16:30.",
    ),
    Example(
        story="late, and still running",
        events=(started("3-2 09:00", 2),),
        looked_at="3-2 13:10",
        counted="4:10",
        due="3-2 11:00",
        breached="3-2 11:00",
        sentence="Started Mon 09:00 (first response within 2 h), "
        "was due Mon 11:00 and is 2 h 10 min late.",
    ),
    Example(
        story="held for a third party, nobody knows how long",
        events=(started("3-3 09:20", 2), paused("3-3 10:00", "third_party")),
        looked_at="3-5 12:00",
        counted="0:40",
        due=None,
        kind=RESOLUTION,
        sentence="Started Tue 09:20 (resolution within 2 h), paused since Tue 10:00 waiting for "
        "a third party; 1 h 20 min of 2 h are left.",
    ),
    Example(
        story="held when it is late already: it gets no later",
        events=(started("3-3 09:00", 1), paused("3-3 10:20", "customer")),
        looked_at="3-3 15:00",
        counted="1:20",
        due="3-3 10:00",
        breached="3-3 10:00",
        kind=RESOLUTION,
        sentence="Started Tue 09:00 (resolution within 1 h), paused since Tue 10:20 waiting for "
        "the customer; it was due Tue 10:00 and is 20 min (counted) late.",
    ),
    Example(
        story="put off until an instant",
        events=(started("3-2 09:00", 2), paused("3-2 10:00", "snooze", "3-5 09:00")),
        looked_at="3-3 12:00",
        counted="1:00",
        due="3-5 10:00",
        kind=RESOLUTION,
        sentence="Started Mon 09:00 (resolution within 2 h), "
        "snoozed since Mon 10:00 until Thu 09:00, due Thu 10:00.",
    ),
    Example(
        story="put off, and nobody looked when that ended: it went on by itself",
        events=(started("3-2 09:00", 2), paused("3-2 10:00", "snooze", "3-5 09:00")),
        looked_at="3-5 09:45",
        counted="1:45",
        due="3-5 10:00",
        kind=RESOLUTION,
        sentence="Started Mon 09:00 (resolution within 2 h), counted 1 h, "
        "snoozed Mon 10:00 to Thu 09:00, due Thu 10:00.",
    ),
    Example(
        story="put off anew after that had ended: the time between has counted",
        events=(
            started("3-2 09:00", 2),
            paused("3-2 09:30", "snooze", "3-2 10:00"),
            paused("3-2 10:20", "snooze", "3-2 11:00"),
        ),
        looked_at="3-2 12:00",
        counted="1:50",  # 0:30, 0:20 and 1:00
        due="3-2 12:10",
        kind=RESOLUTION,
        sentence="Started Mon 09:00 (resolution within 2 h), snoozed 30 min, snoozed 40 min, "
        "due Mon 12:10.",
    ),
    Example(
        story="put off for longer before that ended: one hold",
        events=(
            started("3-2 09:00", 2),
            paused("3-2 09:30", "snooze", "3-2 10:00"),
            paused("3-2 09:50", "snooze", "3-2 11:00"),
        ),
        looked_at="3-2 10:30",
        counted="0:30",
        due="3-2 12:30",
        kind=RESOLUTION,
        sentence="Started Mon 09:00 (resolution within 2 h), "
        "snoozed since Mon 09:30 until Mon 11:00, due Mon 12:30.",
    ),
    Example(
        story="put off until an instant that has passed: not at all",
        events=(started("3-2 09:00", 2), paused("3-2 10:00", "snooze", "3-2 09:30")),
        looked_at="3-2 10:30",
        counted="1:30",
        due="3-2 11:00",
        kind=RESOLUTION,
        sentence="Started Mon 09:00 (resolution within 2 h), due Mon 11:00.",
    ),
    Example(
        story="held over closing time",
        events=(
            started("3-2 16:00", 2),
            paused("3-2 16:50", "customer"),
            happened(K.RESUMED, "3-3 09:35", "customer"),
        ),
        looked_at="3-3 10:00",
        counted="1:15",
        due="3-3 10:45",
        kind=RESOLUTION,
        sentence="Started Mon 16:00 (resolution within 2 h), counted 50 min, "
        "paused Mon 16:50 to Tue 09:35 waiting for the customer, due Tue 10:45.",
    ),
    Example(
        story="the night on which an hour is left out",
        events=(started("3-28 23:00", 4, "oslo always"),),
        looked_at="3-28 23:30",
        counted="0:30",
        due="3-29 04:00",
        sentence="Started Sat 23:00 (first response within 4 h), due Sun 04:00.",
    ),
    Example(
        story="the night on which an hour comes twice: due in the second of them",
        events=(started("10-24 23:00", 4.5, "oslo always"),),
        looked_at="10-24 23:30",
        counted="0:30",
        due="10-25 02:30 again",
        sentence="Started Sat 23:00 (first response within 4 h 30 min), due Sun 02:30 CET.",
    ),
    Example(
        story="a night shift that is an hour shorter, and goes on in the next night",
        events=(started("3-28 22:00", 8, "night shift"),),
        looked_at="3-29 12:00",
        counted="7:00",
        due="3-29 23:00",
        sentence="Started Sat 22:00 (first response within 8 h), counted 7 h until closing, "
        "held over the break until Sun 22:00, due Sun 23:00.",
    ),
    Example(
        story="given to an office elsewhere, after this one has closed",
        events=(
            started("3-2 16:00", 4),
            retargeted(
                "3-2 17:30", "queue", promise(4, "us office", policy="gold, us", queue="us")
            ),
        ),
        looked_at="3-2 18:30",
        counted="2:00",  # one hour in Oslo; from 11:30 in New York another one
        due="3-2 20:30",
        sentence="Started Mon 10:00 (first response within 4 h), counted 1 h until closing, "
        "held over night, from Mon 11:30 on counted by 'gold, us' with a target of 4 h, "
        "for it moved to the queue us, due Mon 14:30 (times in America/New_York).",
    ),
    Example(
        story="more urgent late: what has counted is more than the new target already",
        events=(
            started("3-2 09:00", 8),
            retargeted("3-2 13:00", "priority", promise(1, priority="urgent")),
        ),
        looked_at="3-2 13:30",
        counted="4:30",
        due="3-2 13:00",
        breached="3-2 13:00",
        sentence="Started Mon 09:00 (first response within 8 h), counted 4 h, "
        "from Mon 13:00 on with a target of 1 h, for its priority became urgent, "
        "was past its new target already Mon 13:00 and is 30 min late.",
    ),
    Example(
        story="less urgent after it was broken: that stays, and another due time comes",
        events=(
            started("3-2 09:00", 1),
            retargeted("3-2 10:30", "priority", promise(5, priority="low")),
        ),
        looked_at="3-2 11:00",
        counted="2:00",
        due="3-2 14:00",
        breached="3-2 10:00",
        sentence="Started Mon 09:00 (first response within 1 h), counted 1 h 30 min, "
        "from Mon 10:30 on with a target of 5 h, for its priority became low, "
        "was broken Mon 10:00 by the terms of then, now due Mon 14:00.",
    ),
    Example(
        story="longer hours from today on: what has counted stays",
        events=(
            started("3-2 16:00", 4),
            retargeted("3-2 17:30", "calendar", promise(4, "longer office")),
        ),
        looked_at="3-3 09:00",
        counted="2:30",  # until 17:00, from 17:30 to 18:00, and from 8:00 on
        due="3-3 10:30",
        sentence="Started Mon 16:00 (first response within 4 h), counted 1 h until closing, "
        "held over night, from Mon 17:30 on counted by the changed calendar 'longer office', "
        "counted 30 min until closing, held over night, resumed Tue 08:00, due Tue 10:30.",
    ),
    Example(
        story="the bot's answer did not help: the time until the customer said so counts for none",
        events=(
            started("3-2 09:50", 1),
            happened(K.MET, "3-2 10:00", "bot"),
            happened(K.REOPENED, "3-2 15:00", "not_helped"),
        ),
        looked_at="3-2 15:20",
        counted="0:30",
        due="3-2 15:50",
        sentence="Started Mon 09:50 (first response within 1 h), counted 10 min, "
        "met Mon 10:00 by the bot's answer, reopened Mon 15:00, for the bot's answer had not "
        "helped, due Mon 15:50.",
    ),
    Example(
        story="merged into another conversation by mistake: once that is undone, the time counts",
        events=(
            started("3-2 09:30", 2),
            happened(K.CANCELLED, "3-2 10:00", "merged"),
            happened(K.REOPENED, "3-2 10:00", "unmerged"),
        ),
        looked_at="3-2 11:00",
        counted="1:30",
        due="3-2 11:30",
        sentence="Started Mon 09:30 (first response within 2 h), counted 30 min, "
        "cancelled Mon 10:00, for conversations were merged and another promise was nearer, "
        "reopened Mon 10:00, for that merge was undone, due Mon 11:30.",
    ),
    Example(
        story="the clock on the wall was set back by half an hour",
        events=(
            started("3-2 09:00", 2),
            paused("3-2 10:00", "customer"),
            happened(K.RESUMED, "3-2 09:40", "customer"),
        ),
        looked_at="3-2 10:30",
        counted="1:30",
        due="3-2 11:00",
        kind=RESOLUTION,
        sentence="Started Mon 09:00 (resolution within 2 h), due Mon 11:00.",
    ),
    Example(
        story="round the clock: told by the reader's own clocks",
        events=(started("3-2 22:00", 4, "always"),),
        looked_at="3-2 23:00",
        counted="1:00",
        due="3-3 02:00",
        sentence="Started Mon 22:00 (first response within 4 h), due Tue 02:00.",
    ),
)


def look(example: Example, zone: str = "Europe/Oslo") -> str:
    looked_at = at(example.looked_at)
    explanation = explain(example.events, hours_of, looked_at)
    return tell_clock(example.kind, explanation, time_zone=zone, at=looked_at)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.story)
def test_a_clock_worked_out_by_hand(example: Example):
    state = pass_time(replay(example.events, hours_of), at(example.looked_at), hours_of)
    hours, minutes = (int(each) for each in example.counted.split(":"))
    due = None if example.due is None else at(example.due).astimezone(UTC)
    assert state.counted == timedelta(hours=hours, minutes=minutes)
    assert state.due_at == due
    assert state.breached_at == (at(example.breached) if example.breached else None)
    assert look(example) == example.sentence


def test_a_short_clock_hides_no_other_promise():
    first = [started("3-2 09:00", 4)]
    following = [started("3-2 10:00", 1), happened(K.MET, "3-2 10:30", "agent")]
    assert replay(following, hours_of).breached_at is None
    state = pass_time(replay(first, hours_of), at("3-2 15:00"), hours_of)
    assert state.breached_at == state.due_at == at("3-2 13:00")


def test_an_agreement_edited_under_a_running_clock_changes_nothing():
    events = [started("3-2 16:00", 4)]
    before = explain(events, hours_of, at("3-3 10:00"))
    edited = CALENDARS["longer office"]

    def hours_of_now(version: str) -> Hours:
        return make_hours(CALENDARS.get(version, edited))

    assert explain(events, hours_of_now, at("3-3 10:00")) == before


def test_the_zone_of_the_calendar_is_named_where_it_is_not_the_readers():
    example = EXAMPLES[1]
    assert look(example, "America/New_York") == example.sentence.replace(
        "10:40.", "10:40 (times in Europe/Oslo)."
    )


def test_days_far_off_are_told_with_their_dates_and_those_of_other_years_with_these():
    example = EXAMPLES[0]
    events = (*example.events, happened(K.MET, "3-3 11:20", "agent"))
    told = look(replace(example, events=events, looked_at="2027-1-5 12:00"))
    assert told == (
        "Started Mon 2 Mar 2026 16:40 (first response within 2 h), counted 20 min until closing, "
        "held over night, resumed Tue 3 Mar 2026 09:00, paused 45 min waiting for the customer, "
        "met Tue 3 Mar 2026 11:20 by an agent's answer, with 5 min to spare."
    )


def test_a_long_story_is_told_in_a_dozen_clauses():
    pauses = [
        event
        for day in range(2, 7)
        for hour in (10, 12, 14)
        for event in (
            paused(f"3-{day} {hour}:00", "customer"),
            happened(K.RESUMED, f"3-{day} {hour}:30", "customer"),
        )
    ]
    # 6.5 hours a day are 32.5 in a week, and half an hour on Monday.
    example = Example(
        story="a week of questions and answers",
        events=(started("3-2 09:00", 40), *pauses),
        looked_at="3-9 09:30",
        counted="33:00",
        due="3-9 16:30",
        kind=RESOLUTION,
        sentence="Started Mon 2 Mar 09:00 (resolution within 40 h), "
        "paused 30 min waiting for the customer, paused 30 min waiting for the customer, "
        "paused 30 min waiting for the customer, until Fri 09:00 counted 26 h and 9 pauses, "
        "paused 30 min waiting for the customer, paused 30 min waiting for the customer, "
        "paused 30 min waiting for the customer, counted 6 h 30 min until closing, "
        "held over the weekend, resumed Mon 09:00, due Mon 16:30.",
    )
    test_a_clock_worked_out_by_hand(example)
