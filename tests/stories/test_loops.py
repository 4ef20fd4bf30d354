"""Two machines that answer each other stop, and what they cost is bounded."""

from domain.decisions import Escalate
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import KNOWN

pytestmark = SLOW_ON_POSTGRES

MOST = 30


async def test_a_machine_that_thanks_for_every_answer_is_soon_answered_no_more(desk: StoryDesk):
    for _ in range(MOST + 10):
        await desk.customer_texts(ASTRID, "Thank you!")
    assert len(desk.said_to(ASTRID)) == MOST
    conversation = await desk.conversation(ASTRID)
    assert conversation.with_person
    decided = [record.decision for record in (await desk.view(ASTRID)).decisions]
    assert [each.reason for each in decided if isinstance(each, Escalate)] == ["too_many_replies"]


async def test_an_hour_later_the_bot_would_reply_again(desk: StoryDesk):
    for _ in range(MOST):
        await desk.customer_texts(ASTRID, "Thank you!")
    await desk.time_passes(minutes=61)
    await desk.customer_texts(ASTRID, KNOWN)
    assert len(desk.said_to(ASTRID)) == MOST + 1


async def test_stop_said_again_and_again_is_confirmed_once(desk: StoryDesk):
    for _ in range(5):
        await desk.customer_texts(ASTRID, "STOP")
    assert len(desk.said_to(ASTRID)) == 1


async def test_help_is_not_answered_without_end(desk: StoryDesk):
    for _ in range(MOST + 5):
        await desk.customer_texts(ASTRID, "HELP")
    assert len(desk.said_to(ASTRID)) == MOST
