"""The first agreement that fits holds, in their order, and where none does the queue's promise."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.conversations import Priority
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import (
    FIRST,
    NEXT,
    RESOLUTION,
    agent_does,
    agree,
    clock_of,
    due,
    give_tier,
    make_policy,
    moved_to,
)
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import UNKNOWN

pytestmark = [pytest.mark.usefixtures("sound_clocks"), SLOW_ON_POSTGRES]
BAGGAGE = "I want to talk to a person about my lost luggage"


async def promised(desk: StoryDesk, thread: str) -> tuple[str, int]:
    """By which agreement a first response is promised, and within how many minutes."""
    terms = (await clock_of(desk, thread)).state.terms
    return terms.policy, int(terms.target / timedelta(minutes=1))


async def test_where_no_agreement_fits_the_queues_own_promise_holds(desk: StoryDesk):
    await agree(desk, make_policy("gold", conditions={"tiers": ("gold",)}))
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert await promised(desk, ASTRID) == ("queue:general", 120)


@pytest.mark.parametrize(
    "conditions",
    [
        {"channels": ("sms",)},
        {"accounts": ("sms/main",)},
        {"topics": ("baggage",)},
        {"queues": ("baggage",)},
        {"channels": ("email", "sms"), "queues": ("general", "baggage")},
        {},
    ],
)
async def test_an_agreement_holds_where_all_that_it_names_fits(
    desk: StoryDesk, conditions: Mapping[str, tuple[str, ...]]
):
    await agree(desk, make_policy("named", first=45, conditions=conditions))
    await desk.customer_texts(ASTRID, BAGGAGE)
    assert await promised(desk, ASTRID) == ("named", 45)


@pytest.mark.parametrize(
    "conditions",
    [
        {"tiers": ("gold",)},
        {"channels": ("email",)},
        {"accounts": ("sms/other",)},
        {"topics": ("refund",)},
        {"queues": ("general",)},
        {"channels": ("sms",), "queues": ("general",)},
    ],
)
async def test_one_thing_that_does_not_fit_is_enough(
    desk: StoryDesk, conditions: Mapping[str, tuple[str, ...]]
):
    await agree(desk, make_policy("named", first=45, conditions=conditions))
    await desk.customer_texts(ASTRID, BAGGAGE)
    assert await promised(desk, ASTRID) == ("queue:baggage", 30)


async def test_a_tier_has_an_agreement_of_its_own(desk: StoryDesk):
    await agree(
        desk,
        make_policy("gold", position=1, first=15, conditions={"tiers": ("gold",)}),
        make_policy("all", position=2, first=45),
    )
    await desk.visitor_writes("vera", "hello")
    await give_tier(desk, "vera", "gold")
    await desk.visitor_writes("vera", UNKNOWN)
    await desk.visitor_writes("otto", UNKNOWN)
    assert await promised(desk, "vera") == ("gold", 15)
    assert await promised(desk, "otto") == ("all", 45)


async def test_accounts_of_one_channel_are_told_apart(desk: StoryDesk):
    await agree(desk, make_policy("shop", first=5, conditions={"accounts": ("web_chat/shop",)}))
    await desk.visitor_writes("vera", UNKNOWN, site="shop")
    await desk.visitor_writes("otto", UNKNOWN, site="site")
    assert await promised(desk, "vera") == ("shop", 5)
    assert await promised(desk, "otto") == ("queue:general", 120)


async def test_of_two_that_fit_the_earlier_one_holds_whatever_they_are_called(desk: StoryDesk):
    await agree(
        desk,
        make_policy("zebra", position=1, first=50),
        make_policy("aardvark", position=2, first=10),
    )
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert await promised(desk, ASTRID) == ("zebra", 50)


async def test_one_that_is_switched_off_holds_nowhere(desk: StoryDesk):
    off = replace(make_policy("off", position=1, first=10), enabled=False)
    await agree(desk, off, make_policy("on", position=2, first=20))
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert await promised(desk, ASTRID) == ("on", 20)


async def test_a_priority_has_a_target_of_its_own_and_others_the_usual_one(desk: StoryDesk):
    targets = {"default": 60, "urgent": 10}
    await agree(desk, make_policy(first=targets, following=targets, resolution=targets))
    await desk.customer_texts(ASTRID, UNKNOWN)
    for kind in (FIRST, RESOLUTION):
        assert (await clock_of(desk, ASTRID, kind)).state.terms.target == timedelta(minutes=60)
    await agent_does(desk, ASTRID, "set_priority", priority=Priority.URGENT)
    for kind in (FIRST, RESOLUTION):
        assert (await clock_of(desk, ASTRID, kind)).state.terms.target == timedelta(minutes=10)
    await desk.agent_replies(ASTRID, "He is.")
    await desk.customer_texts(ASTRID, "To whom?")
    assert (await clock_of(desk, ASTRID, NEXT)).state.terms.target == timedelta(minutes=10)


async def test_what_an_agreement_does_not_promise_has_no_clock(desk: StoryDesk):
    await agree(desk, make_policy(first=60, following=None))
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert await desk.clocks(ASTRID, RESOLUTION) == []
    await desk.agent_replies(ASTRID, "He is.")
    await desk.customer_texts(ASTRID, "To whom?")
    assert await desk.clocks(ASTRID, NEXT) == []


async def test_of_another_queue_the_agreement_of_that_one_holds(desk: StoryDesk):
    await agree(
        desk,
        make_policy("bookings", position=1, first=40, conditions={"queues": ("bookings",)}),
        make_policy("all", position=2, first=90),
    )
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert await promised(desk, ASTRID) == ("all", 90)
    await moved_to(desk, ASTRID, "bookings")
    assert await promised(desk, ASTRID) == ("bookings", 40)


async def test_what_only_another_queue_promises_counts_from_the_move_on(desk: StoryDesk):
    none = make_policy(
        "none",
        position=1,
        first=None,
        conditions={"queues": ("general",)},
    )
    bags = make_policy(
        "bags", position=2, first=60, resolution=600, conditions={"queues": ("baggage",)}
    )
    await agree(desk, none, bags)
    await desk.customer_texts(ASTRID, UNKNOWN)
    assert [await desk.clocks(ASTRID, kind) for kind in (FIRST, RESOLUTION)] == [[], []]
    moved_at = await desk.time_passes(minutes=20)
    await moved_to(desk, ASTRID, "baggage")
    assert await due(desk, ASTRID) == moved_at + timedelta(minutes=60)
    assert await due(desk, ASTRID, RESOLUTION) == moved_at + timedelta(minutes=600)
    await desk.agent_replies(ASTRID, "Here it is.")
    await moved_to(desk, ASTRID, "general")
    await moved_to(desk, ASTRID, "baggage")
    kinds = (FIRST, NEXT, RESOLUTION)
    assert [len(await desk.clocks(ASTRID, kind)) for kind in kinds] == [1, 0, 1]
