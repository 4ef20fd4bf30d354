"""The promise to settle a matter: held while others are to act, resumed if opened again."""

from datetime import timedelta

import pytest

from domain.service_levels import PauseReason
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import (
    FIRST,
    NEXT,
    RESOLUTION,
    agent_does,
    agree,
    clock_of,
    due,
    happened_to,
    make_calendar,
    make_policy,
)
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import ANN, UNKNOWN

pytestmark = [pytest.mark.usefixtures("sound_clocks"), SLOW_ON_POSTGRES]


async def handed_over(desk: StoryDesk) -> None:
    """Have Astrid wait for a person, with ten hours for all of it."""
    await agree(desk, make_policy(first=60, following=60, resolution=600))
    await desk.customer_texts(ASTRID, UNKNOWN)


async def test_it_starts_with_the_handoff_and_resolving_keeps_it(desk: StoryDesk):
    await handed_over(desk)
    began = desk.clock.now()
    assert await due(desk, ASTRID, RESOLUTION) == began + timedelta(hours=10)
    settled_at = await desk.time_passes(hours=2)
    await desk.agent_resolves(ASTRID)
    state = (await clock_of(desk, ASTRID, RESOLUTION)).state
    assert (state.met_at, state.counted) == (settled_at, timedelta(hours=2))


async def test_nothing_runs_on_after_resolution(desk: StoryDesk):
    await handed_over(desk)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.customer_texts(ASTRID, "To whom?")
    await desk.agent_resolves(ASTRID)
    await desk.time_passes(days=10)
    clocks = (await desk.view(ASTRID)).clocks
    assert len(clocks) == 3
    assert not any(each.running or each.state.breached_at for each in clocks)


async def test_it_is_held_while_we_wait_for_the_customer(desk: StoryDesk):
    await handed_over(desk)
    began = desk.clock.now()
    await desk.time_passes(hours=1)
    await desk.agent_replies(ASTRID, "Which one do you mean?")
    assert await due(desk, ASTRID, RESOLUTION) is None
    await desk.time_passes(hours=20)
    await desk.customer_texts(ASTRID, "The one of yesterday's flight to Oslo")
    assert await due(desk, ASTRID, RESOLUTION) == began + timedelta(hours=30)
    assert (await clock_of(desk, ASTRID, RESOLUTION)).state.breached_at is None


async def test_an_agreement_may_hold_it_for_nothing(desk: StoryDesk):
    await agree(desk, make_policy(resolution=600, pauses={}))
    began = desk.clock.now()
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "Which one do you mean?")
    await desk.time_passes(hours=20)
    broken_at = (await clock_of(desk, ASTRID, RESOLUTION)).state.breached_at
    assert broken_at == began + timedelta(hours=10)


async def test_it_is_held_for_somebody_outside_and_goes_on_when_they_acted(desk: StoryDesk):
    await handed_over(desk)
    began = desk.clock.now()
    await desk.time_passes(minutes=30)
    await agent_does(desk, ASTRID, "hold", for_whom="the airport")
    state = (await clock_of(desk, ASTRID, RESOLUTION)).state
    assert (state.paused, state.due_at) == (PauseReason.THIRD_PARTY, None)
    # That the customer waits for an answer is not held by this agreement.
    assert await due(desk, ASTRID, FIRST) == began + timedelta(hours=1)
    await desk.time_passes(hours=48)
    await agent_does(desk, ASTRID, "resume")
    assert await due(desk, ASTRID, RESOLUTION) == began + timedelta(hours=58)


async def test_put_off_until_an_hour_it_goes_on_then_though_nobody_looks(desk: StoryDesk):
    await handed_over(desk)
    began = desk.clock.now()
    await desk.agent_replies(ASTRID, "I shall ask him tomorrow.")
    await agent_does(desk, ASTRID, "snooze", until=began + timedelta(hours=24))
    assert await due(desk, ASTRID, RESOLUTION) == began + timedelta(hours=34)
    # Nobody looks for a week.
    await desk.time_passes(days=7)
    broken_at = (await clock_of(desk, ASTRID, RESOLUTION)).state.breached_at
    assert broken_at == began + timedelta(hours=34)


async def test_an_answer_promised_holds_for_what_the_agreement_says(desk: StoryDesk):
    pauses = {NEXT: frozenset({PauseReason.THIRD_PARTY}), FIRST: frozenset[PauseReason]()}
    await agree(desk, make_policy(first=60, following=60, pauses=pauses))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.customer_texts(ASTRID, "To whom?")
    await agent_does(desk, ASTRID, "hold", for_whom="the captain")
    assert (await clock_of(desk, ASTRID, NEXT)).state.paused is PauseReason.THIRD_PARTY


async def test_opened_again_it_goes_on_with_what_it_had(desk: StoryDesk):
    await handed_over(desk)
    began = desk.clock.now()
    await desk.time_passes(minutes=50)
    await desk.agent_resolves(ASTRID)
    await desk.time_passes(hours=100)
    await desk.system.desk.reopen(await desk.reference(ASTRID), agent=ANN)
    assert await due(desk, ASTRID, RESOLUTION) == began + timedelta(hours=110)
    assert await due(desk, ASTRID, FIRST) == began + timedelta(hours=101)
    assert await happened_to(desk, ASTRID, RESOLUTION) == [
        "started",
        "met resolved",
        "reopened reopened",
    ]
    await desk.agent_resolves(ASTRID)
    state = (await clock_of(desk, ASTRID, RESOLUTION)).state
    assert state.counted == timedelta(minutes=50)


async def test_what_was_answered_stays_answered_when_it_is_opened_again(desk: StoryDesk):
    await handed_over(desk)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.agent_resolves(ASTRID)
    await desk.system.desk.reopen(await desk.reference(ASTRID), agent=ANN)
    assert await happened_to(desk, ASTRID, FIRST) == ["started", "met agent"]


async def test_what_was_broken_stays_broken_when_it_is_opened_again(desk: StoryDesk):
    await handed_over(desk)
    broken_at = desk.clock.now() + timedelta(hours=10)
    await desk.time_passes(hours=11)
    await desk.agent_resolves(ASTRID)
    await desk.system.desk.reopen(await desk.reference(ASTRID), agent=ANN)
    await desk.time_passes(hours=50)
    assert (await clock_of(desk, ASTRID, RESOLUTION)).state.breached_at == broken_at
    events = [each.source_ids.get("event") for each in await desk.log(ASTRID)]
    assert events.count("breach") == 2  # one of the first response, one of the resolution


async def test_nights_and_holds_together_count_once(desk: StoryDesk):
    await agree(desk, make_calendar(), make_policy(calendar="office", resolution=8 * 60))
    began = desk.clock.now()
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(hours=7)
    # Six hours of Monday have counted, lunch left out; it is held over night until ten.
    await desk.agent_replies(ASTRID, "Which one do you mean?")
    await desk.time_passes(hours=18)
    await desk.customer_texts(ASTRID, "The one of yesterday's flight to Oslo")
    assert await due(desk, ASTRID, RESOLUTION) == began + timedelta(hours=27)
