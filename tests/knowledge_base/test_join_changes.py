"""What was changed is found at once, what was not is found as before."""

from dataclasses import replace

import pytest

from domain.knowledge import Article
from knowledge_base.encoders.contract import Encoder
from knowledge_base.join_changes import join_changes
from knowledge_base.matcher import KnowledgeMatcher
from tests.knowledge_base.phone_shop import ARTICLES, write_article
from tests.knowledge_base.trained import ask, find_id, is_sent, open_encoder, train

pytestmark = pytest.mark.unit

ENGLISH = tuple(article for article in ARTICLES if article.locale == "en")
GIFTS = write_article(
    "gifts",
    "Buy a voucher",
    "do you sell gift vouchers",
    "I would like a voucher as a present",
    "voucher for a friend's birthday",
    "how long is a voucher valid",
)
REWORDINGS = ("can I buy a gift voucher here", "until when can the voucher be used")
OTHERS = (
    "I cannot log in, the password is wrong",
    "how can I get the money back for the phone",
    "the display of my phone is broken",
    "is the shop open on a Sunday",
    "who won the football game",
)


@pytest.fixture(scope="module", params=["words", "meaning"])
def encoder(request: pytest.FixtureRequest) -> Encoder | None:
    return open_encoder() if request.param == "meaning" else None


@pytest.fixture(scope="module")
def before(encoder: Encoder | None) -> KnowledgeMatcher:
    return train(ARTICLES, encoder=encoder)


@pytest.fixture(scope="module")
def after(encoder: Encoder | None, before: KnowledgeMatcher) -> KnowledgeMatcher:
    """The same with one article more, joined."""
    return train([*ARTICLES, GIFTS], encoder=encoder, previous=before)


def is_joined(matcher: KnowledgeMatcher, before: KnowledgeMatcher) -> bool:
    """Say whether an English index was made from an earlier one, whose calibration it has."""
    return matcher.indexes["en"].calibration is before.indexes["en"].calibration


@pytest.mark.parametrize("text", [GIFTS.title, *GIFTS.variants])
def test_a_new_article_is_answered_at_once_by_its_variants(
    before: KnowledgeMatcher, after: KnowledgeMatcher, text: str
):
    assert is_joined(after, before)
    found = ask(after, text)
    assert found is not None
    assert (found.match.article_id, found.exact) == ("gifts", True)
    assert is_sent(found)


@pytest.mark.parametrize("text", REWORDINGS)
def test_and_found_by_other_wordings_of_them(after: KnowledgeMatcher, text: str):
    assert find_id(after, text) == "gifts"


@pytest.mark.parametrize("text", OTHERS)
def test_the_others_answers_stay(before: KnowledgeMatcher, after: KnowledgeMatcher, text: str):
    one, other = ask(before, text), ask(after, text)
    assert is_sent(one) == is_sent(other)
    if one is not None and is_sent(one):
        assert other is not None
        assert other.match.article_id == one.match.article_id
        assert other.match.confidence == pytest.approx(one.match.confidence, abs=0.1)


def test_an_article_without_a_word_in_common_with_the_others_is_found_among_many(
    encoder: Encoder | None,
):
    many = [
        write_article(f"order-{number}", f"Order number {number}", f"where is order {number}")
        for number in range(60)
    ]
    strange = write_article("strange", "Zyxt blorp", "quixle wumpus", "gribbit flumox")
    matcher = train([*many, strange], encoder=encoder, previous=train(many, encoder=encoder))

    assert find_id(matcher, "quixle wumpus") == "strange"
    assert find_id(matcher, "gribbit flumox wumpus") == "strange"
    assert find_id(matcher, "where is order 17") == "order-17"


def test_a_changed_article_is_found_by_its_new_wording_and_no_longer_by_the_old(
    encoder: Encoder | None, before: KnowledgeMatcher
):
    changed = replace(
        next(article for article in ENGLISH if article.id == "invoice"),
        title="Become a member",
        variants=("how do I join the club", "what does membership cost", "loyalty programme"),
        version=2,
    )
    articles = [changed if article.id == "invoice" else article for article in ENGLISH]
    after = train(articles, encoder=encoder, previous=before)

    assert is_joined(after, before)
    new, old = ask(after, "how do I join the club"), ask(after, "where do I find my receipt")
    assert new is not None
    assert (new.match.article_id, new.match.version, new.match.title) == (
        "invoice",
        2,
        "Become a member",
    )
    assert not is_sent(old)


def test_a_retired_article_is_gone(encoder: Encoder | None, before: KnowledgeMatcher):
    articles = [article for article in ENGLISH if article.id != "repair"]
    after = train(articles, encoder=encoder, previous=before)

    assert is_joined(after, before)
    matches = after.match("my screen is cracked", locale="en", limit=9)
    assert "repair" not in {match.article_id for match in matches}
    assert not is_sent(ask(after, "my screen is cracked"))
    for article in articles:
        assert find_id(after, article.variants[0]) == article.id


def test_a_language_whose_last_article_is_retired_is_gone(
    encoder: Encoder | None, before: KnowledgeMatcher
):
    assert train(ENGLISH, encoder=encoder, previous=before).locales == ("en",)


def test_a_first_article_of_a_language_is_found(encoder: Encoder | None, before: KnowledgeMatcher):
    french = write_article("colis", "Où est mon colis ?", "suivre ma commande", locale="fr")
    after = train([*ARTICLES, french], encoder=encoder, previous=before)

    assert find_id(after, "suivre ma commande", locale="fr") == "colis"


def test_joining_nothing_changes_no_answer(before: KnowledgeMatcher):
    index = before.indexes["en"]

    assert join_changes(index, ENGLISH) is index
    assert join_changes(index, ENGLISH[::-1]) is index


def test_what_is_new_beside_the_wording_is_taken_over(
    encoder: Encoder | None, before: KnowledgeMatcher
):
    marked = [
        replace(article, sensitive=True, precision=0.99, tags=("other",)) for article in ENGLISH
    ]
    found = ask(train(marked, encoder=encoder, previous=before), "I want a refund")

    assert found is not None
    assert (found.match.sensitive, found.match.precision, found.match.topic) == (
        True,
        0.99,
        "other",
    )


def test_change_upon_change_is_joined(encoder: Encoder | None, after: KnowledgeMatcher):
    parking = write_article("parking", "Parking", "where can I park my car", "is there a car park")
    articles: list[Article] = [*ARTICLES, GIFTS, parking]
    articles.remove(ENGLISH[3])
    last = train(articles, encoder=encoder, previous=after)

    assert find_id(last, "is there a car park near you") == "parking"
    assert find_id(last, REWORDINGS[0]) == "gifts"
    assert find_id(last, ENGLISH[0].variants[0]) == ENGLISH[0].id


def test_too_many_changes_are_trained_anew(before: KnowledgeMatcher):
    more = [write_article(f"new-{n}", f"Matter {n}", f"question {n}") for n in range(3)]

    assert join_changes(before.indexes["en"], [*ENGLISH, *more]) is None
    assert join_changes(before.indexes["en"], more) is None


def test_nothing_of_another_encoder_is_gone_on_with(before: KnowledgeMatcher):
    other = None if before.encoder else open_encoder()
    after = train([*ARTICLES, GIFTS], encoder=other, previous=before)

    assert not is_joined(after, before)
    assert after.encoder == (other.name if other else None)
