"""A calendar changes while clocks run by it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.clocks.happen import begin_clock, happen
from bot.clocks.recount_clocks import recount_clocks
from bot.service_level_desk.desk import ServiceLevelDesk
from bot.service_level_desk.desk_tools import DeskTools
from bot.service_level_desk.renew_holidays import renew_calendars
from bot.tools import Tools
from crm_store.clocks import get_clock, list_running_clocks
from crm_store.conversations import lock_conversation
from crm_store.jobs import claim_jobs
from crm_store.schema import clocks as clock_rows
from crm_store.schema import jobs
from crm_store.transaction import Transaction
from domain.jobs import Job, JobKind
from domain.service_levels import ClockKind
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockTerms, SlaClock
from service_levels.clock_fold import replay
from tests.bot.service_level_desk.agreed import ANN, make_office, promise
from tests.clocks import list_clock_events
from tests.console.record import begin
from tests.fakes import FakeClock

FRIDAY_AT_THREE = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)


@pytest.fixture
async def office(desk: ServiceLevelDesk) -> str:
    """The version of an office's calendar by which a policy counts four hours."""
    calendar = await desk.save_calendar("office", make_office(), by=ANN)
    await desk.save_policy("all", promise("4h", calendar="office"), by=ANN)
    return calendar.version


@pytest.fixture
async def clocks(tools: Tools, desk: ServiceLevelDesk, office: str) -> list[SlaClock]:
    """Three clocks that began on Friday at three, due on Monday at eleven."""
    policy = (await desk.get_policy("all")).view.policy
    terms = ClockTerms(
        policy="all",
        policy_version=policy.version,
        calendar="office",
        calendar_version=office,
        target=timedelta(hours=4),
        priority="normal",
        queue="baggage",
    )

    def start(tx: Transaction) -> list[SlaClock]:
        return [
            begin_clock(
                tx,
                tools,
                begin(tx, number, now=FRIDAY_AT_THREE).id,
                ClockKind.FIRST_RESPONSE,
                terms,
                since=FRIDAY_AT_THREE,
            )
            for number in range(1, 4)
        ]

    return await tools.store.run(start)


async def claim_recounts(tools: Tools, clock: FakeClock) -> list[Job]:
    now = clock.now()
    until = now + timedelta(seconds=30)
    claimed = await tools.store.run(
        claim_jobs, now=now, lease_until=until, limit=5, kinds=(JobKind.RECOUNT,)
    )
    return list(claimed)


async def work_off(tools: Tools, clock: FakeClock) -> int:
    done = 0
    while claimed := await claim_recounts(tools, clock):
        for job in claimed:
            await recount_clocks(tools, job)
        done += len(claimed)
    return done


async def change_hours(desk: ServiceLevelDesk, closes: str) -> str:
    standing = (await desk.get_calendar("office")).view.calendar.version
    calendar = await desk.save_calendar("office", make_office(closes), by=ANN, based_on=standing)
    return calendar.version


async def test_what_was_counted_stays_and_the_rest_counts_by_the_new_hours(
    tools: Tools, desk: ServiceLevelDesk, clock: FakeClock, clocks: list[SlaClock]
):
    clock.advance(FRIDAY_AT_THREE + timedelta(hours=1) - clock.now())
    await work_off(tools, clock)
    version = await change_hours(desk, "18:00")
    await work_off(tools, clock)
    for each in clocks:
        changed = await tools.store.read(get_clock, each.id)
        # One hour was counted; of the three that are left two count until six.
        assert each.state.due_at == datetime(2026, 3, 9, 11, tzinfo=UTC)
        assert changed.state.due_at == datetime(2026, 3, 9, 10, tzinfo=UTC)
        assert changed.state.counted == timedelta(hours=1)
        assert changed.state.terms.calendar_version == version
        events = await tools.store.read(list_clock_events, each.id)
        assert [(event.kind, event.reason) for event in events] == [
            (ClockEventKind.STARTED, ""),
            (ClockEventKind.RETARGETED, "calendar"),
        ]
        hours_of = await tools.store.read(tools.agreements.hours_of)
        assert replay(events, hours_of) == changed.state
        # 80 % of four hours: 12 minutes past nine, two of three hours having counted on Friday.
        assert changed.next_at == datetime(2026, 3, 9, 9, 12, tzinfo=UTC)


async def test_a_clock_that_has_stopped_is_left_alone_until_it_goes_on(
    tools: Tools, desk: ServiceLevelDesk, clock: FakeClock, clocks: list[SlaClock]
):
    clock.advance(FRIDAY_AT_THREE - clock.now())
    met = ClockEvent(kind=ClockEventKind.MET, at=FRIDAY_AT_THREE, reason="agent")
    await tools.store.run(happen, tools, clocks[0], met)
    version = await change_hours(desk, "18:00")
    await work_off(tools, clock)
    stopped = await tools.store.read(get_clock, clocks[0].id)
    assert stopped.state.terms.calendar_version != version
    at_four = FRIDAY_AT_THREE + timedelta(hours=1)
    reopened = ClockEvent(kind=ClockEventKind.REOPENED, at=at_four, reason="reopened")
    going_on = await tools.store.run(happen, tools, stopped, reopened)
    assert going_on.state.terms.calendar_version == version
    # Two hours until six on Friday, and two on Monday.
    assert going_on.state.due_at == datetime(2026, 3, 9, 11, tzinfo=UTC)
    events = await tools.store.read(list_clock_events, clocks[0].id)
    assert [event.reason for event in events] == ["", "agent", "reopened", "calendar"]


async def test_one_that_goes_on_as_of_an_instant_past_counts_by_the_hours_of_that_time(
    tools: Tools, desk: ServiceLevelDesk, clock: FakeClock, clocks: list[SlaClock]
):
    met = ClockEvent(kind=ClockEventKind.CANCELLED, at=FRIDAY_AT_THREE, reason="merged")
    await tools.store.run(happen, tools, clocks[0], met)
    clock.advance(FRIDAY_AT_THREE + timedelta(hours=5) - clock.now())
    await change_hours(desk, "18:00")
    stopped = await tools.store.read(get_clock, clocks[0].id)
    back = ClockEvent(kind=ClockEventKind.REOPENED, at=FRIDAY_AT_THREE, reason="unmerged")
    going_on = await tools.store.run(happen, tools, stopped, back)
    # It closed at five on that Friday still.
    assert going_on.state.counted == timedelta(hours=2)
    assert going_on.state.due_at == datetime(2026, 3, 9, 11, tzinfo=UTC)


async def test_a_second_look_finds_what_started_by_the_old_hours_meanwhile(
    tools: Tools, desk: ServiceLevelDesk, clock: FakeClock, clocks: list[SlaClock]
):
    clock.advance(FRIDAY_AT_THREE - clock.now())
    version = await change_hours(desk, "18:00")
    await work_off(tools, clock)

    def start_late(tx: Transaction) -> SlaClock:
        conversation = begin(tx, 9, now=FRIDAY_AT_THREE)
        kind, terms = ClockKind.FIRST_RESPONSE, clocks[0].state.terms
        return begin_clock(tx, tools, conversation.id, kind, terms, since=FRIDAY_AT_THREE)

    late = await tools.store.run(start_late)
    assert await work_off(tools, clock) == 0
    clock.advance(timedelta(minutes=3))
    assert await work_off(tools, clock) > 0
    found = await tools.store.read(get_clock, late.id)
    assert found.state.terms.calendar_version == version


async def test_whatever_still_counts_by_old_hours_is_found_within_the_hour(
    tools: Tools,
    desk: ServiceLevelDesk,
    desk_tools: DeskTools,
    clock: FakeClock,
    clocks: list[SlaClock],
):
    version = await change_hours(desk, "18:00")

    def lose_jobs(tx: Transaction) -> None:
        tx.execute(jobs.delete())

    await tools.store.run(lose_jobs)
    await renew_calendars(desk_tools)
    assert await work_off(tools, clock) == 1
    for each in clocks:
        found = await tools.store.read(get_clock, each.id)
        assert found.state.terms.calendar_version == version


async def test_a_change_that_is_no_change_counts_nothing_anew(
    tools: Tools, desk: ServiceLevelDesk, clock: FakeClock, clocks: list[SlaClock]
):
    await work_off(tools, clock)
    await change_hours(desk, "17:00")
    assert await work_off(tools, clock) == 0
    assert len(await tools.store.read(list_clock_events, clocks[0].id)) == 1


async def test_answers_beside_a_recount_are_neither_lost_nor_held_up(
    tools: Tools, desk: ServiceLevelDesk, clock: FakeClock, clocks: list[SlaClock]
):
    clock.advance(FRIDAY_AT_THREE - clock.now())
    await work_off(tools, clock)

    def answer(tx: Transaction, number: int) -> None:
        conversation = lock_conversation(tx, f"FD-{number:08}")
        met = ClockEvent(kind=ClockEventKind.MET, at=clock.now(), reason="agent")
        for each in list_running_clocks(tx, conversation.id):
            happen(tx, tools, each, met)

    for closes in ("18:00", "19:00", "20:00"):
        await change_hours(desk, closes)
    await asyncio.gather(
        work_off(tools, clock), *(tools.store.run(answer, number) for number in range(1, 4))
    )
    for each in clocks:
        stopped = await tools.store.read(get_clock, each.id)
        assert stopped.stopped_by == "agent"
        events = await tools.store.read(list_clock_events, each.id)
        hours_of = await tools.store.read(tools.agreements.hours_of)
        assert replay(events, hours_of) == stopped.state


async def test_a_clock_that_cannot_be_read_stops_no_other(
    tools: Tools, desk: ServiceLevelDesk, clock: FakeClock, clocks: list[SlaClock]
):
    bad, *good = clocks

    def spoil(tx: Transaction) -> None:
        tx.execute(update(clock_rows).where(clock_rows.c.id == bad.id).values(kind="egg timer"))

    await tools.store.run(spoil)
    version = await change_hours(desk, "18:00")
    await work_off(tools, clock)
    for each in good:
        changed = await tools.store.read(get_clock, each.id)
        assert changed.state.terms.calendar_version == version
