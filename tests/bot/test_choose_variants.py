"""Of what customers asked, that is suggested which teaches most and can be shown."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.choose_variants import MOST_SUGGESTED, VariantSuggestions, choose_variants
from crm_store.asked_questions import Outcome, QuestionAsked
from domain.knowledge import ArticleMatch, Candidate, MatchExplanation

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PLACE = "late-bag", "en"
WORDING = ("My bag has not arrived", "where is my bag")


class FixedMatcher:
    """Says of each text what it was told to, and nothing of others."""

    version = 1
    locales = ("en",)
    encoder = None

    def __init__(self, said: Mapping[str, Candidate] | None = None) -> None:
        self._said = said or {}

    def explain(
        self,
        text: str,
        *,
        locale: str | None = None,
        limit: int = 3,
        precision: float | None = None,
    ) -> MatchExplanation:
        found = self._said.get(text)
        return MatchExplanation(candidates=() if found is None else (found,))


def match(article_id: str, confidence: float) -> ArticleMatch:
    return ArticleMatch(
        article_id=article_id, locale="en", version=1, title=article_id, confidence=confidence
    )


def ask(text: str, outcome: Outcome = Outcome.RIGHT, *, day: int = 0) -> QuestionAsked:
    reference = None if outcome is Outcome.OPENED else f"FD-{day}"
    at = NOW + timedelta(days=day)
    return QuestionAsked(
        id=text, text=text, locale="en", outcome=outcome, at=at, reference=reference
    )


def choose(
    *asked: QuestionAsked, said: Mapping[str, Candidate] | None = None
) -> VariantSuggestions:
    return choose_variants(FixedMatcher(said), PLACE, asked, WORDING)


def test_what_is_most_unlike_the_wording_comes_first() -> None:
    found = choose(
        ask("where is my blue bag"), ask("suitcase never showed up"), ask("is my bag late")
    )
    assert found.confirmed[0].text == "suitcase never showed up"
    assert found.confirmed[-1].text == "where is my blue bag"
    assert found.confirmed[0].difference > found.confirmed[-1].difference


def test_what_the_article_has_already_is_not_suggested_in_whatever_spelling() -> None:
    assert choose(ask("Where is my bag?"), ask("my bag has NOT arrived!!")).confirmed == ()
    exact = Candidate(match=match("late-bag", 0.9), exact=True)
    assert choose(ask("bag gone"), said={"bag gone": exact}).confirmed == ()


def test_the_same_words_are_suggested_once_with_how_often_they_were_asked() -> None:
    (one,) = choose(
        ask("No suitcase", Outcome.MISSED),
        ask("no suitcase?", Outcome.CHOSEN, day=2),
        ask("no suitcase!", Outcome.ANSWERED, day=3),
    ).confirmed
    assert (one.times, one.asked.outcome) == (3, Outcome.CHOSEN)


def test_what_was_judged_wrong_is_told_apart_however_often_it_was_right() -> None:
    found = choose(ask("bag fee", Outcome.WRONG), ask("Bag fee?", Outcome.RIGHT))
    assert [each.text for each in found.wrong] == ["bag fee"]
    assert found.confirmed == found.possible == ()


def test_what_nobody_confirmed_stands_apart() -> None:
    found = choose(
        ask("one question here", Outcome.ANSWERED),
        ask("another matter there", Outcome.MISSED),
        ask("suitcase by search", Outcome.OPENED),
    )
    assert {each.text for each in found.possible} == {"one question here", "another matter there"}
    assert [each.text for each in found.confirmed] == ["suitcase by search"]


def test_courtesies_personal_data_and_stories_are_no_part_of_a_variant() -> None:
    found = choose(
        ask("Hello! No suitcase on the belt, thank you"),
        ask("bag tag SK123456 shows nothing"),
        ask("My name is Mara Olsen and no suitcase came"),
        ask("It began in spring. " * 20),
        ask("2"),
    )
    assert {each.text for each in found.confirmed} == {
        "No suitcase on the belt",
        "bag tag … shows nothing",
    }
    assert found.left_out == 1


def test_it_is_told_how_sure_the_matcher_is_today_and_of_what_it_is_surer() -> None:
    said = {
        "no suitcase": Candidate(match=match("late-bag", 0.4)),
        "bag price": Candidate(match=match("fees", 0.9)),
    }
    found = {each.text: each for each in choose(*map(ask, said), said=said).confirmed}
    assert found["no suitcase"].now == match("late-bag", 0.4)
    assert found["no suitcase"].rival is None
    assert found["bag price"].now is None
    assert found["bag price"].rival == match("fees", 0.9)


def test_a_search_that_led_nowhere_counts_only_where_the_article_is_near() -> None:
    texts = ("suitcase gone", "lounge in oslo")
    asked = [
        QuestionAsked(id=text, text=text, locale="en", outcome=Outcome.MISSED, at=NOW)
        for text in texts
    ]
    near = {"suitcase gone": Candidate(match=match("late-bag", 0.5))}
    assert [each.text for each in choose(*asked, said=near).possible] == ["suitcase gone"]


def test_there_are_never_too_many_to_read() -> None:
    found = choose(*(ask(f"{word} {word}x") for word in "abcdefghijklmnopqrstuvwxyz"))
    assert len(found.confirmed) == MOST_SUGGESTED
