"""What a text is taken for, in the words customers use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.intents import read_intent
from bot.understanding.small_talk import find_verdict
from bot.understanding.wording import fold_phrase
from domain.feedback import Verdict

pytestmark = pytest.mark.unit

INTENTS = {
    "greeting": [
        "hi",
        "Hello!",
        "hellooo",
        "helo",
        "hi there",
        "Good morning",
        "hey Aurora",
        "hi, I have a question",
        "help",
        "can you help me?",
        "are you a bot?",
        "Are you a real person?",
        "are you an actual human",
        "Hallo",
        "guten tag",
        "Guten Morgn",
        "Grüß Gott",
        "gruess gott",
        "moin",
        "Hallo liebes Team",
        "Sehr geehrte Damen und Herren",
        "Ich habe eine Frage",
        "Bist du ein Mensch?",
        "\U0001f44b",
    ],
    "thanks": [
        "thanks",
        "Thank you so much!",
        "thx",
        "tahnk you",
        "thanks for your help",
        "ok thanks",
        "perfect, thank you",
        "that helped, thanks!",
        "great, that answers my question",
        "no thanks",
        "Danke",
        "vielen Dank!",
        "Vieln Dank",
        "Dankeschön",
        "danke für die schnelle Antwort",
        "Alles klar, danke",
        "super",
        "\U0001f44d",
    ],
    "goodbye": [
        "bye",
        "Goodbye",
        "thanks, bye",
        "good night",
        "tschüss",
        "tschuess",
        "Auf Wiedersehen",
        "danke, schönen Tag noch",
        "Vielen Dank und auf Wiedersehen",
    ],
    "not_helped": [
        "that did not help",
        "That didn't help!",
        "thats not what I asked",
        "no, that did not help me at all",
        "Sorry, but this answer is not helpful",
        "thanks but that did not help",
        "that does not hlep",
        "\U0001f44e",
        "Das hilft mir nicht",
        "Nein, das hat leider nicht geholfen.",
        "danke, hilft mir aber nicht",
        "das meinte ich nicht",
    ],
    "person": [
        "agent",
        "AGENT!!",
        "human please",
        "a real person please",
        "agent please thanks",
        "representative",
        "operator",
        "customer service",
        "hello? human?",
        "Speak to an agent",
        "speek to an agnet",
        "can I speak to someone real",
        "can I talk to a human?",
        "hi, can i speak to an agent please",
        "I want to talk to a person",
        "i need a human",
        "get me a manager",
        "connect me with customer service",
        "let me speak with your supervisor",
        "I would like to speak to someone about my refund",
        "Is there somebody I can talk to",
        "I don't want to talk to a bot, give me a person",
        "no bots please",
        "you are useless, give me a human",
        "did you hear me? get me an agent",
        "Call me",
        "please call me",
        "call me back on +4790909090",
        "can someone call me",
        "please call me when you know more",
        "could a human look at this?",
        "Mitarbeiter",
        "Mensch bitte",
        "echter Mensch",
        "Mitarbeiter sprechen",
        "mitarbeiter sprehcen",
        "Ich möchte mit einem Menschen sprechen",
        "ich moechte mit einem mitarbeiter reden",
        "ich will einen Mitarbeiter",
        "ich brauche einen echten Menschen",
        "Kann ich mit jemandem sprechen?",
        "Könnte mir ein Mitarbeiter helfen?",
        "Verbinden Sie mich mit dem Kundenservice",
        "Rufen Sie mich bitte an",
        "Kann mich jemand anrufen?",
        "bitte um Rückruf",
    ],
    "question": [
        "hi, how do I check in",
        "Hello there, I lost my bag",
        "I have a question about my bag",
        "2",
        "meal",
        "can a person travel with two bags",
        "how many bags per person",
        "price per person to Oslo",
        "person with reduced mobility",
        "I want to add a person to my booking",
        "can I have another person on my booking",
        "I want to book for another person",
        "group booking for 12 persons",
        "who is my contact person",
        "my travel agent booked my flight, can I change it?",
        "booking through an agent",
        "do I need to talk to an agent to change my flight?",
        "can I call you Anna",
        "please call me Anna",
        "can you act like a real person",
        "can I bring human remains",
        "support animal",
        "is there live entertainment",
        "so much luggage",
        "Kann ein Mensch mit zwei Koffern reisen?",
        "Wie viele Koffer pro Person?",
        "Buchung für nur eine Person",
        "Ich möchte eine Person zu meiner Buchung hinzufügen",
        "Muss ich mit einem Mitarbeiter sprechen, um umzubuchen?",
        "Kann ich für jemanden anrufen und buchen",
        "Danke, und wie checke ich ein?",
        "Morgen fliege ich nach Oslo",
    ],
    "empty": ["", "  ", "???", "...", "\u200b", "\U0001f937"],
}


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent, texts in INTENTS.items() for text in texts]
)
def test_a_text_is_taken_for_what_the_customer_means(intent: str, text: str) -> None:
    assert read_intent(text, frozenset({"aurora"})).name == intent


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("hi, how do I check in?", "how do I check in?"),
        ("Hello Aurora, where is my bag?", "where is my bag?"),
        ("Guten Tag, wo ist mein Koffer? Vielen Dank im Voraus", "wo ist mein Koffer?"),
        ("Dear team,\n\nI lost my bag.\n\nKind regards", "I lost my bag."),
        ("how do I check in", "how do I check in"),
        ("so much luggage", "so much luggage"),
        ("agent", ""),
        ("thanks!", ""),
        ("agent please, my bag never arrived in Oslo", "my bag never arrived in Oslo"),
    ],
)
def test_what_is_looked_up_is_the_question_without_the_politeness(text: str, core: str) -> None:
    assert read_intent(text, frozenset({"aurora"})).core == core


@pytest.mark.parametrize(
    ("text", "language"),
    [("guten tag", "de"), ("good morning", "en"), ("hi", None), ("how do I check in", None)],
)
def test_a_phrase_of_one_language_tells_which_it_is(text: str, language: str | None) -> None:
    assert read_intent(text).language == language


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("That helped, thanks", Verdict.RIGHT),
        ("danke, das hat mir geholfen", Verdict.RIGHT),
        ("ok that did not help", Verdict.WRONG),
        ("That did not help. How do I change my flight?", Verdict.WRONG),
        ("Das hilft mir nicht, ich will einen Menschen", Verdict.WRONG),
        ("thanks", None),
        ("ok", None),
        ("no", None),
        ("sorry, at all", None),
        ("how do I get help", None),
        ("I forgot how to check in, it says that did not help", None),
    ],
)
def test_only_a_plain_word_is_a_verdict_on_the_answer_before(
    text: str, verdict: Verdict | None
) -> None:
    assert find_verdict(fold_phrase(text)) == verdict


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("That did not help. How do I change my flight?", "How do I change my flight?"),
        ("Das hilft mir nicht. Wo ist mein Koffer?", "Wo ist mein Koffer?"),
    ],
)
def test_a_new_question_behind_a_verdict_is_looked_up_by_itself(text: str, core: str) -> None:
    intent = read_intent(text)
    assert (intent.name, intent.core) == ("question", core)


@pytest.mark.parametrize("text", ["no", "sorry", "but", "nein", "leider", "sorry at all"])
def test_words_beside_a_verdict_are_nothing_without_one(text: str) -> None:
    assert read_intent(text).name == "question"


def test_a_corrected_reading_is_less_sure_than_an_exact_one() -> None:
    assert read_intent("helo").confidence < read_intent("hello").confidence


@given(st.text(max_size=3000))
def test_any_text_is_read_as_something(text: str) -> None:
    read = read_intent(text)
    assert read.name in INTENTS
    assert 0 <= read.confidence <= 1
    assert read.core == "" or read.name in {"question", "person"}


PHRASES = [text for texts in INTENTS.values() for text in texts]


@given(st.lists(st.sampled_from(PHRASES), max_size=40).map(" ".join))
def test_any_row_of_phrases_is_read_as_something(text: str) -> None:
    assert read_intent(text).name in INTENTS


@pytest.mark.parametrize(
    "text",
    [
        "hi " * 400_000,
        "speak to a " * 100_000,
        "i need a a a " * 80_000,
        "someone x y z " * 80_000,
        "x" * 1_000_000,
        "\u0301" * 1_000_000,
        "\U0001f44d" * 300_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_a_megabyte_is_read_like_its_beginning(text: str) -> None:
    assert read_intent(text).name in INTENTS
