"""Texts as they should not be but are: all are kept and answered, none stops anything."""

import pytest

from domain.conversations import Direction
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import ANN, KNOWN, KNOWN_ANSWER, UNKNOWN

pytestmark = SLOW_ON_POSTGRES

LONG = "My suitcase is green and I would like to tell you its story. " * 1700


async def heard(desk: StoryDesk) -> str:
    return (await desk.log(ASTRID, Direction.IN))[-1].text


async def test_a_text_of_a_hundred_kilobytes_is_kept_whole(desk: StoryDesk):
    assert len(LONG) > 100_000
    await desk.customer_texts(ASTRID, LONG)
    assert await heard(desk) == LONG.strip()
    assert len(desk.said_to(ASTRID)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "👩‍👩‍👧‍👦🏳️‍🌈🧳",
        "هل يمكنني اصطحاب حقيبتين؟",
        "שלום, איפה המזוודה שלי?",
        "我的行李在哪里",
        "Zürich → Malmö: 2½ kg, “ça va”?",
        "'; DROP TABLE conversations; --",
        "{{ 7 * 7 }} {% for x in y %} ${HOME} %s %(name)s",
        "<script>alert(1)</script>",
        "a" * 2000,
        "?" * 500,
    ],
)
async def test_a_text_is_kept_as_it_was_written_and_answered(desk: StoryDesk, text: str):
    await desk.customer_texts(ASTRID, text)
    assert await heard(desk) == text
    (told,) = desk.said_to(ASTRID)
    assert "49" not in told.replace(await desk.reference(ASTRID), "")
    assert await desk.shunted() == ()


async def test_a_text_of_nothing_is_asked_about_kindly(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "   ")
    assert "I found no question" in desk.said_to(ASTRID)[0]


async def test_a_smile_is_no_matter_for_people(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "👍")
    assert not (await desk.conversation(ASTRID)).with_person


async def test_control_characters_are_left_out_on_the_way_in(desk: StoryDesk):
    await desk.customer_texts(ASTRID, f"\x00\x07{KNOWN}\x1b\x00")
    assert await heard(desk) == KNOWN
    assert desk.said_to(ASTRID) == [KNOWN_ANSWER]


async def test_and_on_the_way_out(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.agent_replies(ASTRID, "He\x00 is\x07 \ud800 indeed.\u202e")
    assert desk.said_to(ASTRID)[-1] == "He is \ufffd indeed."


async def test_and_in_notes(desk: StoryDesk):
    await desk.customer_texts(ASTRID, UNKNOWN)
    await desk.system.desk.note(await desk.reference(ASTRID), agent=ANN, text="Odd\x00 fellow")
    (note,) = await desk.log(ASTRID, Direction.NOTE)
    assert note.text == "Odd fellow"
