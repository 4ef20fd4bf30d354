"""Three days of traffic leave nobody without an owner or a reason, whatever people do to it."""

from random import Random

import pytest

from domain.figures import Figure
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.derived_figures import require_derived_figures
from tests.stories.simulated_complaints import SimulatedComplaints
from tests.stories.simulated_days import SimulatedDays
from tests.stories.story_desk import StoryDesk

# What each of the days is to have had, or else they prove little.
HAPPENED = {"written", "pushed", "pulled", "gone", "reply", "resolve", "release", "assign"}
COMPLAINED = {"opened", "respond", "file", "decided", "redeemed: yes", "voted", "move to closed"}


@SLOW_ON_POSTGRES
@pytest.mark.parametrize(
    "seed", [8, *(pytest.param(each, marks=pytest.mark.slow) for each in (1, 2))]
)
async def test_three_days_leave_nobody_without_an_owner_or_a_reason(desk: StoryDesk, seed: int):
    days = SimulatedDays(desk, Random(seed))
    await days.begin()
    complained = SimulatedComplaints(days, Random(seed))
    await complained.begin()
    for _ in range(3):
        await days.pass_a_day()
    assert set(+days.done) >= HAPPENED, f"seed {seed}: {days.done}"
    assert set(+complained.done) >= COMPLAINED, f"seed {seed}: {complained.done}"
    await require_derived_figures(desk)
    days.beside.clear()
    await days.clear_up()
    assert await days.floor.waiting() == {}, f"seed {seed}: somebody waits whom all could serve"
    counted = await require_derived_figures(desk)
    assert set(counted) == set(Figure), f"seed {seed}: {counted}"
