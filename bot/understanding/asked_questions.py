"""The questions of a message with what each of them finds."""

from collections.abc import Callable

from bot.understanding.questions import MOST_QUESTIONS, split_questions
from domain.decisions import AskedQuestion
from domain.knowledge import MatchExplanation


def find_questions(
    text: str,
    language: str,
    whole: MatchExplanation,
    ask: Callable[[str], MatchExplanation],
) -> tuple[AskedQuestion, ...]:
    """Find the different questions of a text; empty where it asks one thing.

    Two that lead to one article are one matter. The matcher is asked only where the text looks
    like several questions, at most `MOST_QUESTIONS` times.

    Args:
        text: without greeting and closing.
        whole: what the matcher found for all of it; where that is an article word for word,
            nothing is split.
        ask: asks the matcher about one question.
    """
    if any(candidate.exact for candidate in whole.candidates):
        return ()
    different: dict[str, AskedQuestion] = {}
    for place, part in enumerate(split_questions(text, language)):
        found = ask(part) if place < MOST_QUESTIONS else MatchExplanation()
        matches = tuple(candidate.match for candidate in found.candidates)
        matter = matches[0].article_id if matches else f"none of {place}"
        before = different.get(matter)
        if before is None or matches[0].confidence > before.matches[0].confidence:
            different[matter] = AskedQuestion(text=part, matches=matches)
    return tuple(different.values()) if len(different) > 1 else ()
