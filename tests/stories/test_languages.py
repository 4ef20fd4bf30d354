"""Everybody is answered in their own language, as far as there is an answer in it."""

from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID, JONAS, StoryDesk
from tests.stories.world import KNOWN, KNOWN_ANSWER, KNOWN_GERMAN, UNKNOWN_GERMAN

pytestmark = SLOW_ON_POSTGRES


async def test_a_call_for_a_person_is_understood_in_english(desk: StoryDesk):
    await desk.customer_texts(ASTRID, "Can I talk to a human please?")
    assert (await desk.last_decision(ASTRID)).rule == "asked_for_person"
    assert "A person will answer you" in desk.said_to(ASTRID)[0]


async def test_a_call_for_a_person_is_understood_in_german(desk: StoryDesk):
    await desk.customer_texts(JONAS, "Ich möchte bitte mit einem Mitarbeiter sprechen")
    assert (await desk.last_decision(JONAS)).rule == "asked_for_person"
    assert "Ein Mensch antwortet Ihnen" in desk.said_to(JONAS)[0]


async def test_a_german_question_has_a_german_answer(desk: StoryDesk):
    await desk.customer_texts(JONAS, KNOWN_GERMAN)
    assert desk.said_to(JONAS) == ["Ein Stück von 8 kg kommt mit in die Kabine."]
    assert (await desk.conversation(JONAS)).language == "de"


async def test_a_german_question_that_nobody_foresaw_is_handed_over_in_german(desk: StoryDesk):
    await desk.customer_texts(JONAS, UNKNOWN_GERMAN)
    (told,) = desk.said_to(JONAS)
    assert "Ein Mensch antwortet Ihnen" in told
    assert await desk.reference(JONAS) in told


async def test_a_digit_is_answered_in_the_language_of_the_question(desk: StoryDesk):
    await desk.customer_texts(JONAS, "Ich habe eine Frage zu WLAN, bitte")
    await desk.customer_texts(JONAS, "2")
    assert (await desk.conversation(JONAS)).language == "de"


async def test_an_answer_that_exists_in_english_only_says_so_to_a_german(desk: StoryDesk):
    await desk.customer_texts(JONAS, "Hallo, ich habe eine Frage")
    await desk.customer_texts(JONAS, "WLAN im Flugzeug")
    answer = desk.said_to(JONAS)[-1]
    assert answer.startswith("Diese Antwort liegt uns nur auf Englisch vor")
    assert answer.endswith("Yes, on all long flights.")


async def test_the_language_follows_the_customer_when_it_changes(desk: StoryDesk):
    await desk.customer_texts(JONAS, KNOWN_GERMAN)
    await desk.customer_texts(JONAS, KNOWN)
    assert desk.said_to(JONAS)[-1] == KNOWN_ANSWER
    await desk.customer_texts(JONAS, "Vielen Dank")
    assert "gern" in desk.said_to(JONAS)[-1].lower()
