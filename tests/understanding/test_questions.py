"""A text that asks several things is split into them; one that asks one thing never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.asked_questions import find_questions
from bot.understanding.questions import MOST_QUESTIONS, split_questions
from domain.knowledge import ArticleMatch, Candidate, MatchExplanation

pytestmark = pytest.mark.unit

SEVERAL = [
    (
        "en",
        "Can I bring my dog and how much is a second bag?",
        ["Can I bring my dog?", "how much is a second bag?"],
    ),
    ("en", "Where is my bag? Also I need an invoice.", ["Where is my bag?", "I need an invoice"]),
    (
        "en",
        "where is my bag, how do i get an invoice",
        ["where is my bag", "how do i get an invoice"],
    ),
    (
        "en",
        "I have two questions: can I take my cat? and where do I find my boarding pass?",
        ["can I take my cat?", "where do I find my boarding pass?"],
    ),
    (
        "en",
        "Is there wifi and can I choose a seat and how do I order a vegan meal?",
        ["Is there wifi?", "can I choose a seat?", "how do I order a vegan meal?"],
    ),
    (
        "en",
        "Can I bring my dog? And how much is that? Also, where is my bag?",
        ["Can I bring my dog? how much is that?", "where is my bag?"],
    ),
    (
        "de",
        "Gibt es WLAN an Bord, und wie viel Handgepäck darf ich mitnehmen?",
        ["Gibt es WLAN an Bord?", "wie viel Handgepäck darf ich mitnehmen?"],
    ),
    (
        "de",
        "Wo ist mein Koffer? Außerdem brauche ich eine Rechnung.",
        ["Wo ist mein Koffer?", "brauche ich eine Rechnung"],
    ),
    (
        "fr",
        "Où est ma valise ? Combien coûte un bagage ?",
        ["Où est ma valise?", "Combien coûte un bagage?"],
    ),
]
ONE = [
    ("en", "lost and found"),
    ("en", "check in and boarding times"),
    ("en", "When and how can I check in?"),
    ("en", "I want to know when and how I can check in"),
    ("en", "Can I bring my dog and how much does it cost?"),
    ("en", "My flight was cancelled. How do I get my money back?"),
    ("en", "I booked a flight yesterday. How do I cancel it?"),
    ("en", "If I miss my flight, can I rebook?"),
    ("en", "If I miss my flight and my hotel is paid, can I rebook?"),
    ("en", "When I miss my flight, can I rebook?"),
    ("en", "how do I change my flight and my seat?"),
    ("en", "What is allowed and what is not allowed in hand luggage?"),
    ("en", "I paid with my card and was charged twice"),
    ("en", "I looked in the app and can't find my ticket"),
    ("en", "Can you help me? Where is my bag?"),
    ("en", ""),
    ("de", "Können Sie mir sagen, wie viel Gepäck ich mitnehmen darf?"),
    ("de", "Was mache ich, wenn mein Koffer weg ist?"),
    ("de", "Kann ich umbuchen und was kostet das?"),
    ("de", "Wenn ich den Flug verpasse, kann ich umbuchen?"),
    ("de", "Hin- und Rückflug stornieren"),
]


@pytest.mark.parametrize(("language", "text", "questions"), SEVERAL)
def test_several_questions_are_told_apart(language: str, text: str, questions: list[str]) -> None:
    assert [part.text for part in split_questions(text, language)] == questions


@pytest.mark.parametrize(("language", "text"), ONE)
def test_one_question_stays_whole(language: str, text: str) -> None:
    assert split_questions(text, language) == ()


def test_of_very_many_questions_the_first_are_looked_at() -> None:
    text = " ".join(f"How much is bag number {number}?" for number in range(500))
    assert len(split_questions(text, "en")) == MOST_QUESTIONS + 1


@given(st.text(max_size=400), st.sampled_from(["en", "de", "fr"]))
def test_any_text_can_be_split(text: str, language: str) -> None:
    assert all(part.text.strip() for part in split_questions(text, language))


class Shelf:
    """A matcher that finds what a text names, and remembers what it was asked."""

    def __init__(self, **articles: float) -> None:
        self.articles = articles
        self.asked: list[str] = []

    def ask(self, text: str) -> MatchExplanation:
        self.asked.append(text)
        named = {name: sure for name, sure in self.articles.items() if name in text}
        ranked = sorted(named, key=lambda name: -named[name])
        return MatchExplanation(
            candidates=tuple(
                Candidate(match=match(name, named[name]), variant=name, exact=text == name)
                for name in ranked
            )
        )

    def find(self, text: str, *, unsure: bool = False) -> list[str]:
        whole = MatchExplanation() if unsure else self.ask(text)
        found = find_questions(text, "en", whole, self.ask)
        return [question.text for question in found]


def match(name: str, confidence: float) -> ArticleMatch:
    return ArticleMatch(article_id=name, locale="en", version=1, title=name, confidence=confidence)


def test_parts_that_lead_to_one_article_are_one_matter() -> None:
    text = "How big is a bag? Also, how heavy is a bag?"
    assert Shelf(bag=0.9).find(text) == []
    assert Shelf(bag=0.9).find(text, unsure=True) == ["How big is a bag?"]


def test_a_text_that_is_an_article_word_for_word_is_not_split() -> None:
    text = "Where is my bag and how much is a dog?"
    shelf = Shelf(**{text: 0.99, "bag": 0.9, "dog": 0.9})
    assert shelf.find(text) == []
    assert shelf.asked == [text]


def test_one_question_costs_one_look_at_the_knowledge_base() -> None:
    shelf = Shelf(bag=0.9)
    assert shelf.find("Where is my bag?") == []
    assert len(shelf.asked) == 1


def test_what_nobody_knows_is_a_question_of_its_own_after_a_joining_word() -> None:
    text = "Can I bring my dog and is your captain married?"
    assert Shelf(dog=0.9).find(text) == ["Can I bring my dog?", "is your captain married?"]


def test_a_sure_text_is_not_split_by_a_sentence_that_only_goes_on() -> None:
    assert Shelf(dog=0.9).find("Can I bring my dog? Would you please answer my question?") == []
    assert Shelf(dog=0.9).find("Can I bring my dog? It is small and quiet.") == []


def test_a_sure_text_does_not_pass_over_a_question_about_another_article() -> None:
    text = "What does a second suitcase cost? Can I take my guitar?"
    shelf = Shelf(guitar=0.9, suitcase=0.6)
    assert shelf.find(text) == ["What does a second suitcase cost?", "Can I take my guitar?"]
