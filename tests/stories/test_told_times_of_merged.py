"""Conversations are merged: what their customer was told of either stands."""

import pytest

from bot.merging.carry_promise import take_over
from domain.service_levels import ClockKind
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import agree, make_policy
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.test_merging import VISITOR, Two, _own
from tests.stories.world import UNKNOWN

FIRST = ClockKind.FIRST_RESPONSE
pytestmark = SLOW_ON_POSTGRES
SLOW = make_policy("texts", conditions={"channels": ("sms",)}, first=60)
FAST = make_policy(
    "chats", conditions={"channels": ("web_chat",)}, first=10, position=2, tell_customer=False
)


@pytest.fixture
async def two(desk: StoryDesk) -> Two:
    """One was told a time; the other one is due before it, and was told none."""
    both = Two(desk)
    await agree(desk, SLOW, FAST)
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.visitor_writes(VISITOR, UNKNOWN)
    both.texts, both.chat = await desk.reference(ASTRID), await desk.reference(VISITOR)
    customer = (await both.get(both.texts)).customer_id
    await desk.system.store.run(_own, both.chat, customer)
    return both


@pytest.mark.parametrize("turned", [False, True])
async def test_what_was_told_of_the_one_that_gives_way_stands(two: Two, turned: bool) -> None:
    first, second = (two.texts, two.chat) if turned else (two.chat, two.texts)
    told = await two.clock(two.texts, FIRST)
    assert told.promised_at is not None
    assert (await two.clock(two.chat, FIRST)).promised_at is None
    await two.merge(first, second)
    kept = await two.clock(second, FIRST)
    assert (kept.id, kept.promised_at, kept.told_at) != (told.id, None, None)
    assert (kept.promised_at, kept.told_at) == (told.promised_at, told.told_at)
    await two.unmerge(first)
    assert (await two.clock(two.chat, FIRST)).promised_at is None
    assert (await two.clock(two.texts, FIRST)).promised_at == told.promised_at


async def test_of_two_times_that_were_told_the_earlier_one_governs(two: Two) -> None:
    told, untold = await two.clock(two.texts, FIRST), await two.clock(two.chat, FIRST)
    assert take_over(untold, told).promised_at == told.promised_at
    assert take_over(told, untold) is told
    assert take_over(told, told) is told
