"""The same answers in every thread, in every process, at every training, whatever is written."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.knowledge import Knowledge, MatchExplanation
from knowledge_base.encoders.contract import Encoder
from knowledge_base.matcher import KnowledgeMatcher
from knowledge_base.training import pickle_index, unpickle_index
from tests.knowledge_base.phone_shop import ARTICLES
from tests.knowledge_base.trained import ask, find_id, is_sent, open_encoder, train

pytestmark = pytest.mark.unit

QUESTIONS = (
    "I forgot my pasword",
    "pls cn u send me the invoice agn",
    "when is the shop open? and do you repair phones?",
    "wie lange habe ich Garantie",
    "where is it",
    "who won the match last night",
    "",
)


@pytest.fixture(scope="module", params=["words", "meaning"])
def encoder(request: pytest.FixtureRequest) -> Encoder | None:
    return open_encoder() if request.param == "meaning" else None


@pytest.fixture(scope="module")
def matcher(encoder: Encoder | None) -> KnowledgeMatcher:
    return train(ARTICLES, encoder=encoder)


def explain_all(matcher: KnowledgeMatcher) -> list[MatchExplanation]:
    return [matcher.explain(text, locale="en") for text in QUESTIONS]


def test_eight_threads_that_ask_at_once_get_what_one_gets(matcher: KnowledgeMatcher):
    alone = explain_all(matcher)

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: explain_all(matcher), range(16)))

    assert all(found == alone for found in together)


def test_training_again_and_from_articles_in_another_order_gives_the_same(
    matcher: KnowledgeMatcher, encoder: Encoder | None
):
    assert explain_all(train(ARTICLES[::-1], encoder=encoder)) == explain_all(matcher)


def test_a_matcher_from_another_process_answers_alike(
    matcher: KnowledgeMatcher, encoder: Encoder | None
):
    knowledge = Knowledge(version=1, articles=ARTICLES)

    known, again = unpickle_index(pickle_index(knowledge, matcher), encoder=encoder)

    assert known == knowledge
    assert isinstance(again, KnowledgeMatcher)
    assert explain_all(again) == explain_all(matcher)


def test_and_can_be_gone_on_with(matcher: KnowledgeMatcher, encoder: Encoder | None):
    pickled = pickle_index(Knowledge(version=1, articles=ARTICLES), matcher)
    _, again = unpickle_index(pickled, encoder=encoder)
    changed = [replace(article, tags=("new",)) for article in ARTICLES]

    after = train(changed, encoder=encoder, previous=again)

    found = ask(after, "I want a refund")
    assert found is not None
    assert found.match.topic == "new"


def test_an_encoder_stays_where_it_is():
    matcher = train(ARTICLES, encoder=open_encoder())

    assert len(pickle_index(Knowledge(version=1, articles=ARTICLES), matcher)) < 2_000_000


@pytest.mark.parametrize(
    "text",
    [
        "I forgot my password \U0001f62d\U0001f62d\U0001f62d",
        "\x00I\x07 forgot\x1b my\x0c password\x7f",
        "\u202eI forgot my password\u202c",
        "I forgot my password" + " " * 100_000,
        "I forgot my password! " + "\U0001f62d" * 100_000,
        "\ud800 I forgot my password",
    ],
    ids=["emoji", "control", "direction", "spaces", "many-emoji", "surrogate"],
)
def test_what_stands_beside_the_words_does_not_matter(matcher: KnowledgeMatcher, text: str):
    found = ask(matcher, text)

    assert found is not None
    assert found.match.article_id == "password"
    assert is_sent(found)


@pytest.mark.parametrize("text", ["pls cn u send me the invoice agn", "u open 2day?"])
def test_shorthand_is_spelt_out_and_told(matcher: KnowledgeMatcher, text: str):
    explained = matcher.explain(text, locale="en")

    told = {repair.typed: repair.read for repair in explained.repairs}
    assert set(told) & {"pls", "agn", "2day"}
    assert explained.candidates[0].match.article_id in {"invoice", "hours"}


def test_what_an_article_asks_for_is_carried_to_its_matches(encoder: Encoder | None):
    articles = [
        replace(article, sensitive=True, precision=0.999) if article.id == "refund" else article
        for article in ARTICLES
    ]
    matcher = train(articles, encoder=encoder)

    strict, usual = ask(matcher, "I want a refund"), ask(matcher, "I need an invoice")

    assert strict is not None
    assert usual is not None
    assert (strict.match.sensitive, strict.match.precision) == (True, 0.999)
    assert (usual.match.sensitive, usual.match.precision) == (False, None)
    assert strict.match.needed is not None
    assert usual.match.needed is not None
    assert strict.match.needed > usual.match.needed


@given(st.floats(0.5, 1), st.floats(0.5, 1))
@settings(max_examples=20, deadline=None)
def test_who_wants_more_precision_never_gets_more_answers(
    matcher: KnowledgeMatcher, one: float, other: float
):
    low, high = sorted([one, other])
    for text in QUESTIONS[:3]:
        lenient, strict = ask(matcher, text, precision=low), ask(matcher, text, precision=high)
        assert is_sent(lenient) or not is_sent(strict)


@given(st.text(alphabet="?!…,.;:-()\U0001f62d\u200b\x00\x07 \n", max_size=30))
@settings(max_examples=30, deadline=None)
def test_a_variant_is_found_whatever_marks_stand_round_it(matcher: KnowledgeMatcher, marks: str):
    assert find_id(matcher, f"{marks} I WANT   a refund {marks}") == "refund"
