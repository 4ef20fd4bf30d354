"""Which articles take each other's questions, before customers find out."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from bot.trainer import NothingKnown
from domain.knowledge import Article
from knowledge_base.conflicts import Conflict, find_conflicts, find_conflicts_of
from knowledge_base.corpus import collect_corpus
from knowledge_base.importing import read_articles
from knowledge_base.locale_index import LocaleIndex
from knowledge_base.matcher import KnowledgeMatcher
from knowledge_base.spelling import learn_vocabulary
from knowledge_base.train_locale import _learn, _prepare
from tests.knowledge_base.phone_shop import ARTICLES, write_article
from tests.knowledge_base.test_public_questions import DATA
from tests.knowledge_base.trained import open_encoder, train

pytestmark = pytest.mark.unit

ENGLISH = tuple(each for each in ARTICLES if each.locale == "en")
SHIPPING = write_article(
    "shipping",
    "How long does delivery take?",
    "when will the parcel come",
    "how many days until my order arrives",
    "has my parcel been sent",
    "delivery time of an order",
    "my delivery is late",
)


def learn(*articles: Article) -> KnowledgeMatcher:
    return train(articles, encoder=open_encoder())


def find_pairs(found: tuple[Conflict, ...]) -> set[frozenset[str]]:
    return {frozenset((each.first.id, each.second.id)) for each in found}


@pytest.fixture(scope="module")
def apart() -> KnowledgeMatcher:
    return learn(*ENGLISH)


@pytest.fixture(scope="module")
def crowded() -> KnowledgeMatcher:
    return learn(*ENGLISH, SHIPPING)


def test_articles_that_are_clearly_apart_are_in_no_conflict(apart: KnowledgeMatcher):
    conflicts = find_conflicts(apart, "en")

    assert conflicts.found == ()
    assert conflicts.asked == conflicts.questions == len(apart.indexes["en"].corpus.questions)


def test_two_articles_about_one_thing_are_found(crowded: KnowledgeMatcher):
    (conflict,) = find_conflicts(crowded, "en").found

    assert {conflict.first.id, conflict.second.id} == {"delivery", "shipping"}
    assert conflict.lost.count + conflict.gained.count >= 2
    assert set(conflict.lost.questions) <= {*conflict.first.variants, conflict.first.title}
    assert set(conflict.gained.questions) <= {*conflict.second.variants, conflict.second.title}


def test_of_one_article_its_own_conflicts_are_told_from_its_side(crowded: KnowledgeMatcher):
    (conflict,) = find_conflicts_of(crowded, "shipping", "en").found

    assert (conflict.first.id, conflict.second.id) == ("shipping", "delivery")
    assert find_conflicts_of(crowded, "hours", "en").found == ()


def test_a_draft_that_is_joined_is_compared_like_what_is_published(apart: KnowledgeMatcher):
    joined = train((*ENGLISH, SHIPPING), encoder=open_encoder(), previous=apart)

    (conflict,) = find_conflicts_of(joined, "shipping", "en").found

    assert conflict.second.id == "delivery"


def test_a_wording_that_two_articles_share_is_told_as_such():
    thief = write_article("bill", "Paying by card", "send me the bill again", "do you take cards")
    matcher = learn(*ENGLISH, thief)

    (conflict,) = find_conflicts_of(matcher, "bill", "en").found

    assert conflict.same == ("send me the bill again",)
    assert conflict.advice == "same"
    assert "send me the bill again" not in conflict.lost.questions


def test_an_article_written_twice_is_to_be_merged():
    twice = replace(
        SHIPPING,
        id="sending",
        title="How long does shipping take?",
        variants=tuple(f"{text} please" for text in SHIPPING.variants),
    )
    matcher = learn(*ENGLISH, SHIPPING, twice)

    worst = find_conflicts(matcher, "en").found[0]

    assert {worst.first.id, worst.second.id} == {"shipping", "sending"}
    assert worst.advice == "merge"


def test_without_an_encoder_words_and_letters_tell(apart: KnowledgeMatcher):
    matcher = train((*ENGLISH, SHIPPING), encoder=None)

    assert find_pairs(find_conflicts_of(matcher, "hours", "en").found) == set()
    assert find_conflicts(matcher, "en").asked > 0


@pytest.mark.parametrize("locale", ["fr", "xx"])
def test_where_there_is_nothing_to_compare_nothing_is_found(locale: str):
    matcher = learn(*ENGLISH)

    assert find_conflicts(matcher, locale).found == ()
    assert find_conflicts_of(matcher, "delivery", locale).asked == 0
    assert find_conflicts(NothingKnown(), "en").asked == 0
    assert find_conflicts_of(learn(SHIPPING), "shipping", "en").asked == 0


# What the matcher itself confuses, when it is trained five times with a fifth left out each time.


def train_without(articles: tuple[Article, ...], fold: int) -> Iterator[tuple[Article, str]]:
    """Yield the texts of a fold, and the article; the others have been learnt, uncalibrated."""
    for article in articles:
        for place, text in enumerate(article.variants):
            if place % 5 == fold:
                yield article, text


def learn_index(articles: tuple[Article, ...]) -> LocaleIndex:
    encoder = open_encoder()
    lesson = _prepare(collect_corpus(articles), encoder)
    return _learn(lesson, learn_vocabulary(lesson.corpus.read, spelt=encoder.words))


def count_confused(articles: tuple[Article, ...]) -> dict[frozenset[str], int]:
    confused: dict[frozenset[str], int] = {}
    for fold in range(5):
        kept = tuple(
            replace(each, variants=tuple(t for n, t in enumerate(each.variants) if n % 5 != fold))
            for each in articles
        )
        index = learn_index(kept)
        for article, text in train_without(articles, fold):
            winner = index.corpus.articles[index.score(text)[0].places[0]].id
            if winner != article.id:
                pair = frozenset((winner, article.id))
                confused[pair] = confused.get(pair, 0) + 1
    return confused


@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason="the public questions are not at hand")
def test_the_pairs_it_finds_are_those_that_the_matcher_confuses():
    """On the questions of a bank; docs/decisions/017-conflicts.md has all of them."""
    articles = tuple(
        replace(each, variants=each.variants[:20])
        for each in read_articles(DATA / "banking77" / "articles.all.jsonl").articles
    )[::2]
    matcher = KnowledgeMatcher(
        version=1,
        encoder=open_encoder().name,
        indexes={"en": learn_index(articles)},
        correction=learn(*ENGLISH).correction,
    )

    found = find_conflicts(matcher, "en").found
    confused = count_confused(articles)

    worst = [frozenset((each.first.id, each.second.id)) for each in found[:10]]
    most = sorted(confused, key=lambda pair: -confused[pair])[:10]
    assert np.mean([confused.get(pair, 0) >= 2 for pair in worst]) >= 0.8
    assert np.mean([pair in find_pairs(found) for pair in most]) >= 0.8
