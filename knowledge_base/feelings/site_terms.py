"""A site's words, pairs of words and pieces of two to five letters, weighed by how rare they are.

TF-IDF as scikit-learn has it, in two blocks of length 1 each; written and read without pickling.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from knowledge_base.feelings.signals import LONGEST

_TOKEN = re.compile(r"[@#]?\w[\w'\u2019]*|[!?]+|[^\w\s]")
_HANDLE = re.compile(r"(?<!\w)@\w+")
_SPACES = re.compile(r"\s+")
LETTER_SIZES: Final = (2, 3, 4, 5)
FEWEST_TEXTS: Final = (2, 3)
"""In how many texts a term of each block must stand to count."""


@dataclass(frozen=True, slots=True)
class SiteTerms:
    """Vocabulary and weights.

    Attributes:
        columns: term to column, of the words' block and the letters'.
        weights: inverse document frequency by column.
    """

    columns: tuple[dict[str, int], dict[str, int]]
    weights: NDArray[np.float32]

    def embed(self, texts: Sequence[str]) -> csr_matrix:
        """Return a row for each text."""
        rows = [self._embed_one(text) for text in texts]
        ends = np.cumsum([0] + [len(columns) for columns, _ in rows])
        columns = np.concatenate([row for row, _ in rows]) if rows else np.zeros(0, dtype=np.int32)
        values = np.concatenate([row for _, row in rows]) if rows else np.zeros(0, dtype=np.float32)
        return csr_matrix((values, columns, ends), shape=(len(rows), len(self.weights)))

    def _embed_one(self, text: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        columns, values = [], []
        for block, counts in zip(self.columns, count_terms(text), strict=True):
            known = [(block[term], count) for term, count in counts.items() if term in block]
            places = np.array([column for column, _ in known], dtype=np.int32)
            counted = np.array([count for _, count in known], dtype=np.float32)
            row = (1 + np.log(counted)) * self.weights[places] if known else counted
            columns.append(places)
            values.append(row / max(float(np.linalg.norm(row)), 1e-9))
        return np.concatenate(columns), np.concatenate(values).astype(np.float32)


def count_terms(text: str) -> tuple[Counter[str], Counter[str]]:
    """Count a text's words and pairs, and its pieces of letters within words; names are masked."""
    small = _SPACES.sub(" ", _HANDLE.sub("@name", text[:LONGEST]).lower())
    words = _TOKEN.findall(small)
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    return Counter([*words, *pairs]), Counter(_cut(small))


def learn_terms(texts: Sequence[str]) -> SiteTerms:
    """Take the vocabulary and its weights from texts."""
    seen: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for text in texts:
        for block, counts in zip(seen, count_terms(text), strict=True):
            block.update(counts.keys())
    kept = [
        [term for term, count in block.items() if count >= fewest]
        for block, fewest in zip(seen, FEWEST_TEXTS, strict=True)
    ]
    frequencies = [block[term] for block, terms in zip(seen, kept, strict=True) for term in terms]
    weights = np.log((1 + len(texts)) / (1 + np.array(frequencies, dtype=np.float64))) + 1
    return join_terms(kept[0], kept[1], weights.astype(np.float32))


def join_terms(
    words: Sequence[str], letters: Sequence[str], weights: NDArray[np.float32]
) -> SiteTerms:
    """Put a vocabulary together: the words' columns first, in the given order."""
    return SiteTerms(
        (
            {term: column for column, term in enumerate(words)},
            {term: column + len(words) for column, term in enumerate(letters)},
        ),
        weights,
    )


def _cut(text: str) -> Iterator[str]:
    for word in text.split():
        edged = f" {word[:40]} "
        for size in LETTER_SIZES:
            if len(edged) <= size:
                yield edged
                break
            for start in range(len(edged) - size + 1):
                yield edged[start : start + size]
