"""What a reader typed, cut into words, and what each of them may stand for in an index."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.knowledge import Repair
from knowledge_base.search.terms import list_terms
from knowledge_base.search.word_index import WordIndex
from knowledge_base.wording import LONGEST_QUERY, stem_word

MOST_WORDS = 32
MOST_COMPLETIONS = 40
"""Words of an index that one word of a query may stand for."""

SHORTEST_START = 4
"""Letters from which on any word, not only the last one, may be the beginning of another."""

COMPLETED, LENGTHENED, REPAIRED, SHORTENED = 0.8, 0.4, 0.7, 0.5
"""What a term is worth that the last word begins like, that another word begins like, that a word
is a slip of, and that begins as a word does without its last letters."""

MOST_CUT = 3
"""Last letters that a word of a language whose endings are not known may be without."""


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a query.

    Attributes:
        open: whether it may be the beginning of another: the last one, which is still typed.
    """

    text: str
    word: str
    open: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a word of a query may stand for.

    Attributes:
        worths: of each term, 0 to 1.
        repair: how it was read, where it was taken for a slip.
    """

    worths: dict[str, float]
    repair: Repair | None = None


def read_query(text: str) -> tuple[AskedWord, ...]:
    """Cut a text of any length into its first words, each once."""
    start = text[:LONGEST_QUERY]
    terms = list(list_terms(start, tails=False))
    asked = {
        term.text: AskedWord(
            text=term.text,
            word=term.word,
            # A letter of a script without spaces begins many a pair.
            open=term.end == len(start) or (len(term.word) == 1 and not term.word.isascii()),
        )
        for term in terms
    }
    return tuple(asked.values())[:MOST_WORDS]


def read_word(index: WordIndex, asked: AskedWord) -> Reading:
    """Find what a word may stand for; nothing where nothing is near."""
    worths = {asked.text: 1.0} if index.count(asked.text) else {}
    if asked.open or len(asked.word) >= SHORTEST_START:
        worth = COMPLETED if asked.open else LENGTHENED
        for term in _complete(index, asked.word):
            worths.setdefault(term, worth)
    if worths:
        return Reading(worths)
    repaired = _repair(index, asked.word)
    if repaired is not None:
        return Reading({stem_word(repaired): REPAIRED}, Repair(asked.word, repaired))
    return Reading(dict.fromkeys(_shorten(index, asked.word), SHORTENED))


def _complete(index: WordIndex, start: str) -> Iterator[str]:
    """Yield the terms of words that begin so, the commonest first."""
    found: dict[str, int] = {}
    for segment in index.segments:
        for word, count in segment.complete(start, MOST_COMPLETIONS).items():
            found[word] = found.get(word, 0) + count
    ranked = sorted(found, key=lambda word: (-found[word], word))
    return (stem_word(word) for word in ranked[:MOST_COMPLETIONS])


def _repair(index: WordIndex, word: str) -> str | None:
    found = (vocabulary.find_nearest(word) for vocabulary in index.vocabularies)
    return next((repaired for repaired in found if repaired), None)


def _shorten(index: WordIndex, word: str) -> tuple[str, ...]:
    for cut in range(1, MOST_CUT + 1):
        if len(word) - cut < SHORTEST_START:
            break
        terms = tuple(_complete(index, word[:-cut]))
        if terms:
            return terms
    return ()
