"""What the bot settled and nobody came back to is over after a while, and says how it ended."""

from bot.close_quiet import close_quiet
from domain.conversations import ConversationStatus, Direction
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import KNOWN, UNKNOWN


async def test_an_answered_question_is_resolved_when_nobody_came_back_to_it(desk: StoryDesk):
    await desk.customer_texts(ASTRID, KNOWN)
    await desk.time_passes(hours=71)
    assert await close_quiet(desk.system.tools) == 0
    await desk.time_passes(hours=2)
    assert await close_quiet(desk.system.tools) == 1
    conversation = await desk.conversation(ASTRID)
    assert conversation.status is ConversationStatus.RESOLVED
    assert conversation.disposition == "answered"
    (event,) = await desk.log(ASTRID, Direction.EVENT)
    assert "wrote no more" in event.text


async def test_what_waits_for_a_person_is_never_closed_by_itself(desk: StoryDesk):
    await desk.customer_texts(JONAS, UNKNOWN)
    await desk.time_passes(days=30)
    assert await close_quiet(desk.system.tools) == 0
    assert (await desk.conversation(JONAS)).status is ConversationStatus.OPEN


async def test_a_greeting_without_a_question_ends_without_an_answer(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "hello")
    await desk.time_passes(hours=73)
    await close_quiet(desk.system.tools)
    assert (await desk.conversation(ASTRID)).disposition == "no_action"
