"""The words that questions are built of, one table a language; the files say what each is for."""

import tomllib
from dataclasses import dataclass
from importlib import resources

from bot.understanding.phrase_lengths import measure_phrase
from bot.understanding.phrase_tables import LANGUAGES, Phrase
from bot.understanding.wording import fold_phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWords:
    """The words of one language, folded; the files in `question_words/` say what each is for."""

    joiners: frozenset[Phrase]
    additions: frozenset[Phrase]
    openers: frozenset[Phrase]
    verbs: frozenset[Phrase]
    wishes: frozenset[Phrase]
    breaks: frozenset[Phrase]
    conditions: frozenset[Phrase]
    continuations: frozenset[Phrase]
    extensions: frozenset[Phrase]
    aspects: frozenset[str]
    narrowing: frozenset[str]
    pronouns: frozenset[str]
    expletives: frozenset[str]
    empty: frozenset[str]


def find_question_words(language: str) -> QuestionWords:
    """Return the words of a language; empty lists for one that we have none of."""
    return _TABLES.get(language, _NONE)


def has_matter(words: tuple[str, ...], table: QuestionWords) -> bool:
    """Say whether words have a matter of their own, rather than only build a sentence."""
    return any(is_telling(word, table) for word in words)


def is_telling(word: str, table: QuestionWords) -> bool:
    """Say whether a word names something: a single letter and a word of grammar do not."""
    return len(word) > 1 and word not in table.empty and word not in table.pronouns


def begins_question(words: tuple[str, ...], at: int, table: QuestionWords) -> bool:
    """Say whether a question begins at a place: not so "can't find it", though "can" begins one."""
    asking = measure_phrase(words, at, table.openers)
    return asking > max(
        measure_phrase(words, at, table.wishes), measure_phrase(words, at, table.breaks)
    )


def begins_wish(words: tuple[str, ...], at: int, table: QuestionWords) -> bool:
    """Say whether a wish or a statement begins at a place."""
    wishing = measure_phrase(words, at, table.wishes)
    return wishing > 0 and wishing >= measure_phrase(words, at, table.openers)


def points_back(words: tuple[str, ...], table: QuestionWords) -> bool:
    """Say whether words mean something only after what was said before: "how much is that".

    A pronoun before anything is named does, and so do words that name nothing at all.
    """
    if not table.empty:
        return False
    told = sum(is_telling(word, table) for word in words)
    for word in words:
        if word in table.pronouns and (told < 2 or word not in table.expletives):
            return True
        if is_telling(word, table):
            return False
    return True


def _read_table(language: str) -> QuestionWords:
    source = resources.files("bot.understanding").joinpath("question_words", f"{language}.toml")
    lists = tomllib.loads(source.read_text(encoding="utf-8"))
    phrases = {name: frozenset(map(fold_phrase, listed)) for name, listed in lists.items()}
    return QuestionWords(
        joiners=phrases["joiners"],
        additions=phrases["additions"],
        openers=phrases["openers"],
        verbs=phrases["verbs"],
        wishes=phrases["wishes"],
        breaks=phrases["breaks"],
        conditions=phrases["conditions"],
        continuations=phrases["continuations"],
        extensions=phrases["extensions"],
        aspects=_single_words(phrases["aspects"]),
        narrowing=_single_words(phrases["narrowing"]),
        pronouns=_single_words(phrases["pronouns"]),
        expletives=_single_words(phrases["expletives"]),
        empty=_single_words(phrases["empty"]),
    )


def _single_words(phrases: frozenset[Phrase]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in phrase)


_TABLES = {language: _read_table(language) for language in LANGUAGES}
_NONE = QuestionWords(
    joiners=frozenset(),
    additions=frozenset(),
    openers=frozenset(),
    verbs=frozenset(),
    wishes=frozenset(),
    breaks=frozenset(),
    conditions=frozenset(),
    continuations=frozenset(),
    extensions=frozenset(),
    aspects=frozenset(),
    narrowing=frozenset(),
    pronouns=frozenset(),
    expletives=frozenset(),
    empty=frozenset(),
)
