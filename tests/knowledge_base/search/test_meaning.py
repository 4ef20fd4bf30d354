"""Readers find articles by what they mean, and words are not buried by it."""

from collections.abc import Iterable

import pytest

from domain.knowledge import ArticleMatch, Candidate, MatchExplanation
from tests.knowledge_base.search.library import BAGS, LIBRARY, SHELF, find, search, shelve, write
from tests.knowledge_base.trained import open_encoder, train

pytestmark = pytest.mark.unit


class Meaning:
    """Says of some articles how surely they are meant; implements `Matcher`."""

    version = 1
    locales = ("en",)
    encoder = "test"

    def __init__(self, *meant: ArticleMatch) -> None:
        self._meant = meant

    def explain(
        self,
        text: str,
        *,
        locale: str | None = None,
        limit: int = 3,
        precision: float | None = None,
    ) -> MatchExplanation:
        return MatchExplanation(candidates=tuple(self._list()))

    def _list(self) -> Iterable[Candidate]:
        return (Candidate(match=match) for match in self._meant)


def sure(article_id: str, confidence: float, **more: object) -> ArticleMatch:
    details = {"locale": "en", "version": 1, "title": article_id, **more}
    return ArticleMatch(article_id=article_id, confidence=confidence, **details)  # type: ignore[arg-type]


def test_what_means_the_same_is_found_without_a_word_in_common():
    matcher = train(SHELF, encoder=open_encoder())
    assert find("my luggage", matcher=matcher)[0] == "bags"
    assert find("getting paid back", matcher=matcher)[0] == "refunds"


def test_a_word_that_is_in_one_article_alone_is_not_buried_by_meaning():
    matcher = train(SHELF, encoder=open_encoder())
    assert find("E-4711", matcher=matcher)[0] == "visa"
    assert "visa" in find("4711", matcher=Meaning(sure("bags", 0.6), sure("refunds", 0.3)))[:2]


def test_what_is_hardly_meant_is_not_shown():
    assert find("xyzzyq", matcher=Meaning(sure("bags", 0.02))) == []


def test_the_direct_answer_is_what_the_bot_would_send():
    found = search("luggage", matcher=Meaning(sure("bags", 0.8, needed=0.75)))
    assert found.direct == found.hits[0]
    assert found.hits[0].article_id == "bags"


@pytest.mark.parametrize(
    "match",
    [
        sure("bags", 0.7, needed=0.75),
        sure("bags", 0.6),
        sure("retired", 0.99, needed=0.5),
        sure("bags", 0.99, needed=0.5, locale="fr"),
    ],
)
def test_what_the_bot_would_not_send_is_no_direct_answer(match: ArticleMatch):
    assert search("luggage", matcher=Meaning(match)).direct is None


def test_a_sensitive_article_is_found_but_is_no_direct_answer():
    index = shelve([write("death", "A passenger has died", "We are sorry.", sensitive=True)])
    found = search("died", index=index, matcher=Meaning(sure("death", 0.99, needed=0.5)))
    assert [hit.article_id for hit in found.hits] == ["death"]
    assert found.direct is None


def test_what_is_retired_is_not_found_though_the_matcher_still_has_it():
    assert find("something", matcher=Meaning(sure("retired", 0.99))) == []


def test_what_is_in_another_language_alone_is_found_there_and_comes_last():
    found = search("Hund", locale="en")
    assert [(hit.article_id, hit.locale) for hit in found.hits] == [("pets", "de")]
    mixed = search("passport Hund", locale="en")
    assert [hit.locale for hit in mixed.hits] == ["en", "de"]


def test_words_of_another_language_lead_to_the_article_in_ones_own():
    (hit,) = search("Koffer", locale="en").hits
    assert (hit.article_id, hit.locale, hit.title) == ("bags", "en", BAGS.title)


def test_related_articles_leave_out_the_article_itself():
    articles = [
        write("refund", "Refund of a ticket", "Money."),
        write("late", "Refund is late", "Wait."),
        write("pets", "Dogs and cats", "Yes."),
        write("erstattung", "Refund", "Geld.", locale="de"),
    ]
    index = shelve(articles)
    found = index.relate(train(articles, encoder=open_encoder()), "refund", "en", limit=1)
    assert [hit.article_id for hit in found] == ["late"]
    assert LIBRARY.relate(Meaning(), "nothing", "en", limit=3) == ()
