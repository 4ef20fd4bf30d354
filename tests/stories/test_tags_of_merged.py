"""What a conversation is tagged with goes along when it is merged, and back when that is undone."""

import pytest

from crm_store.conversation_tags import list_tags
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import StoryDesk
from tests.stories.world import ANN, UNKNOWN

pytestmark = SLOW_ON_POSTGRES


class Tagged:
    """Conversations of several people, by who writes."""

    def __init__(self, desk: StoryDesk) -> None:
        self.desk, self.system = desk, desk.system.desk

    async def begin(self, thread: str, *tags: str) -> str:
        await self.desk.visitor_writes(thread, UNKNOWN)
        reference = await self.desk.reference(thread)
        await self.tag(reference, *tags)
        return reference

    async def tag(self, reference: str, *tags: str) -> None:
        if tags:
            await self.system.tag(reference, agent=ANN, add=tags)

    async def merge(self, reference: str, into: str) -> None:
        await self.system.merge(reference, agent=ANN, into=into, confirmed=True)

    async def unmerge(self, reference: str) -> None:
        await self.system.unmerge(reference, agent=ANN)

    async def tags(self, thread: str) -> tuple[str, ...]:
        conversation = await self.desk.conversation(thread)
        return await self.desk.system.store.read(list_tags, conversation.id)


@pytest.fixture
def tagged(desk: StoryDesk) -> Tagged:
    return Tagged(desk)


async def test_tags_go_along_and_come_back_as_they_were(tagged: Tagged) -> None:
    source, target = await tagged.begin("vera", "lost", "vip"), await tagged.begin("otto", "vip")
    await tagged.merge(source, target)
    assert await tagged.tags("otto") == ("lost", "vip")

    await tagged.tag(target, "since")
    await tagged.unmerge(source)
    assert await tagged.tags("vera") == ("lost", "vip")
    assert await tagged.tags("otto") == ("since", "vip")


async def test_a_tag_stays_as_long_as_one_that_brings_it_is_merged(tagged: Tagged) -> None:
    one, two = await tagged.begin("vera", "lost"), await tagged.begin("emma", "lost")
    target = await tagged.begin("otto")
    await tagged.merge(one, target)
    await tagged.merge(two, target)
    await tagged.unmerge(one)
    assert await tagged.tags("otto") == ("lost",)
    await tagged.unmerge(two)
    assert await tagged.tags("otto") == ()
    assert await tagged.tags("emma") == ("lost",)
