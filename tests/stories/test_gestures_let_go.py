"""What nobody was told of is given up as its complaint is closed, and binds no money."""

import pytest

from domain.complaint_register import Outcome
from domain.complaints import ComplaintStage
from domain.conversations import Direction
from domain.errors import ConflictError
from domain.redress_cases import GestureState
from tests.stories.complaint_cases import ADA, open_case
from tests.stories.redress_cases import LINE, answer, budget, give, list_of, redeem, set_policy
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import ANN

NUMBER = "C-7K2M9Q"


@pytest.fixture
async def case(desk: StoryDesk) -> StoryDesk:
    """A desk with one complaint, which the policy makes good with a voucher."""
    await set_policy(desk, give())
    await desk.customer_texts(ASTRID, "I want to speak to a person")
    await open_case(desk, ASTRID, NUMBER)
    return desk


async def close(desk: StoryDesk, outcome: Outcome = Outcome.NO_COMPLAINT) -> None:
    closed = ComplaintStage.CLOSED
    await desk.system.complaints.move(
        NUMBER, agent=ANN, to=closed, why="it turns out so", outcome=outcome
    )


async def test_what_was_reserved_goes_back_to_the_budget_as_the_complaint_is_closed(
    case: StoryDesk,
):
    await case.system.redress.propose(NUMBER, by=ANN)
    assert await budget(case) == (1000_00, 25_00, 0)
    await close(case)
    assert await budget(case) == (1000_00, 0, 0)
    (given_up,) = await list_of(case, NUMBER)
    assert (given_up.state, given_up.reason) == (GestureState.REVOKED, "the complaint was closed")
    log = [each.text for each in await case.log(ASTRID, Direction.EVENT)]
    assert "C-7K2M9Q: a voucher of EUR 25.00 is revoked, as nobody was told of it" in log


async def test_what_waits_for_approval_is_declined_as_the_complaint_is_closed(case: StoryDesk):
    await set_policy(case, give(LINE | {"cost": "EUR 80.00"}))
    waiting = await case.system.redress.propose(NUMBER, by=ANN)
    assert waiting is not None
    await close(case, Outcome.WITHDRAWN)
    (given_up,) = await list_of(case, NUMBER)
    assert given_up.state is GestureState.DECLINED
    with pytest.raises(ConflictError, match="declined"):
        await case.system.redress.approve(waiting.id, by=ADA)


async def test_what_the_customer_was_told_stays_theirs(case: StoryDesk):
    code = await answer(case, NUMBER, ASTRID)
    await close(case, Outcome.SETTLED)
    assert await budget(case) == (1000_00, 25_00, 0)
    assert await redeem(case, code) == ""


async def test_a_batch_reserves_nothing_for_what_is_closed(case: StoryDesk):
    await close(case)
    (line,) = await case.system.redress.give_batch([NUMBER], by=ADA)
    assert (line.outcome, line.why) == ("failed", "C-7K2M9Q is closed; reopen it first")
    assert await list_of(case, NUMBER) == ()
