"""The articles of one locale, found by their words; what changes is laid beside the rest."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge_base.search.entries import Entry, Wording
from knowledge_base.search.segment import Segment, build_segment
from knowledge_base.spelling import Vocabulary, learn_vocabulary

MOST_FRESH = 200
"""Articles laid beside the others; with more, all should be indexed anew."""


@dataclass(frozen=True, eq=False)
class WordIndex:
    """One locale's articles.

    Attributes:
        base: most of them.
        fresh: those that have changed since.
        wordings: of the fresh ones, by their ids.
        gone: the ids of those whose entry in `base` holds no more.
    """

    base: Segment
    fresh: Segment
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    @property
    def segments(self) -> tuple[Segment, Segment]:
        """Both, the large one first."""
        return self.base, self.fresh

    @property
    def size(self) -> int:
        """How many articles there are."""
        return len(self.by_id)

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        """The articles that hold, by their ids."""
        held = {e.article_id: e for e in self.base.entries if e.article_id not in self.gone}
        return held | {entry.article_id: entry for entry in self.fresh.entries}

    @cached_property
    def holding(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which entries of each segment hold."""
        old = [entry.article_id not in self.gone for entry in self.base.entries]
        return np.array(old, dtype=bool), np.ones(len(self.fresh.entries), dtype=bool)

    @cached_property
    def vocabularies(self) -> tuple[Vocabulary, Vocabulary]:
        """What mistyped words are repaired to, in each segment."""
        return _learn(self.base), _learn(self.fresh)

    def count(self, term: str) -> int:
        """Count the articles that a term occurs in, more or less."""
        return sum(segment.count(term) for segment in self.segments)

    @property
    def worn(self) -> bool:
        """Whether so much has changed that all should be indexed anew."""
        return len(self.wordings) > MOST_FRESH or len(self.gone) > max(MOST_FRESH, self.size)

    def change(self, changed: Mapping[str, Wording], gone: Collection[str]) -> "WordIndex":
        """Return the index with some articles changed, or new, and others gone."""
        kept = {key: wording for key, wording in self.wordings.items() if key not in gone}
        fresh = kept | dict(changed)
        index = replace(
            self,
            fresh=build_segment(tuple(fresh.values()), lengths=self.base.lengths),
            wordings=fresh,
            gone=self.gone.union(changed, gone),
        )
        # What was learnt of the large segment is as good as before.
        if "vocabularies" in self.__dict__:
            index.__dict__["vocabularies"] = self.vocabularies[0], _learn(index.fresh)
        return index


def index_words(wordings: Iterable[Wording]) -> WordIndex:
    """Index a locale's articles."""
    return lay_out(build_segment(wordings))


def lay_out(base: Segment) -> WordIndex:
    """Make a locale's index of all its articles' segment."""
    index = WordIndex(base=base, fresh=build_segment((), lengths=base.lengths))
    # Learnt now, in the background, and not while the first reader waits.
    _ = index.vocabularies, index.by_id, index.holding
    return index


def _learn(segment: Segment) -> Vocabulary:
    counts = segment.starts[segment.word_columns + 1] - segment.starts[segment.word_columns]
    frequency = dict(zip(segment.words, counts.tolist(), strict=True))
    return replace(learn_vocabulary(segment.words), frequency=frequency)
