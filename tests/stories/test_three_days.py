"""Three days of traffic leave nobody without an owner or a reason, whatever people do to it."""

from random import Random

import pytest

from tests.engines import SLOW_ON_POSTGRES
from tests.stories.derived_figures import require_derived_figures
from tests.stories.simulated_days import SimulatedDays
from tests.stories.story_desk import StoryDesk

# What each of the days is to have had, or else they prove little.
HAPPENED = {"written", "pushed", "pulled", "gone", "reply", "resolve", "release", "assign"}
# What is counted of them, and derived from the event log once more.
COUNTED = {"arrived", "handed_over", "resolved", "kept", "broken", "broken_by_cause"}


@SLOW_ON_POSTGRES
@pytest.mark.parametrize(
    "seed", [8, *(pytest.param(each, marks=pytest.mark.slow) for each in (1, 2))]
)
async def test_three_days_leave_nobody_without_an_owner_or_a_reason(desk: StoryDesk, seed: int):
    days = SimulatedDays(desk, Random(seed))
    await days.begin()
    for _ in range(3):
        await days.pass_a_day()
    assert set(+days.done) >= HAPPENED, f"seed {seed}: {days.done}"
    await require_derived_figures(desk)
    await days.clear_up()
    assert await days.floor.waiting() == {}, f"seed {seed}: somebody waits whom all could serve"
    counted = await require_derived_figures(desk)
    assert set(counted) >= COUNTED, f"seed {seed}: {counted}"
