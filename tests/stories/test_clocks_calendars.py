"""A promise counts while the company works: not at noon, not at night, and on no holiday."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.engines import SLOW_ON_POSTGRES
from tests.stories.agreements import (
    FIRST,
    RESOLUTION,
    agree,
    clock_of,
    due,
    make_calendar,
    make_policy,
    slots,
)
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import UNKNOWN

pytestmark = [pytest.mark.usefixtures("sound_clocks"), SLOW_ON_POSTGRES]


def march(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


async def text_at(desk: StoryDesk, instant: datetime) -> None:
    """Have Astrid write at an instant; the story begins on Monday the second of March at nine."""
    desk.clock.advance(instant - desk.clock.now())
    await desk.customer_texts(ASTRID, UNKNOWN)


@pytest.mark.parametrize(
    ("written", "minutes", "expected"),
    [
        pytest.param(march(2, 9), 60, march(2, 10), id="in the morning"),
        pytest.param(march(2, 11, 30), 60, march(2, 13, 30), id="over the lunch break"),
        pytest.param(march(2, 12, 10), 60, march(2, 14), id="in the lunch break"),
        pytest.param(march(2, 11), 60, march(2, 12), id="up to the lunch break"),
        pytest.param(march(2, 16, 40), 60, march(3, 9, 40), id="over night"),
        pytest.param(march(2, 23), 60, march(3, 10), id="at night"),
        pytest.param(march(6, 16, 30), 60, march(9, 9, 30), id="over a weekend"),
        pytest.param(march(7, 11), 60, march(9, 10), id="on a weekend"),
        pytest.param(march(3, 16, 30), 60, march(5, 9, 30), id="over a holiday"),
        pytest.param(march(4, 10), 60, march(5, 10), id="on a holiday"),
        pytest.param(march(2, 9), 80 * 60, march(18, 12), id="more than 72 hours away"),
    ],
)
async def test_time_counts_while_the_office_is_open(
    desk: StoryDesk, written: datetime, minutes: int, expected: datetime
):
    office = make_calendar(closed={date(2026, 3, 4): "Founders' day"})
    await agree(desk, office, make_policy(calendar="office", first=minutes))
    await text_at(desk, written)
    assert await due(desk, ASTRID) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # 02:00 becomes 03:00 in the night to the 29th of March: an hour is an hour.
        (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 4, tzinfo=UTC)),
        # 03:00 becomes 02:00 in the night to the 25th of October.
        (datetime(2026, 10, 24, 21, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC)),
    ],
)
async def test_round_the_clock_an_hour_is_an_hour_when_the_clocks_change(
    desk: StoryDesk, written: datetime, expected: datetime
):
    always = make_calendar("oslo", time_zone="Europe/Oslo", week=(slots("00:00-24:00"),) * 7)
    await agree(desk, always, make_policy(calendar="oslo", first=6 * 60))
    await text_at(desk, written)
    assert await due(desk, ASTRID) == expected


async def test_an_office_opens_by_the_clocks_on_its_wall_whatever_the_season(desk: StoryDesk):
    oslo = make_calendar("oslo", time_zone="Europe/Oslo")
    await agree(desk, oslo, make_policy(calendar="oslo", first=60))
    await text_at(desk, datetime(2026, 3, 27, 15, 30, tzinfo=UTC))
    # 16:30 on Friday in winter time; on Monday it is open from nine in summer time.
    assert await due(desk, ASTRID) == datetime(2026, 3, 30, 7, 30, tzinfo=UTC)


async def test_a_promise_is_broken_at_its_instant_though_nobody_works_or_looks_then(
    desk: StoryDesk,
):
    await agree(desk, make_calendar(), make_policy(calendar="office", first=60))
    await text_at(desk, march(6, 16, 30))
    await desk.time_passes(days=2)
    assert (await clock_of(desk, ASTRID)).state.breached_at is None
    await desk.time_passes(days=3)
    assert (await clock_of(desk, ASTRID)).state.breached_at == march(9, 9, 30)


async def test_an_answer_at_night_is_in_time_and_one_the_next_noon_is_late(desk: StoryDesk):
    await agree(desk, make_calendar(), make_policy(calendar="office", first=60))
    await text_at(desk, march(2, 16, 30))
    await desk.time_passes(hours=6)
    await desk.agent_replies(ASTRID, "He is.")
    state = (await clock_of(desk, ASTRID)).state
    assert (state.counted, state.breached_at) == (timedelta(minutes=30), None)


async def test_the_clocks_of_one_conversation_count_by_the_calendar_of_their_agreement(
    desk: StoryDesk,
):
    await agree(desk, make_calendar(), make_policy(calendar="office", first=60, resolution=480))
    await text_at(desk, march(2, 16, 30))
    assert await due(desk, ASTRID, FIRST) == march(3, 9, 30)
    assert await due(desk, ASTRID, RESOLUTION) == march(4, 9, 30)


async def test_a_calendar_that_is_gone_counts_round_the_clock(desk: StoryDesk):
    await agree(desk, make_policy(calendar="nowhere", first=60))
    await text_at(desk, march(7, 11))
    assert await due(desk, ASTRID) == march(7, 12)
