"""What keeps the promise of an answer, what does not, and what has it go on."""

from datetime import timedelta

import pytest

from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import (
    FIRST,
    NEXT,
    RESOLUTION,
    agent_does,
    agree,
    clock_of,
    due,
    given_to_bot,
    happened_to,
    make_policy,
)
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import HALF_KNOWN, KNOWN, UNKNOWN

pytestmark = [pytest.mark.usefixtures("sound_clocks"), SLOW_ON_POSTGRES]
PERSON = "I want to talk to a person"


async def test_an_agents_answer_keeps_the_promise_at_its_instant(desk: StoryDesk):
    await agree(desk, make_policy(first=60))
    await desk.customer_texts(ASTRID, UNKNOWN)
    answered_at = await desk.time_passes(minutes=59)
    await desk.agent_replies(ASTRID, "He is.")
    state = (await clock_of(desk, ASTRID)).state
    assert (state.met_at, state.breached_at) == (answered_at, None)
    assert await happened_to(desk, ASTRID) == ["started", "met agent"]


async def test_an_answer_at_the_very_due_time_is_late(desk: StoryDesk):
    await agree(desk, make_policy(first=60))
    await desk.customer_texts(ASTRID, UNKNOWN)
    at = await desk.time_passes(minutes=60)
    await desk.agent_replies(ASTRID, "He is.")
    assert (await clock_of(desk, ASTRID)).state.breached_at == at


async def test_the_bots_right_answer_keeps_it_at_once(desk: StoryDesk):
    await agree(desk, make_policy("all", first=60, resolution=600))
    await desk.customer_texts(ASTRID, KNOWN)
    state = (await clock_of(desk, ASTRID)).state
    assert (state.met_at, state.terms.policy, state.terms.queue) == (desk.clock.now(), "all", None)
    assert await happened_to(desk, ASTRID) == ["started", "met bot"]
    assert await desk.clocks(ASTRID, RESOLUTION) == []


@pytest.mark.parametrize("said", ["hello", "thanks!", HALF_KNOWN])
async def test_small_talk_and_questions_back_start_no_clock_and_keep_no_promise(
    desk: StoryDesk, said: str
):
    await desk.customer_texts(ASTRID, said)
    assert (await desk.view(ASTRID)).clocks == ()
    await desk.customer_texts(ASTRID, PERSON)
    assert await happened_to(desk, ASTRID) == ["started"]


async def test_a_question_back_takes_nothing_from_the_wait_for_a_person(desk: StoryDesk):
    await desk.customer_texts(ASTRID, HALF_KNOWN)
    asked_at = await desk.time_passes(minutes=10)
    await desk.customer_texts(ASTRID, PERSON)
    assert (await clock_of(desk, ASTRID)).state.started_at == asked_at


async def test_an_acknowledgement_stops_no_clock(desk: StoryDesk):
    await desk.form_is_sent("erik@example.com", UNKNOWN)
    (thread,) = {each.thread for each in await desk.conversations()}
    assert any(each.startswith("out ") for each in await desk.said(thread))
    assert await happened_to(desk, thread) == ["started"]


async def test_thanks_start_no_clock_after_the_bots_answer_nor_after_an_agents(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.customer_texts(ASTRID, "thanks!")
    assert len((await desk.view(ASTRID)).clocks) == 1
    await desk.customer_texts(ASTRID, PERSON)
    await desk.agent_replies(ASTRID, "Here I am.")
    number = len((await desk.view(ASTRID)).clocks)
    await desk.time_passes(minutes=5)
    await desk.customer_texts(ASTRID, "thanks!")
    assert len((await desk.view(ASTRID)).clocks) == number
    assert not any(each.running for each in (await desk.view(ASTRID)).clocks)


async def test_an_answer_that_did_not_help_was_none_and_its_clock_goes_on(desk: StoryDesk):
    await agree(desk, make_policy("all", first=60))
    await desk.text_is_kept(ASTRID, KNOWN)
    await desk.time_passes(minutes=10)
    assert (await clock_of(desk, ASTRID)).state.counted == timedelta(minutes=10)
    asked_again_at = await desk.time_passes(hours=5)
    await desk.customer_texts(ASTRID, "that did not help")
    # Ten minutes of the hour had gone when the bot answered.
    assert await due(desk, ASTRID) == asked_again_at + timedelta(minutes=50)
    assert await happened_to(desk, ASTRID) == [
        "started",
        "met bot",
        "reopened not_helped",
        "retargeted queue",
    ]
    assert await desk.clocks(ASTRID, NEXT) == []


async def test_an_answer_that_helped_leaves_the_next_one_to_be_promised(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.time_passes(minutes=10)
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert await happened_to(desk, ASTRID, FIRST) == ["started", "met bot"]
    assert await happened_to(desk, ASTRID, NEXT) == ["started"]


async def test_a_short_next_promise_hides_no_first_one(desk: StoryDesk):
    await agree(desk, make_policy(first=240, following=60))
    await desk.customer_texts(ASTRID, UNKNOWN)
    began = desk.clock.now()
    await desk.time_passes(minutes=30)
    await desk.customer_texts(ASTRID, "Hello? Is anybody there?")
    assert await desk.clocks(ASTRID, NEXT) == []
    assert await due(desk, ASTRID) == began + timedelta(hours=4)
    await desk.time_passes(hours=4)
    assert (await clock_of(desk, ASTRID)).state.breached_at == began + timedelta(hours=4)


async def test_a_second_question_waits_as_long_as_the_first_one(desk: StoryDesk):
    await agree(desk, make_policy(following=60))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "He is.")
    asked_at = await desk.time_passes(minutes=5)
    await desk.customer_texts(ASTRID, "To whom?")
    await desk.time_passes(minutes=30)
    await desk.customer_texts(ASTRID, "And since when?")
    (clock,) = await desk.clocks(ASTRID, NEXT)
    assert clock.state.due_at == asked_at + timedelta(minutes=60)


async def test_what_waited_in_a_backlog_counts_from_when_it_was_taken_in(desk: StoryDesk):
    await agree(desk, make_policy(first=60, following=60, resolution=600))
    taken_in_at = desk.clock.now()
    await desk.text_is_kept(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=25)
    for kind in (FIRST, RESOLUTION):
        assert (await clock_of(desk, ASTRID, kind)).state.started_at == taken_in_at
    await desk.agent_replies(ASTRID, "He is.")
    asked_at = await desk.time_passes(minutes=5)
    await desk.text_is_kept(ASTRID, "To whom?")
    await desk.time_passes(minutes=45)
    assert await due(desk, ASTRID, NEXT) == asked_at + timedelta(minutes=60)
    events = await happened_to(desk, ASTRID, RESOLUTION)
    assert events == ["started", "paused customer", "resumed customer"]
    resolution = (await clock_of(desk, ASTRID, RESOLUTION)).state
    # Held for the five minutes in which nobody had written.
    assert resolution.due_at == taken_in_at + timedelta(minutes=605)


async def test_a_backlog_of_more_than_the_promise_has_broken_it_at_its_instant(desk: StoryDesk):
    await agree(desk, make_policy(first=60))
    taken_in_at = desk.clock.now()
    await desk.text_is_kept(ASTRID, UNKNOWN)
    await desk.time_passes(hours=3)
    expected = taken_in_at + timedelta(hours=1)
    assert (await clock_of(desk, ASTRID)).state.breached_at == expected


async def test_the_bots_answer_out_of_a_backlog_may_be_late(desk: StoryDesk):
    await agree(desk, make_policy(first=60))
    taken_in_at = desk.clock.now()
    await desk.text_is_kept(ASTRID, KNOWN)
    await desk.time_passes(hours=3)
    state = (await clock_of(desk, ASTRID)).state
    assert state.breached_at == taken_in_at + timedelta(hours=1)
    assert state.met_at == desk.clock.now()
    events = [each.source_ids.get("event") for each in await desk.log(ASTRID)]
    assert events.count("breach") == 1


async def test_resolving_without_an_answer_neither_keeps_nor_breaks_the_promise(desk: StoryDesk):
    await agree(desk, make_policy(first=60, resolution=600))
    await desk.customer_texts(ASTRID, UNKNOWN)
    resolved_at = await desk.time_passes(minutes=10)
    await desk.agent_resolves(ASTRID)
    state = (await clock_of(desk, ASTRID)).state
    assert (state.met_at, state.cancelled_at, state.breached_at) == (None, resolved_at, None)
    assert (await clock_of(desk, ASTRID, RESOLUTION)).state.met_at == resolved_at


async def test_an_answer_after_all_keeps_what_resolving_had_cancelled(desk: StoryDesk):
    await agree(desk, make_policy(first=60, resolution=600))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=10)
    await desk.agent_resolves(ASTRID)
    answered_at = await desk.time_passes(days=2)
    await desk.agent_replies(ASTRID, "I forgot: he is.")
    clock = await clock_of(desk, ASTRID)
    assert (clock.state.met_at, clock.stopped_by) == (answered_at, "agent")
    assert clock.state.counted == timedelta(minutes=10)
    await desk.time_passes(days=2)
    await desk.customer_texts(ASTRID, "To whom?")
    assert (await clock_of(desk, ASTRID, NEXT)).running


async def test_given_back_to_the_bot_every_clock_is_held(desk: StoryDesk):
    await agree(desk, make_policy(first=60, resolution=600))
    began = desk.clock.now()
    await desk.customer_texts(ASTRID, PERSON)
    await desk.time_passes(minutes=20)
    await given_to_bot(desk, ASTRID)
    for kind in (FIRST, RESOLUTION):
        state = (await clock_of(desk, ASTRID, kind)).state
        assert (state.paused, state.due_at) == ("bot", None)
    await desk.time_passes(hours=3)
    await desk.customer_texts(ASTRID, PERSON)
    assert await due(desk, ASTRID) == began + timedelta(hours=4)
    assert (await clock_of(desk, ASTRID)).state.breached_at is None
    assert await due(desk, ASTRID, RESOLUTION) == began + timedelta(hours=13)


async def test_what_was_given_back_is_kept_by_the_bots_right_answer(desk: StoryDesk):
    await agree(desk, make_policy(first=60))
    await desk.customer_texts(ASTRID, PERSON)
    await desk.time_passes(minutes=20)
    await given_to_bot(desk, ASTRID)
    answered_at = await desk.time_passes(minutes=50)
    await desk.customer_texts(ASTRID, KNOWN)
    clock = await clock_of(desk, ASTRID)
    assert (clock.state.met_at, clock.stopped_by) == (answered_at, "bot")
    assert clock.state.counted == timedelta(minutes=20)


async def test_so_is_the_next_promise(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.customer_texts(ASTRID, PERSON)
    await given_to_bot(desk, ASTRID)
    await desk.customer_texts(ASTRID, KNOWN)
    assert (await clock_of(desk, ASTRID, NEXT)).stopped_by == "bot"


async def test_a_conversation_that_an_agent_takes_from_the_bot_is_theirs_to_settle(
    desk: StoryDesk,
):
    await agree(desk, make_policy(first=60, resolution=600))
    await desk.customer_texts(ASTRID, KNOWN)
    taken_at = await desk.time_passes(minutes=10)
    await agent_does(desk, ASTRID, "take")
    assert (await clock_of(desk, ASTRID, RESOLUTION)).state.started_at == taken_at
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert (await clock_of(desk, ASTRID, NEXT)).running


async def test_an_answer_that_the_provider_refuses_kept_nothing(desk: StoryDesk):
    await agree(desk, make_policy(first=60))
    began = desk.clock.now()
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=20)
    desk.provider.fail_next("bad_request")
    await desk.agent_replies(ASTRID, "He is.")
    assert await happened_to(desk, ASTRID) == ["started", "met agent", "reopened undelivered"]
    assert await due(desk, ASTRID) == began + timedelta(minutes=60)
    answered_at = await desk.time_passes(minutes=10)
    await desk.agent_replies(ASTRID, "He is, I said.")
    assert (await clock_of(desk, ASTRID)).state.met_at == answered_at


async def test_nor_did_the_bots(desk: StoryDesk):
    desk.provider.fail_next("bad_request")
    await desk.customer_texts(ASTRID, KNOWN)
    assert await happened_to(desk, ASTRID) == [
        "started",
        "met bot",
        "reopened undelivered",
        "retargeted queue",
    ]
    assert (await desk.conversation(ASTRID)).queue == "general"
