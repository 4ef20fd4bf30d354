"""What words and meaning say of the articles, put together."""

from collections.abc import Iterable, Mapping

from domain.knowledge import Candidate

MEANING_WORTH = 1.0
NEARNESS_WORTH = 0.35
NEAR, NEAREST = 0.45, 1.0
"""Cosines from which on the nearest variant says something, and at which it says all."""

LEAST_MEANT = 0.1
"""Articles whose meaning is farther away, and that share no word, are not what was looked for."""


def measure_meaning(candidates: Iterable[Candidate]) -> dict[str, float]:
    """Return how surely each candidate is meant, 0 to 1, by article id; best first."""
    return {each.match.article_id: _measure(each) for each in candidates}


def _measure(candidate: Candidate) -> float:
    near = (candidate.parts.get("nearest", 0.0) - NEAR) / (NEAREST - NEAR)
    alike = NEARNESS_WORTH * min(1.0, max(0.0, near))
    return 1 - (1 - MEANING_WORTH * candidate.match.confidence) * (1 - alike)


def fuse(words: Mapping[str, float], meaning: Mapping[str, float]) -> dict[str, float]:
    """Return the articles by how likely they are what was looked for, best first.

    Either is enough by itself, and both are more: what all words name is first even where nothing
    means the same, and what means the same is found without a word in common.
    """
    meant = {key: share for key, share in meaning.items() if share >= LEAST_MEANT}
    scores = {
        key: 1 - (1 - words.get(key, 0.0)) * (1 - meant.get(key, 0.0)) for key in {*words, *meant}
    }
    return {key: scores[key] for key in sorted(scores, key=lambda key: (-scores[key], key))}
