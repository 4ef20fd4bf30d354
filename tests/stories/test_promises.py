"""Clocks count what customers were promised, to the instant."""

from datetime import timedelta

from domain.conversations import Direction
from domain.service_levels import ClockKind
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import UNKNOWN

pytestmark = SLOW_ON_POSTGRES

FIRST = ClockKind.FIRST_RESPONSE


async def breaches(desk: StoryDesk) -> list[str]:
    return [
        each.text
        for each in await desk.log(ASTRID, Direction.EVENT)
        if each.source_ids["event"] == "breach"
    ]


async def test_a_promise_that_is_broken_is_recorded_at_its_exact_instant_however_late_anybody_looks(
    desk: StoryDesk,
):
    await desk.customer_texts(ASTRID, UNKNOWN)
    due = desk.clock.now() + timedelta(hours=2)
    await desk.time_passes(hours=7, minutes=13)
    (clock,) = await desk.clocks(ASTRID, FIRST)
    assert (clock.state.due_at, clock.state.breached_at, clock.state.met_at) == (due, due, None)
    (event,) = [
        each
        for each in await desk.log(ASTRID, Direction.EVENT)
        if each.source_ids["event"] == "breach"
    ]
    assert event.at == due


async def test_nothing_is_broken_a_second_before(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=119, seconds=59)
    assert await breaches(desk) == []
    await desk.time_passes(seconds=1)
    assert await breaches(desk) == ["The first response was due and is late"]


async def test_a_promise_kept_in_time_is_never_called_broken(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=119)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.time_passes(days=1)
    (clock,) = await desk.clocks(ASTRID, FIRST)
    assert clock.state.breached_at is None
    assert await breaches(desk) == []
    assert await desk.waiting_jobs() == {}


async def test_a_late_answer_stops_the_clock_and_stays_late(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(hours=3)
    answered_at = desk.clock.now()
    await desk.agent_replies(ASTRID, "He is.")
    (clock,) = await desk.clocks(ASTRID, FIRST)
    assert (clock.state.met_at, clock.state.breached_at) == (answered_at, clock.state.due_at)
    assert len(await breaches(desk)) == 1


async def test_a_late_answer_is_late_even_where_nobody_had_looked_yet(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    desk.clock.advance(timedelta(hours=2))
    await desk.agent_replies(ASTRID, "He is.")
    (clock,) = await desk.clocks(ASTRID, FIRST)
    assert clock.state.breached_at == clock.state.due_at


async def test_a_resolved_matter_breaks_no_promise(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_resolves(ASTRID)
    await desk.time_passes(days=1)
    assert await breaches(desk) == []


async def test_the_next_answer_is_watched_as_the_first_one_was(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.customer_texts(ASTRID, "To whom?")
    await desk.time_passes(hours=2)
    assert await breaches(desk) == ["The next response was due and is late"]
