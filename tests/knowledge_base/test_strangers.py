"""A question of another trade is refused, and answered by whoever has that trade."""

import pytest

from knowledge_base.encoders.contract import Encoder
from knowledge_base.strangers import list_strangers
from tests.knowledge_base.phone_shop import ARTICLES, write_article
from tests.knowledge_base.trained import ask, is_sent, open_encoder, train

pytestmark = pytest.mark.unit

PLUMBER = (
    write_article(
        "leak",
        "A tap or pipe is leaking",
        "my tap drips",
        "how do I fix a leaking tap",
        "water is dripping from a pipe",
        "the kitchen tap does not close any more",
    ),
    write_article(
        "drain",
        "A drain is blocked",
        "the sink does not drain",
        "my toilet is blocked",
        "water stays in the shower",
    ),
    write_article(
        "heating",
        "The heating stays cold",
        "radiators do not get warm",
        "the boiler shows an error",
        "no hot water",
    ),
    write_article(
        "visit",
        "When can you come?",
        "I need a plumber today",
        "appointment for a repair",
        "do you come on Saturdays",
    ),
)
LEAKS = ("how do I fix a leaking tap", "my tap is leaking", "the tap in the kitchen drips")


@pytest.fixture(params=["words", "meaning"])
def encoder(request: pytest.FixtureRequest) -> Encoder | None:
    return open_encoder() if request.param == "meaning" else None


@pytest.mark.parametrize("text", LEAKS)
def test_a_leaking_tap_is_the_plumber_s_business(encoder: Encoder | None, text: str):
    found = ask(train(PLUMBER, encoder=encoder), text)

    assert found is not None
    assert found.match.article_id == "leak"
    assert is_sent(found)


def test_and_nobody_else_s(encoder: Encoder | None):
    shop = train(ARTICLES, encoder=encoder)

    assert not any(is_sent(ask(shop, text)) for text in LEAKS)


@pytest.mark.parametrize("locale", ["en", "de"])
def test_hardly_a_stranger_s_question_is_answered_by_a_small_shop(
    encoder: Encoder | None, locale: str
):
    shop = train(ARTICLES, encoder=encoder)

    asked = list_strangers(locale)
    assert len(asked) >= 40
    # "what time is it in tokyo", for one, is nearly what the shop's hours are asked with.
    assert sum(is_sent(ask(shop, text, locale=locale)) for text in asked) <= 0.08 * len(asked)


def test_a_language_without_such_questions_does_without():
    assert list_strangers("fr") == ()
    assert list_strangers("../en") == ()
