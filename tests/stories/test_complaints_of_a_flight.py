"""A whole aircraft complains about its flight, and each passenger keeps the complaint they have."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crm_store.complaint_references import record_complaint_references
from crm_store.known_complaints import MOST_KNOWN
from crm_store.transaction import Transaction
from domain.knowledge import Matcher
from tests.stories.complaint_cases import record_case
from tests.stories.complaint_register import register
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk, open_story_desk

ABOUT = (
    "Flight AU 1204 was cancelled for the third time and nobody answers. You promised to call. "
    "Disgraceful!"
)
AGAIN = (
    "Still nothing about flight AU 1204. This is outrageous, nobody answers me. "
    "Disgraceful service!"
)


@pytest.fixture
async def reading(database_url: str, tmp_path: Path, matcher: Matcher) -> AsyncIterator[StoryDesk]:
    async with open_story_desk(database_url, tmp_path, matcher) as desk:
        desk.system.feelings.load()
        yield desk


async def test_later_ones_of_others_do_not_hide_the_own(reading: StoryDesk):
    await reading.customer_texts(ASTRID, ABOUT)
    (own,) = await register(reading)
    await reading.time_passes(hours=1)
    await reading.customer_texts(JONAS, "I want to speak to a person")
    reference, now = await reading.reference(JONAS), reading.clock.now()

    def complain(tx: Transaction) -> None:
        for n in range(MOST_KNOWN + 1):
            number, tools = f"C-AAAA{n:02d}", reading.system.tools
            other = record_case(tx, tools, reference, number, {}, now=now)
            record_complaint_references(tx, other.id, {"AU1204"})

    await reading.system.store.run(complain)
    await reading.customer_texts(ASTRID, AGAIN)
    owned = [each.id for each in await register(reading) if each.customer_id == own.customer_id]
    assert owned == [own.id]
