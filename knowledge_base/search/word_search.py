"""Articles ranked by the words that they share with a query."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from domain.knowledge import Repair
from knowledge_base.search.entries import Entry
from knowledge_base.search.query import AskedWord, Reading, read_word
from knowledge_base.search.terms import count_terms, fold_text
from knowledge_base.search.word_index import WordIndex

MOST_FOUND = 50
LEAST_SHARE = 0.1
"""Of what an article with all the words gets; below it only small words are shared."""

LEAST_WEIGHT = 0.5
"""What a query weighs at least: who types "the" alone has found nothing for certain."""

LONGEST_LIKENESS = 600
MOST_TELLING = 12
"""Characters of an answer, and words of it, by which others are found that are like it."""

NAMED = 1.0
"""What an article is worth whose title is what was typed."""


@dataclass(frozen=True, slots=True)
class WordsFound:
    """What the words of a query lead to.

    Attributes:
        shares: what each article is worth, 0 to 1, by its id; best first.
        terms: those that the query was read as, with their weights, for showing them.
        repairs: words that were read as others.
    """

    shares: Mapping[str, float] = field(default_factory=dict)
    terms: Mapping[str, float] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()


def search_words(index: WordIndex, asked: tuple[AskedWord, ...], text: str) -> WordsFound:
    """Find the articles that share words with a query.

    Args:
        asked: the words of the query.
        text: the query itself.
    """
    readings = [read_word(index, word) for word in asked]
    scores = [np.zeros(len(segment.entries), dtype=np.float32) for segment in index.segments]
    terms: dict[str, float] = {}
    ideal = 0.0
    for reading in readings:
        weights = _weigh_terms(index, reading)
        # A word that is nowhere is as rare as can be: whoever typed it means something else.
        ideal += max(weights.values(), default=_weigh_count(0, index.size))
        terms.update(weights)
        for all_scores, best in zip(scores, _score_word(index, weights), strict=True):
            np.add(all_scores, best, out=all_scores)
    worth = min(1.0, ideal / LEAST_WEIGHT)
    found = {key: worth * share for key, share in _rank(index, scores, ideal)}
    return WordsFound(
        shares=_put_named_first(index, found, text),
        terms=terms,
        repairs=tuple(reading.repair for reading in readings if reading.repair),
    )


def search_alike(index: WordIndex, entry: Entry) -> dict[str, float]:
    """Find the articles that share the telling words of an article, itself among them.

    Returns:
        What each is worth, 0 to 1, by its id; best first.
    """
    text = " ".join((entry.title, entry.title, entry.text[:LONGEST_LIKENESS]))
    counts = ((term, number, index.count(term)) for term, number in count_terms(text, {}).items())
    telling = {
        term: _weigh_count(count, index.size) * (1 + math.log(number))
        for term, number, count in counts
        # What is in this article alone leads to no other.
        if count > 1
    }
    terms = sorted(telling, key=lambda term: (-telling[term], term))[:MOST_TELLING]
    scores = [np.zeros(len(segment.entries), dtype=np.float32) for segment in index.segments]
    for term in terms:
        for all_scores, own in zip(scores, _score_word(index, {term: telling[term]}), strict=True):
            np.add(all_scores, own, out=all_scores)
    return dict(_rank(index, scores, sum(telling[term] for term in terms)))


def _weigh_terms(index: WordIndex, reading: Reading) -> dict[str, float]:
    """Weigh the terms that a word stands for by how rare they are, none above the word itself."""
    exact = next((term for term, worth in reading.worths.items() if worth == 1.0), None)
    most = math.inf if exact is None else _weigh_count(index.count(exact), index.size)
    return {
        term: worth * min(most, _weigh_count(index.count(term), index.size))
        for term, worth in reading.worths.items()
    }


def _weigh_count(count: int, size: int) -> float:
    """Return the inverse document frequency of BM25, which is never negative."""
    return math.log(1 + max(0.0, size - count + 0.5) / (count + 0.5))


def _score_word(index: WordIndex, weights: Mapping[str, float]) -> Iterator[NDArray[np.float32]]:
    """Yield, for each segment, what the best of a word's terms is worth in each entry."""
    for segment in index.segments:
        best = np.zeros(len(segment.entries), dtype=np.float32)
        for term, weight in weights.items():
            places, worths = segment.find(term)
            best[places] = np.maximum(best[places], weight * worths)
        yield best


def _rank(
    index: WordIndex, scores: list[NDArray[np.float32]], ideal: float
) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for segment, holding, all_scores in zip(index.segments, index.holding, scores, strict=True):
        shares = np.where(holding, all_scores / max(ideal, 1e-6), 0.0)
        count = min(MOST_FOUND, len(shares))
        best = np.argpartition(-shares, count - 1)[:count] if count else ()
        found += [(segment.entries[i].article_id, float(shares[i])) for i in best]
    kept = (each for each in found if each[1] >= LEAST_SHARE)
    return sorted(kept, key=lambda each: (-each[1], each[0]))[:MOST_FOUND]


def _put_named_first(index: WordIndex, found: dict[str, float], text: str) -> dict[str, float]:
    """Put the articles first whose title is what was typed."""
    typed = fold_text(text)
    named = {key: NAMED for key in found if _is_named(index.by_id[key], typed)}
    return named | {key: share for key, share in found.items() if key not in named}


def _is_named(entry: Entry, typed: str) -> bool:
    return fold_text(entry.title) == typed
