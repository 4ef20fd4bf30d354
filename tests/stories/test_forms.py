"""A form asks for what is missing, a slot at a time, and then does what was asked for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.knowledge import Matcher
from tests.stories.bells import BellDesk, open_bell_desk, say_bells
from tests.stories.story_desk import ASTRID


@pytest.fixture
async def bells(
    database_url: str, tmp_path: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[BellDesk]:
    say_bells(monkeypatch)
    async with open_bell_desk(database_url, tmp_path, matcher) as desk:
        yield desk


async def test_what_is_missing_is_asked_for_one_at_a_time(bells: BellDesk):
    await bells.customer_texts(ASTRID, "ring the bell")
    await bells.customer_texts(ASTRID, "2")
    await bells.customer_texts(ASTRID, "red")
    assert bells.said_to(ASTRID) == [
        "How often shall I ring?",
        "Which colour has it?",
        "It rang 2 times.",
    ]
