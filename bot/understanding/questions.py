"""The questions of a text that asks several: its sentences, and what "and" joins within them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from bot.understanding.question_words import (
    QuestionWords,
    find_question_words,
    has_matter,
    measure_phrase,
    points_back,
)
from bot.understanding.small_talk import find_small_talk
from bot.understanding.wording import Word, read_words

# Of a long letter so much is read, in characters, sentences, and words of a sentence.
LONGEST_SPLIT = 2000
MOST_SENTENCES = 40
MOST_WORDS = 120
# Beyond so many questions what is left is taken as one more that nobody knows an answer to.
MOST_QUESTIONS = 4

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!;:])\s+|(?<=[?\uff1f\uff01\u3002])\s*|\n+")


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    words: tuple[Word, ...]
    folded: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """A part of a text that may be a question.

    Attributes:
        words: folded.
        asks: it has a question mark, or begins as questions and wishes do.
        added: it says that it is about something else than the one before: "also".
    """

    text: str
    words: tuple[str, ...]
    asks: bool
    added: bool


def split_questions(text: str, language: str) -> tuple[str, ...]:
    """Split a text into its questions where it asks several; pure, time is bounded.

    What only leads up to a question is left out, and what points back to the question before it
    ("and how much is that?") stays with it.

    Args:
        text: without greeting and closing.
        language: whose words are looked for; in others only question marks tell.

    Returns:
        At most `MOST_QUESTIONS` and one more; empty where the text asks one thing or none.
    """
    table = find_question_words(language)
    sentences = islice(_sentences(text[:LONGEST_SPLIT]), MOST_SENTENCES)
    clauses = [clause for sentence in sentences for clause in _cut(sentence, table)]
    asked: list[str] = []
    for clause in _choose_own(clauses):
        if not points_back(clause.words, table):
            asked.append(clause.text)
        elif asked:
            asked[-1] = f"{asked[-1]} {clause.text}"
    return tuple(asked[: MOST_QUESTIONS + 1]) if len(asked) > 1 else ()


def _sentences(text: str) -> Iterator[str]:
    return (part.strip() for part in _BETWEEN_SENTENCES.split(text) if part and part.strip())


def _choose_own(clauses: list[_Clause]) -> Iterator[_Clause]:
    """Choose what is a matter of its own; a statement is one only where "also" stands beside it."""
    followers = [*(later for _, later in pairwise(clauses)), None]
    for clause, later in zip(clauses, followers, strict=False):
        own = clause.asks or clause.added or (later is not None and later.added)
        if own and find_small_talk(clause.words) is None:
            yield clause


def _cut(text: str, table: QuestionWords) -> list[_Clause]:
    """Cut a sentence where a joining word or a comma stands before the beginning of a question."""
    words = read_words(text)
    sentence = _Sentence(text, words, tuple(word.folded for word in words))
    begin = 0
    parts: list[tuple[int, int]] = []
    for at in range(1, min(len(sentence.words), MOST_WORDS)):
        start = _find_start(sentence, begin, at, table)
        if start is not None:
            parts.append((begin, at))
            begin = start
    parts.append((begin, len(sentence.words)))
    return [_make_clause(sentence, *part, table) for part in parts if part[1] > part[0]]


def _find_start(sentence: _Sentence, begin: int, at: int, table: QuestionWords) -> int | None:
    """Find where the next question begins if the one that began at `begin` ends before `at`."""
    words, folded = sentence.words, sentence.folded
    joined = measure_phrase(folded, at, table.joiners)
    start = at + joined
    comma = "," in sentence.text[words[at - 1].end : words[at].start]
    if not (joined or comma) or not measure_phrase(folded, start, table.openers):
        return None
    before = folded[begin:at]
    whole = _is_whole(before, table) if joined else _is_open_question(before, table)
    return start if whole and len(folded) - start > 1 else None


def _make_clause(sentence: _Sentence, first: int, after: int, table: QuestionWords) -> _Clause:
    words = sentence.folded[first:after]
    skipped = measure_phrase(words, 0, table.additions)
    # "Also" alone stands for itself.
    said = first + (skipped if skipped < len(words) else 0)
    text = sentence.text[sentence.words[said].start : sentence.words[after - 1].end]
    marked = sentence.text.endswith(("?", "\uff1f"))
    return _Clause(
        text=f"{text}?" if marked else text,
        words=words,
        asks=marked or measure_phrase(words, skipped, table.openers) > 0,
        added=skipped > 0,
    )


def _is_whole(words: tuple[str, ...], table: QuestionWords) -> bool:
    """Say whether a question or a statement stands before "and": in "when and how" none does."""
    return len(words) > 1 and has_matter(words, table)


def _is_open_question(words: tuple[str, ...], table: QuestionWords) -> bool:
    """Say whether a question stands before a comma: "if I miss my flight," is a condition."""
    skipped = measure_phrase(words, 0, table.additions)
    if measure_phrase(words, skipped, table.conditions):
        return False
    return measure_phrase(words, skipped, table.openers) > 0 and _is_whole(words, table)
