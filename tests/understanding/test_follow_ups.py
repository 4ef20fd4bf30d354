"""A short text is read after the question before it, where it leans on that and only there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.follow_ups import Leaning, find_leaning, follow_up
from domain.decisions import PreviousQuestion
from domain.knowledge import ArticleMatch, Candidate, MatchExplanation

pytestmark = pytest.mark.unit

DOG = PreviousQuestion(text="Can I bring my dog?", article_id="pets", title="Travelling with pets")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how much does that cost?", "en"),
        ("until when?", "en"),
        ("is it free?", "en"),
        ("and for children?", "en"),
        ("and on weekends?", "en"),
        ("does the same apply to my cat?", "en"),
        ("was kostet das?", "de"),
        ("und für Kinder?", "de"),
        ("gilt das auch für Babys?", "de"),
        ("bis wann geht das?", "de"),
    ],
)
def test_what_names_no_matter_of_its_own_leans_wholly(text: str, language: str) -> None:
    assert find_leaning(text, language) is Leaning.WHOLLY


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what about Sunday?", "en"),
        ("and a rabbit?", "en"),
        ("can you email it to me?", "en"),
        ("und eine Katze?", "de"),
        ("was ist mit Gitarren?", "de"),
    ],
)
def test_what_names_something_leans_in_part(text: str, language: str) -> None:
    assert find_leaning(text, language) is Leaning.PARTLY


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How do I get an invoice?", "en"),
        ("and how do I change my flight?", "en"),
        ("I want to cancel my booking", "en"),
        ("are you sure?", "en"),
        ("why?", "en"),
        ("", "en"),
        ("und wer ist Ihr Chef?", "de"),
        ("gibt es WLAN an Bord?", "de"),
        ("et pour les enfants ?", "fr"),
        ("and for children? " * 20, "en"),
    ],
)
def test_what_stands_by_itself_does_not_lean(text: str, language: str) -> None:
    assert find_leaning(text, language) is None


@given(st.text(max_size=200), st.sampled_from(["en", "de", "fr"]))
def test_any_text_can_be_asked_about(text: str, language: str) -> None:
    find_leaning(text, language)


@dataclass
class Shelf:
    """A matcher that finds the article whose word stands last in a text."""

    words: Mapping[str, str]
    asked: list[str] = field(default_factory=list)
    sure: float = 0.9

    def ask(self, text: str) -> MatchExplanation:
        self.asked.append(text)
        ranked = sorted(
            (word for word in self.words if word in text.lower()),
            key=lambda word: -text.lower().rfind(word),
        )
        articles = dict.fromkeys(self.words[word] for word in ranked)
        candidates = [Candidate(match=match(name, self.sure)) for name in articles]
        return MatchExplanation(candidates=tuple(candidates), known=1.0 if candidates else 0.0)


def match(name: str, confidence: float) -> ArticleMatch:
    return ArticleMatch(article_id=name, locale="en", version=1, title=name, confidence=confidence)


def follow(
    text: str, shelf: Shelf, previous: PreviousQuestion = DOG, alone: float = 0.0
) -> list[str] | None:
    """The articles a text leads to after the one before; None where it stands by itself."""
    found = MatchExplanation(candidates=(Candidate(match=match("wifi", alone)),))
    joined = follow_up(text, "en", previous, found, shelf.ask)
    return None if joined is None else [each.match.article_id for each in joined.candidates]


def test_both_questions_are_asked_about_together() -> None:
    shelf = Shelf({"dog": "pets", "pets": "pets"})
    assert follow("how much does that cost?", shelf) == ["pets"]
    assert shelf.asked == [
        "Can I bring my dog? how much does that cost?",
        "Travelling with pets how much does that cost?",
    ]


def test_what_is_sure_alone_stays_as_it_is() -> None:
    assert follow("what about wifi?", Shelf({"dog": "pets"}), alone=0.9) is None


def test_what_is_sure_alone_but_names_nothing_does_not() -> None:
    shelf = Shelf({"dog": "pets", "pets": "pets"})
    assert follow("how much does that cost?", shelf, alone=0.9) == ["pets"]


def test_news_to_the_knowledge_base_is_not_answered_with_the_article_before() -> None:
    shelf = Shelf({"dog": "pets", "pets": "pets"})
    assert follow("and for hamsters?", shelf) is None
    assert follow("what about the moon?", shelf) is None


def test_something_else_is_not_taken_for_the_matter_before() -> None:
    def hold_on_to_pets(text: str) -> MatchExplanation:
        both = "dog" in text or "pets" in text
        return Shelf({"guitar": "pets" if both else "instruments"}).ask(text)

    unsure = MatchExplanation(candidates=(Candidate(match=match("instruments", 0.4)),))
    assert follow_up("what about my guitar?", "en", DOG, unsure, hold_on_to_pets) is None


def test_the_same_article_is_not_sent_a_third_time() -> None:
    again = PreviousQuestion(
        text="how much does that cost?", article_id="pets", title="pets", followed=True
    )
    assert follow("how much is it?", Shelf({"pets": "pets", "cost": "pets"}), again) == []
