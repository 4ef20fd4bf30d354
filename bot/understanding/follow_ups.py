"""Texts that mean something only after the question before: "and for children?"."""

from collections.abc import Callable
from enum import Enum

from bot.understanding.phrase_lengths import measure_phrase
from bot.understanding.question_words import (
    find_question_words,
    has_matter,
    is_telling,
)
from bot.understanding.sureness import find_best, find_sure
from bot.understanding.wording import read_words
from domain.decisions import PreviousQuestion
from domain.knowledge import MatchExplanation

# Who writes more says all that is needed.
MOST_WORDS = 12
LONGEST_FOLLOW_UP = 120
# Of the question before, in characters.
LONGEST_PREVIOUS = 300
# So sure of another article, a text does not mean the one before.
CONTRADICTED = 0.3
# Least share of a text's own words that the knowledge base has: "and a motorbike?" is news to it.
LEAST_KNOWN = 0.6


class Leaning(Enum):
    """How a text leans on the one before: it means nothing alone, or may stand by itself."""

    WHOLLY = "wholly"
    PARTLY = "partly"


def may_lean(text: str) -> bool:
    """Say whether a text is short enough to lean on the question before it."""
    return len(text) <= LONGEST_FOLLOW_UP and len(read_words(text)) <= MOST_WORDS


def find_leaning(text: str, language: str) -> Leaning | None:
    """Find how a text leans on the one before; None where it stands by itself, or we cannot tell.

    Args:
        text: without greeting and closing.
    """
    table = find_question_words(language)
    words = _fold(text)
    if not words or not table.empty or not may_lean(text):
        return None
    if not has_matter(words, table):
        return Leaning.WHOLLY if table.aspects & set(words) else None
    continued = measure_phrase(words, 0, table.continuations)
    narrowed = bool(continued) and words[continued] in table.narrowing
    if narrowed or measure_phrase(words, 0, table.extensions):
        return Leaning.WHOLLY
    if continued and not measure_phrase(words, continued, table.openers):
        return Leaning.PARTLY
    opened = measure_phrase(words, 0, table.openers)
    return Leaning.PARTLY if table.pronouns & set(words[opened:]) else None


def follow_up(
    text: str,
    language: str,
    previous: PreviousQuestion,
    alone: MatchExplanation,
    ask: Callable[[str], MatchExplanation],
) -> MatchExplanation | None:
    """Find what a text means after the question before; None where it stands by itself.

    Args:
        text: without greeting and closing.
        alone: what the matcher found for it alone.
        ask: asks the matcher about both together.
    """
    leaning = find_leaning(text, language)
    if leaning is None or (leaning is Leaning.PARTLY and find_sure(alone) is not None):
        return None
    matter = _find_matter(text, language, ask)
    if matter is not None and matter.known < LEAST_KNOWN:
        return None
    joined = _ask_both(text, previous, ask)
    if matter is None and previous.followed and _leads_to(joined, previous.article_id):
        # The same article a third time would tell the customer nothing.
        return MatchExplanation(known=joined.known)
    if leaning is Leaning.PARTLY and matter is not None and _contradicts(matter, joined):
        return None
    return joined


def _find_matter(
    text: str, language: str, ask: Callable[[str], MatchExplanation]
) -> MatchExplanation | None:
    """Find what the words that name something lead to; None where there are none."""
    table = find_question_words(language)
    telling = [word for word in _fold(text) if is_telling(word, table)]
    return ask(" ".join(telling)) if telling else None


def _ask_both(
    text: str, previous: PreviousQuestion, ask: Callable[[str], MatchExplanation]
) -> MatchExplanation:
    """Ask about both questions, the one before in the words of the article that answered it.

    Where the customer's own words lead elsewhere, these count.
    """
    said = ask(f"{previous.text[-LONGEST_PREVIOUS:]} {text}")
    answered = ask(f"{previous.title} {text}")
    best = find_best(answered)
    return answered if best is not None and _leads_to(said, best.article_id) else said


def _leads_to(found: MatchExplanation, article_id: str) -> bool:
    best = find_best(found)
    return best is not None and best.article_id == article_id


def _fold(text: str) -> tuple[str, ...]:
    return tuple(word.folded for word in read_words(text))


def _contradicts(matter: MatchExplanation, joined: MatchExplanation) -> bool:
    """Say whether what is new in a text leads elsewhere: a guitar is no dog."""
    named, meant = find_best(matter), find_best(joined)
    if named is None or meant is None or named.confidence < CONTRADICTED:
        return False
    return named.article_id != meant.article_id
