"""The questions of a text that asks several: its sentences, and what "and" joins within them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from bot.understanding.phrase_lengths import measure_phrase
from bot.understanding.question_words import (
    QuestionWords,
    begins_question,
    begins_wish,
    find_question_words,
    has_matter,
    is_telling,
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
class Part:
    """A part of a text that may be a question of its own.

    Attributes:
        plain: it is one even where nobody knows an answer: it names things, and points to nothing
            that was said before.
        added: a joining word says that it is about something else than the part beside it.
    """

    text: str
    plain: bool
    added: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """What stands between two full stops or joining words.

    Attributes:
        words: folded.
        questions: it has a question mark, or begins as questions do.
        wishes: it begins as wishes and statements do.
        added: it says that it is about something else than the one before: "also".
    """

    text: str
    words: tuple[str, ...]
    questions: bool
    wishes: bool
    added: bool


def split_questions(text: str, language: str) -> tuple[Part, ...]:
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
    asked: list[Part] = []
    for clause in _choose_own(clauses):
        if not points_back(clause.words, table):
            asked.append(_make_part(clause, table))
        elif asked:
            asked[-1] = replace(asked[-1], text=f"{asked[-1].text} {clause.text}")
    return tuple(asked[: MOST_QUESTIONS + 1]) if len(asked) > 1 else ()


def _make_part(clause: _Clause, table: QuestionWords) -> Part:
    told = sum(is_telling(word, table) for word in clause.words)
    questions = clause.questions and not clause.wishes
    named = told > 0 if questions and clause.added else told > 1
    apart = not table.pronouns & set(clause.words)
    return Part(
        text=clause.text,
        plain=named and apart and (questions or (clause.added and clause.wishes)),
        added=clause.added,
    )


def _sentences(text: str) -> Iterator[str]:
    return (part.strip() for part in _BETWEEN_SENTENCES.split(text) if part and part.strip())


def _choose_own(clauses: list[_Clause]) -> Iterator[_Clause]:
    """Choose what is a matter of its own; a statement is one only where "also" stands beside it."""
    for clause, later in zip_longest(clauses, clauses[1:]):
        added = clause.added or (later is not None and later.added)
        own = clause.questions or clause.wishes or added
        if own and find_small_talk(clause.words) is None:
            yield replace(clause, added=added)


def _cut(text: str, table: QuestionWords) -> list[_Clause]:
    """Cut a sentence where a joining word or a comma stands before the beginning of a question."""
    words = read_words(text)
    sentence = _Sentence(text, words, tuple(word.folded for word in words))
    clauses: list[_Clause] = []
    begin, joined = 0, False
    for at in range(1, min(len(sentence.words), MOST_WORDS)):
        start = _find_start(sentence, begin, at, table)
        if start is not None:
            clauses.append(_make_clause(sentence, begin, at, table, joined=joined))
            begin, joined = start, start > at
    if sentence.words:
        end = len(sentence.words)
        clauses.append(_make_clause(sentence, begin, end, table, joined=joined))
    return clauses


def _find_start(sentence: _Sentence, begin: int, at: int, table: QuestionWords) -> int | None:
    """Find where the next question begins if the one that began at `begin` ends before `at`."""
    words, folded = sentence.words, sentence.folded
    joined = measure_phrase(folded, at, table.joiners)
    start = at + joined
    comma = "," in sentence.text[words[at - 1].end : words[at].start]
    asks = begins_question(folded, start, table) and _has_subject(folded, start, table)
    if not (joined or comma) or not (asks or (joined and begins_wish(folded, start, table))):
        return None
    before = folded[begin:at]
    whole = _is_whole(before, table) if joined else _is_open_question(before, table)
    return start if whole and len(folded) - start > 1 else None


def _has_subject(words: tuple[str, ...], at: int, table: QuestionWords) -> bool:
    """Say whether a verb stands before whom it is about: "was my card", but not "was charged"."""
    verb = measure_phrase(words, at, table.verbs)
    return not verb or bool(table.empty & set(words[at + verb : at + verb + 1]))


def _make_clause(
    sentence: _Sentence, first: int, after: int, table: QuestionWords, *, joined: bool
) -> _Clause:
    words = sentence.folded[first:after]
    skipped = measure_phrase(words, 0, table.additions)
    # "Also" alone stands for itself.
    said = first + (skipped if skipped < len(words) else 0)
    text = sentence.text[sentence.words[said].start : sentence.words[after - 1].end]
    begins = begins_question(words, skipped, table)
    marked = sentence.text.endswith(("?", "\uff1f"))
    questions = begins or (marked and after == len(sentence.words))
    return _Clause(
        text=f"{text}?" if marked and questions else text,
        words=words,
        questions=questions,
        wishes=begins_wish(words, skipped, table),
        added=joined or skipped > 0,
    )


def _is_whole(words: tuple[str, ...], table: QuestionWords) -> bool:
    """Say whether a question or a statement stands before "and".

    In "when and how" none does, and in "if I miss my flight and …" only a condition.
    """
    skipped = measure_phrase(words, 0, table.additions)
    condition = measure_phrase(words, skipped, table.conditions)
    if condition and not measure_phrase(words, skipped + condition, table.verbs):
        return False
    return len(words) > 1 and has_matter(words, table)


def _is_open_question(words: tuple[str, ...], table: QuestionWords) -> bool:
    """Say whether a question stands before a comma."""
    skipped = measure_phrase(words, 0, table.additions)
    return begins_question(words, skipped, table) and _is_whole(words, table)
