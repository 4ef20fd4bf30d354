"""A knowledge base asked its own questions with the answers hidden, to learn how sure to be.

Every text is asked twice. Once only the text itself (and its fold) is hidden: what is found then
is right or wrong as for a customer's question. Once its whole article is hidden: then nothing can
be right, and that is what a question out of scope looks like.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from knowledge_base.calibration import Calibration, fixed_calibration, learn_calibration
from knowledge_base.evidence import PartScores, share_scores
from knowledge_base.locale_index import Corpus, WordIndex, label_wording, stem_text
from knowledge_base.softmax_classifier import Floats, TextSpace, train_softmax

FOLDS = 5
MOST_TRIALS = 2_500
MOST_TRAINED = 6_000
OUT_OF_SCOPE_WORTH = 0.8
"""Weight of all trials out of scope beside all those in scope."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a rehearsal works on.

    Attributes:
        variants: TF-IDF vectors of the corpus's texts.
        variants_by_term: the same, terms as rows.
        space: coordinates of the texts and, after them, of the passages.
    """

    corpus: Corpus
    words: WordIndex
    variants: csr_matrix
    variants_by_term: csr_matrix
    space: TextSpace


@dataclass(frozen=True, slots=True)
class Trial:
    """One question asked: what spoke for the best article, and whether it was right."""

    features: NDArray[np.float64]
    right: bool
    in_scope: bool


def calibrate(rehearsal: Rehearsal) -> Calibration:
    """Learn the calibration of a knowledge base from its own texts."""
    if len(rehearsal.corpus.articles) < 2:
        return fixed_calibration()
    trials = list(run_trials(rehearsal))
    inside = sum(trial.in_scope for trial in trials)
    outside = len(trials) - inside
    worth = OUT_OF_SCOPE_WORTH * inside / outside if outside and inside else 1.0
    return learn_calibration(
        np.array([trial.features for trial in trials]),
        np.array([float(trial.right) for trial in trials]),
        np.array([1.0 if trial.in_scope else worth for trial in trials]),
    )


def run_trials(rehearsal: Rehearsal) -> Iterator[Trial]:
    """Ask every text (an even part of very many) with its fold and then its article hidden."""
    owners = rehearsal.corpus.owners
    text_folds = _spread_texts(owners)
    asked = set(_thin(np.arange(len(owners)), MOST_TRIALS).tolist())
    for fold in range(min(FOLDS, len(rehearsal.corpus.articles))):
        hidden = owners % FOLDS == fold
        shown = ~hidden & (text_folds != fold)
        weights = _train_on(rehearsal, shown, fold)
        for place in np.flatnonzero(~shown):
            inside = not hidden[place]
            if int(place) in asked and (not inside or _has_siblings(owners, int(place))):
                yield _ask(rehearsal, weights, int(place), fold, in_scope=inside)


def _spread_texts(owners: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the texts within each article round the folds, each article from another start."""
    firsts = np.searchsorted(owners, owners)
    return np.asarray((np.arange(len(owners)) - firsts + owners) % FOLDS)


def _thin(rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    if len(rows) <= most:
        return rows
    return rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]


def _has_siblings(owners: NDArray[np.int64], place: int) -> bool:
    return int(np.count_nonzero(owners == owners[place])) > 1


def _train_on(rehearsal: Rehearsal, shown: NDArray[np.bool_], fold: int) -> Floats:
    passages_shown = rehearsal.corpus.passage_owners % FOLDS != fold
    rows = _thin(np.flatnonzero(np.concatenate([shown, passages_shown])), MOST_TRAINED)
    owners, worths = label_wording(rehearsal.corpus)
    coordinates = rehearsal.space.coordinates[rows]
    classes = len(rehearsal.corpus.articles)
    return train_softmax(coordinates, owners[rows], worths[rows], classes)


def _ask(rehearsal: Rehearsal, weights: Floats, place: int, fold: int, *, in_scope: bool) -> Trial:
    owners = rehearsal.corpus.owners
    owner = int(owners[place])
    shares = share_scores(rehearsal.space.coordinates[place] @ weights)
    shares[np.arange(len(shares)) % FOLDS == fold] = 0.0
    cosines = np.asarray((rehearsal.variants[place] @ rehearsal.variants_by_term).todense()).ravel()
    cosines[owners == owner if not in_scope else place] = 0.0
    nearest = np.maximum.reduceat(cosines, np.flatnonzero(np.diff(owners, prepend=-1)))
    covered, known = _cover(rehearsal, place, in_scope=in_scope)
    parts = PartScores(shares, nearest.astype(np.float64), covered, known)
    best = parts.rank(1)[0]
    return Trial(parts.describe(best), in_scope and best == owner, in_scope)


def _cover(
    rehearsal: Rehearsal, place: int, *, in_scope: bool
) -> tuple[NDArray[np.float64], float]:
    stems = stem_text(rehearsal.corpus.texts[place])
    columns = rehearsal.words.find_columns(stems)
    counts = rehearsal.words.counts[:, columns].copy()
    owner = int(rehearsal.corpus.owners[place])
    counts[owner] = counts[owner] - 1 if in_scope else 0
    weights = rehearsal.words.weights[columns]
    weights = weights / weights.sum()
    return (counts > 0) @ weights, float(weights[(counts > 0).any(axis=0)].sum())
