"""What is said of one complaint at once in several conversations holds nobody up."""

import asyncio
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine

from crm_store.schema import conversations
from domain.knowledge import Matcher
from tests.stories.complaint_register import also_reached_by, linked, register
from tests.stories.story_desk import ASTRID, open_story_desk

LOST = "My bag is lost for the third time and nobody answers. You promised to call. Disgraceful!"
LOST_AGAIN = "Third time: my bag is lost, nobody answers! You promised to call me. Disgraceful!"


async def test_what_is_joined_waits_for_nobody_who_writes_where_it_is_answered(
    postgres_url: str, tmp_path: Path, matcher: Matcher
):
    async with open_story_desk(postgres_url, tmp_path, matcher) as desk:
        desk.system.feelings.load()
        await desk.customer_texts(ASTRID, LOST)
        await also_reached_by(desk, ASTRID, "visitor", "v1")
        main = await desk.conversation(ASTRID)
        engine = create_async_engine(postgres_url.replace("postgresql:", "postgresql+asyncpg:"))
        held = select(conversations.c.id).where(conversations.c.id == main.id)
        async with engine.begin() as other:
            await other.execute(held.with_for_update(key_share=True))
            await asyncio.wait_for(desk.visitor_writes("v1", LOST_AGAIN), timeout=30)
        await engine.dispose()
        (complaint,) = await register(desk)
        assert len(await linked(desk, complaint)) == 2
