"""A complaint is taken in the customer's words, marked, and given to a person ahead of others."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.conversations import Direction, Priority
from domain.knowledge import Matcher
from tests.stories.story_desk import ASTRID, StoryDesk, open_story_desk
from tests.stories.world import ANN

RUDE = "The man at the gate shouted at my mother."


@pytest.fixture
async def desk(sqlite_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[StoryDesk]:
    async with open_story_desk(sqlite_url, tmp_path, matcher) as opened:
        yield opened


async def test_a_complaint_is_asked_for_marked_and_handed_over(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "I want to complain")
    assert "What is it about?" in desk.said_to(ASTRID)[-1]
    assert (await desk.conversation(ASTRID)).complained_at is None
    await desk.customer_texts(ASTRID, RUDE)
    told = " ".join(desk.said_to(ASTRID)[1:])
    assert "I am sorry about this. It is taken down as complaint C-" in told
    assert "A person will answer you" in told
    assert "passing your message on" not in told
    assert all(len(each) <= 160 for each in desk.said_to(ASTRID))
    conversation = await desk.conversation(ASTRID)
    assert conversation.complained_at == desk.clock.now()
    assert conversation.priority is Priority.HIGH
    assert conversation.queue is not None
    events = [event.text for event in await desk.log(ASTRID, Direction.EVENT)]
    assert any(RUDE in text for text in events)


async def test_what_was_said_already_is_not_asked_again_nor_counted_twice(desk: StoryDesk):
    await desk.visitor_writes("v1", f"I want to make a complaint. {RUDE}")
    first = (await desk.conversation("v1")).complained_at
    assert first is not None
    reference = await desk.reference("v1")
    await desk.time_passes(minutes=5)
    await desk.agent_replies("v1", "I am sorry. I look into it.")
    await desk.system.self_service.give_back(reference, agent=ANN)
    await desk.visitor_writes("v1", f"I want to complain about it again. {RUDE}")
    conversation = await desk.conversation("v1")
    assert (conversation.reference, conversation.complained_at) == (reference, first)
    assert "It is noted with your complaint C-" in (await desk.said("v1"))[-1]
