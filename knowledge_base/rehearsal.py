"""A knowledge base asked its own questions with the answers hidden, to learn how sure to be.

Every text is asked twice. Once only the text itself (and its fold) is hidden: what is found then
is right or wrong as for a customer's question. Once its whole article is hidden: then nothing can
be right, and that is what a question out of scope looks like.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from knowledge_base.corpus import Corpus
from knowledge_base.evidence import IMPOSSIBLE, Floats, PartScores, fuse_scores, shortlist
from knowledge_base.parts.meaning import (
    MOST_ARTICLES,
    MeaningScores,
    MeaningSpace,
    score_features,
    train_meaning,
)
from knowledge_base.parts.nearest import NearestPart
from knowledge_base.parts.words import train_words
from knowledge_base.stem_owners import StemOwners

Asked: TypeAlias = tuple[NDArray[np.float64], bool, bool]
"""What speaks for the best article, whether it is right, and whether any could be."""

FOLDS = 5
MOST_AT_ONCE = 2
"""Folds that are worked on side by side, where there are as many processors."""

MOST_TRIALS = 1_500
"""Texts that are asked, each twice."""

MOST_TRAINED = 1_500
ROUNDS = 12
"""Fewer than in earnest: how sure to be is learnt alike from weights that are nearly settled."""

HARD_SHARE = 0.05
"""How many of the questions that customers ask no article answers though they sound as if one did.

That is what the questions of hidden articles are like.
"""

FAR_SHARE = 0.1
"""The same of questions of another trade."""

RANKING_SHARES = (0.3, 0.1)
"""Both where questions in and out of scope are to be told apart, however many there are."""

TOO_NEAR = 0.6
"""The cosine from which on a stranger's question is of this trade after all."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a rehearsal works on.

    Attributes:
        features: of the meaning, one row a text of `corpus.read`.
        rows: TF-IDF vectors of the same texts.
        nearest: of the questions alone.
        stems: which of the questions' words other texts have.
        strangers: what speaks for the best article where another trade's question was asked.
    """

    corpus: Corpus
    space: MeaningSpace
    features: Floats
    rows: csr_matrix
    nearest: NearestPart
    stems: StemOwners
    strangers: list[NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Trials:
    """Questions that were asked, one row each.

    Attributes:
        features: what spoke for the best article.
        right: whether it was the right one.
        in_scope: whether any was.
        far: whether it is of another trade.
    """

    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    in_scope: NDArray[np.bool_]
    far: NDArray[np.bool_]

    def weigh(self, hard: float, far: float) -> NDArray[np.float64]:
        """Weigh the trials so that the two kinds out of scope have these shares; 1 on average."""
        kinds = [self.in_scope, self.far, ~self.in_scope & ~self.far]
        shares = [1 - hard - far, far, hard]
        each = [share / max(1e-9, kind.mean()) for share, kind in zip(shares, kinds, strict=True)]
        return np.asarray(np.select(kinds, each))


def run_trials(rehearsal: Rehearsal) -> Trials | None:
    """Ask every text (an even part of very many) with its fold and then its article hidden.

    Returns:
        None where there is too little to ask.
    """
    if len(rehearsal.corpus.articles) < 2:
        return None
    asked = [*_ask_all(rehearsal)]
    strange = rehearsal.strangers
    trials = Trials(
        np.array([features for features, _, _ in asked] + strange),
        np.array([right for _, right, _ in asked] + [False] * len(strange), dtype=bool),
        np.array([in_scope for _, _, in_scope in asked] + [False] * len(strange), dtype=bool),
        np.arange(len(asked) + len(strange)) >= len(asked),
    )
    return trials if trials.in_scope.any() and not trials.in_scope.all() else None


def _ask_all(rehearsal: Rehearsal) -> Iterator[Asked]:
    owners = rehearsal.corpus.questions.owners
    text_folds = _spread_texts(owners)
    asked = np.zeros(len(owners), dtype=bool)
    asked[_thin(np.arange(len(owners)), MOST_TRIALS)] = True
    with ThreadPoolExecutor(MOST_AT_ONCE, "rehearsal") as pool:
        ask = partial(_ask_fold, rehearsal, text_folds, asked)
        for found in pool.map(ask, range(FOLDS)):
            yield from found


def _ask_fold(
    rehearsal: Rehearsal, text_folds: NDArray[np.int64], asked: NDArray[np.bool_], fold: int
) -> list[Asked]:
    """Hide one fold, train on the rest, and ask the chosen texts that are hidden."""
    owners = rehearsal.corpus.questions.owners
    alone = np.bincount(owners)[owners] < 2
    hidden = owners % FOLDS == fold
    out = np.flatnonzero(asked & hidden)
    inside = np.flatnonzero(asked & ~hidden & ~alone & (text_folds == fold))
    places = np.concatenate([out, inside])
    if not len(places):
        return []
    meaning, words = _train_on(rehearsal, ~hidden & (text_folds != fold), fold, places)
    meaning.familiar[:, fold::FOLDS] = IMPOSSIBLE
    found = []
    for rank, place in enumerate(places):
        scope = rank >= len(out)
        scores = MeaningScores(meaning.familiar[rank], meaning.linear[rank])
        parts = _ask(rehearsal, int(place), scores, words[rank], in_scope=scope)
        found.append((parts.describe(0), bool(scope and parts.places[0] == owners[place]), scope))
    return found


def _spread_texts(owners: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the texts within each article round the folds, each article from another start."""
    firsts = np.searchsorted(owners, owners)
    return np.asarray((np.arange(len(owners)) - firsts + owners) % FOLDS)


def _thin(rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]


def _train_on(
    rehearsal: Rehearsal, shown: NDArray[np.bool_], fold: int, asked: NDArray[np.int64]
) -> tuple[MeaningScores, Floats]:
    """Train both classifiers on what is shown; return the scores of what is asked."""
    corpus = rehearsal.corpus
    passages_shown = corpus.passages.owners % FOLDS != fold
    rows, classes = np.flatnonzero(np.concatenate([shown, passages_shown])), len(corpus.articles)
    # Means take no time, and of very many articles most would be left without a text.
    if classes <= MOST_ARTICLES:
        rows = _thin(rows, MOST_TRAINED)
    owners, worths = corpus.owners[rows], corpus.worths[rows]
    features = rehearsal.features
    weights = train_meaning(features[rows], owners, worths, classes, rounds=ROUNDS)
    machines = train_words(rehearsal.rows[rows], owners, worths, classes)
    meaning = score_features(rehearsal.space, weights, features[asked])
    return meaning, machines.score_all(rehearsal.rows[asked])


def _ask(
    rehearsal: Rehearsal, place: int, meaning: MeaningScores, words: Floats, *, in_scope: bool
) -> PartScores:
    total = meaning.total
    places = [found for found in shortlist(total, words) if total[found] > IMPOSSIBLE / 2]
    vector = rehearsal.nearest.vectors[place]
    near = rehearsal.nearest.find(vector, places, hidden=place if in_scope else None)
    known = rehearsal.stems.measure(place, in_scope=in_scope)
    return fuse_scores(meaning, words, places, near, known=known)
