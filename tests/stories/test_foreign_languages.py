"""Who writes in a language that nobody configured hears so, and a person reads it."""

import pytest

from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import KNOWN, KNOWN_ANSWER

pytestmark = SLOW_ON_POSTGRES


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, combien de bagages puis-je emporter en cabine ?",
        "Kuinka paljon matkatavaraa saan ottaa mukaan?",
        "Где мой багаж?",
        "我可以带多少行李",
    ],
)
async def test_a_person_reads_what_the_bot_cannot(desk: StoryDesk, text: str):
    await desk.customer_texts(ASTRID, text)
    (told,) = desk.said_to(ASTRID)
    assert told.startswith("I cannot read the language of your message")
    assert "A person will answer you" in told
    assert (await desk.last_decision(ASTRID)).rule == "foreign_language"
    assert (await desk.conversation(ASTRID)).queue is not None


async def test_a_long_text_in_another_language_is_read_in_bounded_time(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "Kuinka paljon matkatavaraa saan ottaa? " * 40)
    assert (await desk.last_decision(ASTRID)).rule == "foreign_language"


async def test_who_goes_on_in_english_is_answered_by_the_bot_in_a_new_matter(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "Missä matkalaukkuni on?")
    await desk.agent_resolves(ASTRID)
    await desk.customer_texts(ASTRID, KNOWN)
    assert desk.said_to(ASTRID)[-1] == KNOWN_ANSWER
