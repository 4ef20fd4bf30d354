"""An inverted index of some articles, made once and never changed: which term occurs where.

What a term is worth in an article is weighed as BM25F does (Robertson, Zaragoza and Taylor, "Simple
BM25 extension to multiple weighted fields", 2004): its counts in the fields are weighted, set
against the fields' lengths and added up, and only their sum is saturated.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge_base.search.entries import Entry, Wording

FIELD_WORTHS = (3.0, 2.0, 1.0)
"""Of title, variants and answer."""

LENGTH_SHARES = (0.3, 0.5, 0.7)
"""How much a field's length counts, 0 to 1: a long answer mentions many things beside its own."""

SATURATION = 1.2
"""How slowly more of the same stops to count."""

Places: TypeAlias = NDArray[np.int32]
Weights: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Some articles of one locale.

    Attributes:
        columns: each term's column.
        starts: where a column's postings begin, and after the last one their number.
        places: which entry each posting is of.
        weights: what the term is worth in it, 0 to 1.
        words: all words, sorted.
        word_columns: the column of each word's term.
        lengths: the mean length of each field.
    """

    entries: tuple[Entry, ...]
    columns: dict[str, int]
    starts: NDArray[np.int64]
    places: Places
    weights: Weights
    words: tuple[str, ...]
    word_columns: Places
    lengths: tuple[float, ...]

    def find(self, term: str) -> tuple[Places, Weights]:
        """Return in which entries a term occurs and what it is worth in each."""
        column = self.columns.get(term)
        start, end = (0, 0) if column is None else self.starts[column : column + 2]
        return self.places[start:end], self.weights[start:end]

    def count(self, term: str) -> int:
        """Count the entries that a term occurs in."""
        column = self.columns.get(term)
        return 0 if column is None else int(self.starts[column + 1] - self.starts[column])

    def complete(self, start: str, most: int) -> dict[str, int]:
        """Return words that begin so, with the number of their term's entries, commonest first."""
        first = bisect_left(self.words, start)
        end = bisect_left(self.words, f"{start}\U0010ffff", lo=first)
        columns = self.word_columns[first:end]
        counts = self.starts[columns + 1] - self.starts[columns]
        best = np.argsort(-counts, kind="stable")[:most]
        return {self.words[first + int(place)]: int(counts[place]) for place in best}


class SegmentBuilder:
    """Takes in one article after the other, and keeps no more of each than the index will."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._columns: dict[str, int] = {}
        self._words: dict[str, int] = {}
        # Of each posting its term's column, its entry's place, and the counts in all fields.
        self._found, self._owners, self._counts = array("i"), array("i"), array("f")
        self._sizes = array("f")

    def add(self, wording: Wording) -> None:
        """Take in an article; some ten microseconds."""
        place, columns = len(self._entries), self._columns
        self._entries.append(wording.entry)
        for term in dict.fromkeys(chain.from_iterable(wording.counts)):
            self._found.append(columns.setdefault(term, len(columns)))
            self._owners.append(place)
            self._counts.extend(field[term] for field in wording.counts)
        self._sizes.extend(field.total() for field in wording.counts)
        for word, term in wording.words.items():
            self._words.setdefault(word, columns[term])

    def build(self, *, lengths: tuple[float, ...] = ()) -> Segment:
        """Index what was taken in; some hundredths of a second for a thousand.

        Args:
            lengths: the mean length of each field, where that of more articles is known.
        """
        fields = len(FIELD_WORTHS)
        found = np.asarray(self._found, dtype=np.int32)
        places = np.asarray(self._owners, dtype=np.int32)
        sizes = np.asarray(self._sizes, dtype=np.float32).reshape(-1, fields)
        counts = np.asarray(self._counts, dtype=np.float32).reshape(-1, fields)
        if not lengths and len(sizes):
            lengths = tuple(float(mean) for mean in sizes.mean(axis=0))
        order = np.argsort(found, kind="stable")
        weights = _weigh(counts, sizes[places], lengths)
        words = sorted(self._words)
        return Segment(
            entries=tuple(self._entries),
            columns=self._columns,
            starts=np.searchsorted(found[order], np.arange(len(self._columns) + 1)),
            places=places[order],
            weights=weights[order],
            words=tuple(words),
            word_columns=np.array([self._words[word] for word in words], dtype=np.int32),
            lengths=lengths,
        )


def build_segment(wordings: Iterable[Wording], *, lengths: tuple[float, ...] = ()) -> Segment:
    """Index some articles; see `SegmentBuilder`."""
    builder = SegmentBuilder()
    for wording in wordings:
        builder.add(wording)
    return builder.build(lengths=lengths)


def _weigh(counts: Weights, sizes: Weights, means: tuple[float, ...]) -> Weights:
    """Return what terms (rows) are worth whose counts by field (columns) are given."""
    shares = np.asarray(LENGTH_SHARES, dtype=np.float32)
    usual = np.maximum(np.asarray(means or FIELD_WORTHS, dtype=np.float32), 1.0)
    each = (
        counts * np.asarray(FIELD_WORTHS, dtype=np.float32) / (1 - shares + shares * sizes / usual)
    )
    total = each.sum(axis=1)
    return np.asarray(total / (SATURATION + total), dtype=np.float32)
