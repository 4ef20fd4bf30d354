"""Mistyped words repaired against the knowledge base's own vocabulary."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.knowledge import Repair
from knowledge_base.wording import stem_word

SHORTEST_REPAIRED = 5
SHORTEST_TWO_ERRORS = 8
MOST_REPAIRS = 24
# Words of courtesy are spelt right and mean nothing here: "hello" is no slip of "cello".
COURTESY = frozenset(
    {
        *("hello", "hullo", "thanks", "thank", "please", "dear", "regards", "cheers", "kindly"),
        *("greetings", "sincerely", "sorry", "madam", "hallo", "danke", "bitte", "liebe", "lieber"),
        *("gruss", "grüße", "grüsse", "gruße", "gerne", "vielen", "guten", "bonjour", "merci"),
    }
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a knowledge base, found quickly by how they begin or end.

    Attributes:
        stems: of all known words.
        spelt: words that are right though the knowledge base has none of them.
        frequency: how often each word occurs.
        by_start: words by their first letter.
        by_tail: words by everything after the first letter, for a slip at the very start.
    """

    stems: frozenset[str]
    spelt: frozenset[str]
    frequency: dict[str, int]
    by_start: dict[str, tuple[str, ...]]
    by_tail: dict[str, tuple[str, ...]]

    def knows(self, word: str) -> bool:
        """Say whether the word, or another form of it, occurs."""
        return stem_word(word) in self.stems

    def by_frequency(self) -> list[str]:
        """List the words, the commonest first."""
        return sorted(self.frequency, key=lambda word: (-self.frequency[word], word))

    def repair(self, text: str) -> tuple[str, tuple[Repair, ...]]:
        """Return a normalised text with what looks mistyped repaired, and what was repaired."""
        unknown = [word for word in dict.fromkeys(text.split()) if self._is_doubtful(word)]
        found = {word: self.find_nearest(word) for word in unknown[:MOST_REPAIRS]}
        repairs = {typed: read for typed, read in found.items() if read}
        if not repairs:
            return text, ()
        words = " ".join(repairs.get(word, word) for word in text.split())
        return words, tuple(Repair(typed, read) for typed, read in repairs.items())

    def _is_doubtful(self, word: str) -> bool:
        return word not in self.spelt and not self.knows(word)

    def find_nearest(self, word: str) -> str | None:
        """Return the known word this one is a slip of, or None.

        One error is forgiven from five letters on, two from eight: in shorter words a slip and
        another word look the same. Where it is known how words are spelt, from four on.
        """
        shortest = SHORTEST_REPAIRED - 1 if self.spelt else SHORTEST_REPAIRED
        if len(word) < shortest or not word.isalpha() or word in COURTESY:
            return None
        errors = 2 if len(word) >= SHORTEST_TWO_ERRORS else 1
        candidates = self._find_candidates(word, errors)
        near = process.extract(
            word, candidates, scorer=OSA.distance, processor=None, score_cutoff=errors, limit=8
        )
        ranked = sorted((distance, -self.frequency[read], read) for read, distance, _ in near)
        return ranked[0][2] if ranked else None

    def _find_candidates(self, word: str, errors: int) -> list[str]:
        alike = {
            *self.by_start.get(word[0], ()),
            *self.by_tail.get(word[1:], ()),
            *self.by_start.get(word[1], ()),
        }
        return [other for other in alike if abs(len(other) - len(word)) <= errors]


def learn_vocabulary(texts: Iterable[str], *, spelt: frozenset[str] = frozenset()) -> Vocabulary:
    """Take the vocabulary from normalised texts.

    Args:
        spelt: further words that are no slips.
    """
    frequency = Counter(word for text in texts for word in text.split())
    by_start: defaultdict[str, list[str]] = defaultdict(list)
    by_tail: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(frequency):
        if len(word) >= SHORTEST_REPAIRED - 1:
            by_start[word[0]].append(word)
            by_tail[word[1:]].append(word)
    return Vocabulary(
        stems=frozenset(map(stem_word, frequency)),
        spelt=spelt,
        frequency=dict(frequency),
        by_start={start: tuple(words) for start, words in by_start.items()},
        by_tail={tail: tuple(words) for tail, words in by_tail.items()},
    )
