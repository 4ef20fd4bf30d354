"""Another queue, another priority, another edition of the agreement: what a promise becomes."""

from datetime import timedelta

import pytest

from domain.conversations import Priority
from domain.service_levels import EscalationStep, Retarget, StepAction
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import (
    FIRST,
    RESOLUTION,
    agent_does,
    agree,
    clock_of,
    due,
    given_to_bot,
    happened_to,
    make_calendar,
    make_policy,
    moved_to,
    slots,
)
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import KNOWN, UNKNOWN

pytestmark = [pytest.mark.usefixtures("sound_clocks"), SLOW_ON_POSTGRES]
LATE_WEEK = (slots("12:00-20:00"),) * 7
BOOKINGS = {"queues": ("bookings",)}
BAGGAGE = {"queues": ("baggage",)}


async def agreed(desk: StoryDesk, *, retarget: Retarget, first: int, then: int) -> None:
    """Have Astrid wait in the general queue, whose agreement says what a move makes of it."""
    await agree(
        desk,
        make_policy("bookings", position=1, first=then, conditions=BOOKINGS),
        make_policy("all", position=2, first=first, retarget=retarget),
    )
    await desk.customer_texts(ASTRID, UNKNOWN)


@pytest.mark.parametrize(
    ("retarget", "first", "then", "expected"),
    [
        (Retarget.ALWAYS, 60, 240, 240),
        (Retarget.ALWAYS, 240, 60, 60),
        (Retarget.STRICTER, 60, 240, 60),
        (Retarget.STRICTER, 240, 60, 60),
        (Retarget.NEVER, 60, 240, 60),
        (Retarget.NEVER, 240, 60, 240),
    ],
)
async def test_a_move_to_another_queue_makes_of_a_promise_what_its_agreement_says(
    desk: StoryDesk, retarget: Retarget, first: int, then: int, expected: int
):
    began = desk.clock.now()
    await agreed(desk, retarget=retarget, first=first, then=then)
    await desk.time_passes(minutes=20)
    await moved_to(desk, ASTRID, "bookings")
    # The twenty minutes that have gone stay gone.
    assert await due(desk, ASTRID) == began + timedelta(minutes=expected)


async def test_between_queues_of_two_calendars_what_was_counted_stays_counted(desk: StoryDesk):
    began = desk.clock.now()
    await agree(
        desk,
        make_calendar("early"),
        make_calendar("late", week=LATE_WEEK),
        make_policy("bookings", position=1, first=120, calendar="late", conditions=BOOKINGS),
        make_policy("all", position=2, first=120, calendar="early"),
    )
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=90)
    await moved_to(desk, ASTRID, "bookings")
    # It opens at noon, and half an hour is left.
    assert await due(desk, ASTRID) == began + timedelta(hours=3, minutes=30)


async def test_a_move_there_and_back_changes_nothing(desk: StoryDesk):
    await agreed(desk, retarget=Retarget.ALWAYS, first=240, then=60)
    before = await due(desk, ASTRID)
    await moved_to(desk, ASTRID, "bookings")
    await moved_to(desk, ASTRID, "general")
    assert await due(desk, ASTRID) == before


async def test_a_target_that_has_gone_already_is_broken_as_of_the_move(desk: StoryDesk):
    await agreed(desk, retarget=Retarget.ALWAYS, first=240, then=60)
    moved_at = await desk.time_passes(minutes=90)
    await moved_to(desk, ASTRID, "bookings")
    assert (await clock_of(desk, ASTRID)).state.breached_at == moved_at
    events = [each.source_ids.get("event") for each in await desk.log(ASTRID)]
    assert events.count("breach") == 1


async def test_where_the_other_queue_promises_nothing_the_promise_stays(desk: StoryDesk):
    began = desk.clock.now()
    await agree(desk, make_policy("all", first=60, resolution=600))
    await desk.customer_texts(ASTRID, UNKNOWN)
    bookings = make_policy("bookings", position=0, first=30, conditions=BOOKINGS)
    await agree(desk, bookings)
    await moved_to(desk, ASTRID, "bookings")
    assert await due(desk, ASTRID, FIRST) == began + timedelta(minutes=30)
    assert await due(desk, ASTRID, RESOLUTION) == began + timedelta(minutes=600)
    assert (await clock_of(desk, ASTRID, RESOLUTION)).state.terms.policy == "all"


async def test_who_changes_hands_within_a_queue_keeps_the_promise(desk: StoryDesk):
    await agreed(desk, retarget=Retarget.ALWAYS, first=60, then=240)
    await agree(desk, make_policy("new", position=0, first=5))
    await agent_does(desk, ASTRID, "take")
    await agent_does(desk, ASTRID, "release")
    assert await happened_to(desk, ASTRID) == ["started"]


async def test_back_from_the_bot_into_another_queue_its_agreement_holds(desk: StoryDesk):
    await agree(
        desk,
        make_policy("baggage", position=1, first=30, conditions=BAGGAGE),
        make_policy("all", position=2, first=120),
    )
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=10)
    await given_to_bot(desk, ASTRID)
    back_at = await desk.time_passes(minutes=60)
    await desk.customer_texts(ASTRID, "I want to talk to a person about my lost luggage")
    assert await due(desk, ASTRID) == back_at + timedelta(minutes=20)
    assert await happened_to(desk, ASTRID) == [
        "started",
        "paused bot",
        "retargeted queue",
        "resumed bot",
    ]


@pytest.mark.parametrize(
    ("retarget", "expected"),
    [(Retarget.ALWAYS, 30), (Retarget.STRICTER, 30), (Retarget.NEVER, 120)],
)
async def test_an_answer_that_did_not_help_follows_to_the_queue_as_agreed(
    desk: StoryDesk, retarget: Retarget, expected: int
):
    await agree(
        desk,
        make_policy("people", position=1, first=30, conditions={"queues": ("general", "baggage")}),
        make_policy("bot", position=2, first=120, retarget=retarget),
    )
    await desk.customer_texts(ASTRID, KNOWN)
    at = await desk.time_passes(minutes=5)
    await desk.customer_texts(ASTRID, "that did not help")
    assert await due(desk, ASTRID) == at + timedelta(minutes=expected)


async def test_another_priority_takes_the_target_of_the_agreement_as_it_was(desk: StoryDesk):
    began = desk.clock.now()
    targets = {"default": 240, "urgent": 60}
    await agree(desk, make_policy(first=targets))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await agree(desk, make_policy(number=2, first={"default": 5, "urgent": 1}))
    await desk.time_passes(minutes=20)
    await agent_does(desk, ASTRID, "set_priority", priority=Priority.URGENT)
    assert await due(desk, ASTRID) == began + timedelta(minutes=60)
    assert await happened_to(desk, ASTRID) == ["started", "retargeted priority"]
    await agent_does(desk, ASTRID, "set_priority", priority=Priority.NORMAL)
    assert await due(desk, ASTRID) == began + timedelta(minutes=240)


async def test_a_priority_without_a_target_of_its_own_changes_only_whose_it_is(desk: StoryDesk):
    began = desk.clock.now()
    await agree(desk, make_policy(first=60))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await agent_does(desk, ASTRID, "set_priority", priority=Priority.HIGH)
    state = (await clock_of(desk, ASTRID)).state
    assert (state.due_at, state.terms.priority) == (began + timedelta(minutes=60), "high")


async def test_a_step_that_raises_the_priority_makes_no_promise_stricter(desk: StoryDesk):
    began = desk.clock.now()
    step = EscalationStep(do=StepAction.RAISE_PRIORITY, to="urgent", percent=50)
    await agree(desk, make_policy(first={"default": 120, "urgent": 10}, steps=(step,)))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.time_passes(minutes=60)
    assert (await desk.conversation(ASTRID)).priority is Priority.URGENT
    assert await due(desk, ASTRID) == began + timedelta(minutes=120)
    assert await happened_to(desk, ASTRID) == ["started"]


async def test_an_agreement_that_is_edited_changes_nothing_that_runs(desk: StoryDesk):
    began = desk.clock.now()
    await agree(desk, make_policy(first=60, following=60))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await agree(desk, make_policy(number=2, first=10, following=20))
    await desk.time_passes(minutes=30)
    assert await due(desk, ASTRID) == began + timedelta(minutes=60)
    await agent_does(desk, ASTRID, "take")
    assert await due(desk, ASTRID) == began + timedelta(minutes=60)


async def test_it_holds_for_what_starts_from_then_on(desk: StoryDesk):
    await agree(desk, make_policy(first=60, following=60))
    await desk.customer_texts(ASTRID, UNKNOWN)
    await agree(desk, make_policy(number=2, first=10, following=20))
    await desk.customer_texts(JONAS, UNKNOWN)
    assert await due(desk, JONAS) == desk.clock.now() + timedelta(minutes=10)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.customer_texts(ASTRID, "To whom?")
    (following,) = [each for each in (await desk.view(ASTRID)).clocks if each.running]
    assert following.state.due_at == desk.clock.now() + timedelta(minutes=20)
    assert following.state.terms.policy_version == "standard-v2"


async def test_a_new_agreement_holds_for_what_starts_from_then_on(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await agree(desk, make_policy(first=10))
    await desk.customer_texts(JONAS, UNKNOWN)
    assert (await clock_of(desk, ASTRID)).state.terms.policy == "queue:general"
    assert (await clock_of(desk, JONAS)).state.terms.policy == "standard"


async def test_a_queue_that_promises_something_else_keeps_what_it_had_promised(desk: StoryDesk):
    began = desk.clock.now()
    await desk.customer_texts(ASTRID, UNKNOWN)
    await agree(desk, make_policy(first=10, conditions={"tiers": ("gold",)}))
    await desk.time_passes(minutes=60)
    assert await due(desk, ASTRID) == began + timedelta(minutes=120)
