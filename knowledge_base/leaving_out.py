"""Every question asked with itself left out, on the vectors that an index keeps.

A least-squares classifier tells what it would say of each text if it had not learnt that text, from
one solution for all: the residual divided by one minus the text's leverage (Cook and Weisberg,
Residuals and Influence in Regression, 1982, 2.2). Beside it counts the nearest wording, the text's
own hidden. Together they confuse the same articles as the matcher does when it is trained five
times with a fifth left out each time, at a hundredth of the cost (docs/decisions/017-conflicts.md).
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge_base.parts.meaning import span_meaning
from knowledge_base.parts.nearest import count_starts

Floats: TypeAlias = NDArray[np.float32]
Exact: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int64]

MOST_LANDMARKS = 500
PENALTY = 0.03
MOST_RIVALS = 10
"""Articles that a text may go to: those with the nearest wordings."""

MOST_COMPARED = 300_000_000
"""Pairs of texts whose vectors are compared: two seconds of a core."""

BLOCK_CELLS = 4_000_000
"""Numbers that are held at a time."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of asking texts with themselves left out.

    Attributes:
        rows: the texts that were asked.
        winners: the article that each went to.
        scores: how much spoke for the winner; about 2 for what is one of its wordings, 1 for what
            is rather its own than anybody's.
        leads: by how much the winner led the text's own article; 0 where it is its own.
    """

    rows: Places
    winners: Places
    scores: Exact
    leads: Exact


def choose_rows(count: int, *, most: int = MOST_COMPARED) -> Places:
    """Choose the texts to ask, evenly, so many that it takes a few seconds."""
    asked = min(count, max(1, most // max(1, count)))
    return np.unique(np.linspace(0, count - 1, asked).astype(np.int64))


def ask_left_out(vectors: Floats, owners: Places, articles: int, rows: Places) -> Answers:
    """Ask some of the texts, each with itself left out.

    Args:
        vectors: of unit length, of shape (texts, dimension).
        owners: the article of each text; grows.
        articles: how many there are, each with a text.
        rows: the texts to ask.
    """
    classifier = _fit(vectors, owners, articles)
    size = max(1, BLOCK_CELLS // max(1, len(vectors)))
    blocks = [rows[start : start + size] for start in range(0, len(rows), size)]
    found = [_ask_block(vectors, owners, classifier, block) for block in blocks]
    winners, scores, leads = (np.concatenate(part) for part in zip(*found, strict=True))
    return Answers(rows, winners, scores, leads)


@dataclass(frozen=True, slots=True)
class _Classifier:
    """Least squares on each article's texts against all others.

    Attributes:
        features: one row a text.
        weights: one row an article.
        leverages: by text.
        starts: where each article's texts begin.
    """

    features: Exact
    weights: Exact
    leverages: Exact
    starts: Places


def _fit(vectors: Floats, owners: Places, articles: int) -> _Classifier:
    features = _describe(vectors)
    starts = count_starts(owners, articles)
    products = features.T @ features
    products[np.diag_indices_from(products)] += PENALTY
    inverse = np.linalg.inv(products)
    spread = features @ inverse
    return _Classifier(
        features=features,
        weights=np.add.reduceat(features, starts[:-1], axis=0) @ inverse,
        leverages=np.einsum("ij,ij->i", spread, features),
        starts=starts,
    )


def _describe(vectors: Floats) -> Exact:
    """Return the features of `parts.meaning`, of fewer landmarks, and a constant."""
    features = span_meaning(vectors, most=MOST_LANDMARKS).describe(vectors)
    return np.hstack([features, np.ones((len(vectors), 1), dtype=np.float32)]).astype(np.float64)


def _ask_block(
    vectors: Floats, owners: Places, classifier: _Classifier, rows: Places
) -> tuple[Places, Exact, Exact]:
    cosines = vectors[rows] @ vectors.T
    cosines[np.arange(len(rows)), rows] = -1
    nearest = np.maximum.reduceat(cosines, classifier.starts[:-1], axis=1)
    rivals = _choose_rivals(nearest, owners[rows])
    said = _classify(classifier, rows, owners[rows], rivals)
    scores = said + np.take_along_axis(nearest, rivals, axis=1)
    best, asked = scores.argmax(axis=1), np.arange(len(rows))
    # The first of the rivals is the text's own article.
    return rivals[asked, best], scores[asked, best], scores[asked, best] - scores[:, 0]


def _choose_rivals(nearest: Floats, own: Places) -> Places:
    """Return each text's own article, and those with the nearest wordings."""
    others = nearest.copy()
    others[np.arange(len(own)), own] = -np.inf
    count = min(MOST_RIVALS, others.shape[1] - 1)
    if count < 1:
        return own[:, None]
    chosen = np.argpartition(-others, count - 1, axis=1)[:, :count]
    return np.hstack([own[:, None], chosen])


def _classify(classifier: _Classifier, rows: Places, own: Places, rivals: Places) -> Exact:
    weights = classifier.weights[rivals]
    said = (weights @ classifier.features[rows, :, None])[:, :, 0]
    leverages = classifier.leverages[rows, None]
    itself = (rivals == own[:, None]).astype(np.float64)
    return np.asarray((said - leverages * itself) / np.maximum(1e-6, 1 - leverages))
