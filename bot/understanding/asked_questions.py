"""The questions of a message with what each of them finds."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.understanding.questions import MOST_QUESTIONS, Part, split_questions
from bot.understanding.sureness import find_best, find_sure
from bot.understanding.wording import fold_phrase
from domain.decisions import AskedQuestion
from domain.knowledge import MatchExplanation

# Of a part that a sure answer to the whole text passes by, the article must be rather right than
# wrong for the part to be a question of its own.
LEAST_PASSED_BY = 0.5


def find_questions(
    text: str,
    language: str,
    whole: MatchExplanation,
    ask: Callable[[str], MatchExplanation],
) -> tuple[AskedQuestion, ...]:
    """Find the different questions of a text; empty where it asks one thing.

    Two that lead to one article are one matter; where all do and the text as a whole is not sure
    of it, that one is returned. The matcher is asked only where the text looks like several
    questions, at most `MOST_QUESTIONS` times.

    Args:
        text: without greeting and closing.
        whole: what the matcher found for all of it; where that is an article word for word,
            nothing is split.
        ask: asks the matcher about one question.
    """
    if _is_word_for_word(text, whole):
        return ()
    parts = [
        _Asked(part, ask(part.text) if place < MOST_QUESTIONS else MatchExplanation())
        for place, part in enumerate(split_questions(text, language))
    ]
    different = _choose_different(parts)
    sure = find_sure(whole) is not None
    own = [asked for asked in different if _is_own(asked, whole_sure=sure)]
    if len(own) < 2 and (sure or len(different) > 1):
        return ()
    return tuple(asked.as_question() for asked in own)


def _is_word_for_word(text: str, whole: MatchExplanation) -> bool:
    """Say whether all of a text, and not a sentence of it, is an article's wording."""
    words = fold_phrase(text)
    return any(
        candidate.exact and fold_phrase(candidate.variant) == words
        for candidate in whole.candidates
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A part of a text, and what the matcher found for it."""

    part: Part
    found: MatchExplanation

    @property
    def confidence(self) -> float:
        best = find_best(self.found)
        return 0.0 if best is None else best.confidence

    def as_question(self) -> AskedQuestion:
        matches = tuple(candidate.match for candidate in self.found.candidates)
        return AskedQuestion(text=self.part.text, matches=matches)


def _choose_different(parts: list[_Asked]) -> list[_Asked]:
    """Keep the surest of those that lead to one article."""
    different: dict[str, _Asked] = {}
    for place, asked in enumerate(parts):
        best = find_best(asked.found)
        matter = f"none of {place}" if best is None else best.article_id
        before = different.get(matter)
        if before is None or asked.confidence > before.confidence:
            different[matter] = asked
    return list(different.values())


def _is_own(asked: _Asked, *, whole_sure: bool) -> bool:
    """Say whether a part is a question of its own, rather than a word more on the one beside it.

    Where the whole text has a sure answer, "and" or "also" sets an unknown part apart, or an
    article of its own that is rather right than wrong: no question is passed over in silence.
    """
    if find_sure(asked.found) is not None:
        return True
    apart = asked.part.added or asked.confidence >= LEAST_PASSED_BY
    return asked.part.plain and (apart or not whole_sure)
