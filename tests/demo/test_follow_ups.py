"""Fifty short messages after another one: read with it, by themselves, or left to a person."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.understanding import Understander
from domain.decisions import PreviousQuestion, Understanding
from domain.knowledge import Matcher
from domain.routing import AnswerPolicy
from knowledge_base.language import LanguageGuess

pytestmark = pytest.mark.unit

PAIRS = Path(__file__).parents[1] / "data" / "demo_follow_ups.jsonl"
PRECISION = AnswerPolicy().precision
# Of the follow-ups that some article answers, so many have to be answered at once.
LEAST_ANSWERED = 0.4


def ask(understander: Understander, pair: dict[str, Any]) -> Understanding:
    """Ask a question, and the second one after it."""
    hint = pair["locale"]
    first = understander.understand(pair["previous"], hint=hint, precision=PRECISION)
    previous = PreviousQuestion(
        text=pair["previous"],
        article_id=first.matches[0].article_id,
        title=first.matches[0].title,
    )
    return understander.understand(pair["text"], hint=hint, precision=PRECISION, previous=previous)


def judge(understanding: Understanding, articles: list[str]) -> str:
    if not understanding.matches:
        return "unsure"
    best = understanding.matches[0]
    needed = AnswerPolicy().answer if best.needed is None else best.needed
    if best.confidence < needed:
        return "unsure"
    return "right" if best.article_id in articles else "wrong"


def test_follow_ups_are_answered_rightly_or_not_at_all(matcher: Matcher) -> None:
    guess = LanguageGuess(("en", "de")).guess
    understander = Understander(lambda: matcher, guess, names=("Aurora Airways",))
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    came_of = [(pair, judge(ask(understander, pair), pair["articles"])) for pair in pairs]
    assert [pair["text"] for pair, outcome in came_of if outcome == "wrong"] == []
    known = Counter(outcome for pair, outcome in came_of if pair["articles"])
    assert known["right"] / known.total() >= LEAST_ANSWERED
