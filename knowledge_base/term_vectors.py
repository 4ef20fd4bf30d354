"""Texts as TF-IDF vectors of word and character n-grams."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from knowledge_base.wording import stem_word

LETTER_SIZES = (3, 4)
"""Two to five letters do no better on the public sets and make an index half as large again."""

_MANY = 1_000
_REMEMBERED = 8_192
_LONGEST_REMEMBERED = 24
"""Words that are cut once, and how long they may be, so that the memory is bounded."""


def word_terms(text: str) -> Iterator[str]:
    """Yield the stems, and pairs of neighbouring stems, of a normalised text."""
    words = [stem_word(word) for word in text.split()]
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"


def letter_terms(text: str) -> Iterator[str]:
    """Yield the character n-grams within each word, its edges marked by a dot."""
    for word in text.split():
        short = len(word) <= _LONGEST_REMEMBERED
        yield from _remember_letters(word) if short else _cut_word(word)


def _cut_word(word: str) -> tuple[str, ...]:
    edged = f".{word}."
    return tuple(
        edged[start : start + size]
        for size in LETTER_SIZES
        for start in range(len(edged) - size + 1)
    )


_remember_letters = lru_cache(_REMEMBERED)(_cut_word)


def count_terms(text: str) -> tuple[Counter[str], Counter[str]]:
    """Return the counts of word terms and of character terms."""
    return Counter(word_terms(text)), Counter(letter_terms(text))


@dataclass(frozen=True, slots=True)
class TermVectors:
    """A vocabulary with its weights.

    The two blocks (words, characters) are scaled to equal length each. Terms outside the
    vocabulary have no column but count towards a text's length, at the weight of a term seen
    once: a question made of unknown words is far from everything, as it should be.

    Attributes:
        columns: block and term to column.
        weights: inverse document frequency by column.
        unknown_weight: that of a term seen in one text.
    """

    columns: tuple[dict[str, int], dict[str, int]]
    weights: NDArray[np.float32]
    unknown_weight: float

    def weigh_word(self, stem: str) -> float:
        """Return the weight of a stem, whether it is known or not."""
        column = self.columns[0].get(stem)
        return self.unknown_weight if column is None else float(self.weights[column])

    def knows_word(self, stem: str) -> bool:
        """Say whether a stem occurs in what this was learnt from."""
        return stem in self.columns[0]

    def embed(self, texts: Iterable[str]) -> csr_matrix:
        """Return one row of unit length (less what is unknown) for each normalised text."""
        given = list(texts)
        # Numbers of Python's own are read sooner; to make them is worth it for many texts alone.
        many = len(given) > _MANY
        weights: Sequence[float] = self.weights.tolist() if many else self.weights  # type: ignore[assignment] # numpy's numbers do as well
        rows = [self._embed_one(text, weights) for text in given]
        ends = np.cumsum([0] + [len(columns) for columns, _ in rows])
        columns = [column for row, _ in rows for column in row]
        values = [value for _, row in rows for value in row]
        matrix = csr_matrix(
            (np.asarray(values, dtype=np.float32), np.asarray(columns, dtype=np.int32), ends),
            shape=(len(rows), len(self.weights)),
        )
        matrix.sort_indices()
        return matrix

    def _embed_one(self, text: str, weights: Sequence[float]) -> tuple[list[int], list[float]]:
        columns: list[int] = []
        values: list[float] = []
        for block, counts in zip(self.columns, count_terms(text), strict=True):
            known, weighted = self._weigh(block, counts, weights)
            columns += known
            values += weighted
        return columns, values

    def _weigh(
        self, block: dict[str, int], counts: Counter[str], weights: Sequence[float]
    ) -> tuple[list[int], list[float]]:
        columns: list[int] = []
        values: list[float] = []
        squares = 0.0
        for term, count in counts.items():
            column = block.get(term)
            weight = self.unknown_weight if column is None else float(weights[column])
            value = weight if count == 1 else weight * (1.0 + math.log(count))
            squares += value * value
            if column is not None:
                columns.append(column)
                values.append(value)
        scale = 1.0 / math.sqrt(2.0 * squares) if squares else 0.0
        return columns, [value * scale for value in values]


def learn_vectors(texts: Sequence[str]) -> TermVectors:
    """Take the vocabulary and its weights from normalised texts."""
    seen: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for text in texts:
        for block, counts in zip(seen, count_terms(text), strict=True):
            block.update(counts.keys())
    words = {term: column for column, term in enumerate(seen[0])}
    letters = {term: column + len(words) for column, term in enumerate(seen[1])}
    frequencies = np.array([*seen[0].values(), *seen[1].values()], dtype=np.float64)
    weights = np.log((1 + len(texts)) / (1 + frequencies)) + 1
    return TermVectors(
        columns=(words, letters),
        weights=weights.astype(np.float32),
        unknown_weight=math.log((1 + len(texts)) / 2) + 1 if texts else 1.0,
    )


def grow_vectors(terms: TermVectors, texts: Iterable[str]) -> TermVectors:
    """Add what is new in further normalised texts, at the weight of a term seen in one text.

    The columns that there were stay where they are.
    """
    columns = (dict(terms.columns[0]), dict(terms.columns[1]))
    size = len(terms.weights)
    for text in texts:
        for block, counts in zip(columns, count_terms(text), strict=True):
            for term in counts:
                size += block.setdefault(term, size) == size
    added = np.full(size - len(terms.weights), terms.unknown_weight, dtype=np.float32)
    return TermVectors(columns, np.concatenate([terms.weights, added]), terms.unknown_weight)
