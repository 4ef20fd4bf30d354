"""Articles in several languages: the customer's comes first, another's where only it has one."""

import pytest

from knowledge_base.encoders.contract import Encoder
from knowledge_base.matcher import KnowledgeMatcher
from tests.knowledge_base.phone_shop import ARTICLES
from tests.knowledge_base.trained import ask, is_sent, open_encoder, train

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module", params=["words", "meaning"])
def encoder(request: pytest.FixtureRequest) -> Encoder | None:
    return open_encoder() if request.param == "meaning" else None


@pytest.fixture(scope="module")
def matcher(encoder: Encoder | None) -> KnowledgeMatcher:
    return train(ARTICLES, encoder=encoder)


@pytest.fixture(scope="module")
def german(encoder: Encoder | None) -> KnowledgeMatcher:
    return train([article for article in ARTICLES if article.locale == "de"], encoder=encoder)


@pytest.mark.parametrize("text", ["wie ändere ich mein Kennwort", "Passwort vergessen"])
def test_what_the_own_language_has_comes_in_it(matcher: KnowledgeMatcher, text: str):
    found = ask(matcher, text, locale="de")

    assert found is not None
    assert (found.match.article_id, found.match.locale) == ("password", "de")


def test_an_english_article_is_found_for_a_german_customer_where_it_is_surer(
    matcher: KnowledgeMatcher,
):
    found = ask(matcher, "do you repair phones", locale="de")

    assert found is not None
    assert (found.match.article_id, found.match.locale) == ("repair", "en")
    assert is_sent(found)


@pytest.mark.parametrize("text", ["wann kommt meine Bestellung an", "wie lange habe ich Garantie"])
def test_and_never_where_the_own_language_is_sure(
    matcher: KnowledgeMatcher, german: KnowledgeMatcher, text: str
):
    found = matcher.explain(text, locale="de").candidates

    assert found == german.explain(text, locale="de").candidates


def test_an_unsure_german_question_gets_no_english_article_for_it(matcher: KnowledgeMatcher):
    found = ask(matcher, "verkauft ihr auch Blumen", locale="de")

    assert not is_sent(found)
