"""What customers were promised of the bot's answers."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.knowledge import Article, ArticleMatch, Knowledge, Matcher
from domain.routing import AnswerPolicy
from knowledge_base.encoders.bundled import find_bundled
from knowledge_base.encoders.contract import Encoder
from knowledge_base.encoders.onnx_encoder import OnnxEncoder
from knowledge_base.matcher import KnowledgeMatcher, train_matcher
from tests.knowledge_base.phone_shop import ARTICLES, write_article

pytestmark = pytest.mark.unit

ENCODERS: dict[str, Encoder | None] = {"words": None, "meaning": OnnxEncoder(find_bundled())}


def train(
    articles: Sequence[Article], *, version: int = 1, encoder: Encoder | None = None
) -> KnowledgeMatcher:
    """Train with the encoder that the tests are at."""
    knowledge = Knowledge(version=version, articles=tuple(articles))
    return train_matcher(knowledge, encoder=encoder or AT_WORK[-1])


AT_WORK: list[Encoder | None] = [None]
MATCHER: KnowledgeMatcher = train(ARTICLES, version=7)
PROMISED: Matcher = MATCHER


@pytest.fixture(autouse=True, scope="module", params=list(ENCODERS))
def encoder(request: pytest.FixtureRequest) -> None:
    """Every promise holds with an encoder of sentences and without."""
    global MATCHER  # noqa: PLW0603 - the tests read better without it in every one's arguments
    AT_WORK[:] = [ENCODERS[request.param]]
    MATCHER = train(ARTICLES, version=7)


POLICY = AnswerPolicy()


def is_sent(match: ArticleMatch) -> bool:
    """Say whether the bot would send the article by itself."""
    assert match.needed is not None
    return match.confidence >= match.needed


def best(text: str, locale: str | None = "en") -> tuple[str, float]:
    match = MATCHER.match(text, locale=locale)[0]
    return match.article_id, match.confidence


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: f"{article.id}-{article.locale}")
def test_every_variant_and_title_finds_its_own_article(article: Article) -> None:
    for text in (article.title, *article.variants):
        match = MATCHER.match(text, locale=article.locale)[0]
        assert (match.article_id, match.locale) == (article.id, article.locale)
        assert match.confidence > 0.95


@pytest.mark.parametrize(
    "text", ["i FORGOT my   password!!", "I forgot, my password?", "“I forgot my password”"]
)
def test_case_spaces_and_punctuation_do_not_matter(text: str) -> None:
    found, confidence = best(text)
    assert found == "password"
    assert confidence > 0.95


@pytest.mark.parametrize(
    ("text", "article"),
    [
        ("I fogrot my pasword", "password"),
        ("i want a refnud", "refund"),
        ("are you opne on sundey", "hours"),
        ("I need an invoise", "invoice"),
        ("my scren is craked", "repair"),
    ],
)
def test_typing_errors_are_forgiven(text: str, article: str) -> None:
    found, confidence = best(text)
    assert found == article
    assert confidence >= POLICY.ask


def test_the_explanation_says_which_words_were_read_as_others() -> None:
    explained = MATCHER.explain("I forgot my passwrod", locale="en")
    assert [(repair.typed, repair.read) for repair in explained.repairs] == [
        ("passwrod", "password")
    ]
    assert explained.candidates[0].match.article_id == "password"
    assert 0 < explained.candidates[0].parts["nearest"] <= 1
    assert not explained.candidates[0].exact


@pytest.mark.parametrize(
    "text",
    [
        "who won the football game last night",
        "tell me a joke about elephants",
        "what is the capital of Mongolia",
        "please water the tomatoes",
        "Do you like pizza with pineapple?",
        "qwertz uiop asdf",
    ],
)
def test_a_question_out_of_scope_is_not_answered(text: str) -> None:
    matches = MATCHER.match(text, locale="en")
    assert not matches or not is_sent(matches[0])


def test_a_rewording_is_answered_or_offered() -> None:
    found, confidence = best("how do I get a refund for my order")
    assert found == "refund"
    assert confidence >= POLICY.ask


def test_candidates_come_best_first_each_once_and_no_more_than_asked_for() -> None:
    for limit in (1, 2, 3, 5):
        matches = MATCHER.match("when is the shop open and when do I get my money", limit=limit)
        confidences = [match.confidence for match in matches]
        assert len(matches) <= limit
        assert confidences == sorted(confidences, reverse=True)
        assert len({match.article_id for match in matches}) == len(matches)


def test_the_question_is_found_among_other_sentences() -> None:
    letter = (
        "Good morning dear colleagues, my name is Barbara and I am writing from Lisbon. "
        "It has rained for days here and the cats are bored. My password is not accepted. "
        "Greetings to the lovely person who served me in April."
    )
    found, confidence = best(letter)
    assert found == "password"
    assert confidence >= POLICY.answer


def test_an_article_comes_in_the_language_asked_for() -> None:
    assert MATCHER.match("Passwort vergessen", locale="de")[0].locale == "de"
    english = MATCHER.match("I forgot my password", locale="de")[0]
    assert (english.article_id, english.locale, english.title) == (
        "password",
        "de",
        "Passwort zurücksetzen",
    )


def test_an_article_missing_in_the_language_comes_in_another() -> None:
    match = MATCHER.match("I want a refund", locale="de")[0]
    assert (match.article_id, match.locale) == ("refund", "en")


def test_a_language_without_articles_gets_those_of_any() -> None:
    assert MATCHER.match("wie lange habe ich Garantie", locale="fr")[0].article_id == "warranty"
    assert MATCHER.match("wie lange habe ich Garantie")[0].article_id == "warranty"


def test_a_matcher_tells_its_version_and_languages() -> None:
    assert MATCHER.version == 7
    assert MATCHER.locales == ("de", "en")


def test_training_twice_gives_the_same_answers() -> None:
    again = train(ARTICLES, version=7)
    for text in ("money for my parcel", "ich brauche eine Rechnung", "screen"):
        assert again.match(text) == MATCHER.match(text)


def test_a_variant_of_two_articles_is_never_answered_at_once() -> None:
    matcher = train(
        [
            write_article("one", "First", "what about it"),
            write_article("two", "Second", "what about it"),
        ]
    )
    matches = matcher.match("what about it")
    assert {match.article_id for match in matches} == {"one", "two"}
    assert not any(is_sent(match) for match in matches)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 6])
def test_small_knowledge_bases_answer_what_they_have_and_nothing_else(count: int) -> None:
    articles = ARTICLES[:count]
    matcher = train(articles)
    for article in articles:
        assert matcher.match(article.variants[0])[0].article_id == article.id
    strange = matcher.match("who won the football game last night")
    assert not strange or not is_sent(strange[0])


def test_one_article_with_one_variant_is_enough() -> None:
    matcher = train([write_article("only", "Parking", "where can I park")])
    assert matcher.match("Where can I park?")[0].article_id == "only"
    assert matcher.match("") == ()


def test_an_article_whose_wording_has_no_word_does_no_harm() -> None:
    matcher = train([write_article("dots", "…", "?!"), *ARTICLES[:2]])
    assert matcher.match("I forgot my password")[0].article_id == "password"


@pytest.mark.parametrize("text", ["", " \n\t", "😀", "?!…", "\x00\x01\x1b", "\ud800", "\u202e"])
def test_a_text_without_words_matches_nothing(text: str) -> None:
    assert MATCHER.match(text, locale="en") == ()


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "wrod " * 20_000,
        ". " * 50_000,
        "\ufdfa" * 100_000,
        "漢字" * 50_000,
        "e\u0301" * 50_000,
        "\U0001f469\u200d\U0001f467" * 25_000,
        " ".join(f"passw{place}rod" for place in range(10_000)),
    ],
    ids=["letter", "word", "dots", "ligature", "script", "accents", "emoji", "misspelt"],
)
def test_a_hundred_thousand_characters_of_nothing_are_refused(text: str) -> None:
    matches = MATCHER.match(text, locale="en")
    assert not matches or not is_sent(matches[0])


@given(st.text(alphabet=st.characters(), max_size=400), st.sampled_from(["en", "de", "fr", None]))
@settings(deadline=None)
def test_whatever_is_written_gets_confidences_between_nought_and_one(
    text: str, locale: str | None
) -> None:
    for match in MATCHER.match(text, locale=locale):
        assert 0 <= match.confidence <= 1
