"""Learns a site's own labels on top of what is shipped; takes seconds to a few minutes.

Of few classes three logistic regressions judge, each with classes of equal weight: on words and
letters, on those with the vector and the shipped signals, and on nearness to texts that were learnt
from (Nyström's approximation of a kernel). Of many classes, some of which are rare, two others do
better: one of words and letters weighed by how much oftener they stand in a class than elsewhere
(Wang and Manning, 2012), and a linear discriminant, which needs no more of a class than its mean.
The mean of the judges' log-probabilities counts. What every text says while
it is left out tells how far the probabilities can be believed.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, diags
from scipy.special import log_softmax
from sklearn.decomposition import TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from domain.errors import InvalidInputError
from knowledge_base.feelings.site_model import (
    YES,
    SiteTask,
    join_features,
    measure_nearness,
    place_texts,
)
from knowledge_base.feelings.site_terms import learn_terms

Floats = NDArray[np.float32]
Places = NDArray[np.int64]

FEWEST_TEXTS: Final = 30
FEWEST_OF_CLASS: Final = 5
FOLDS: Final = 5
MOST_FOR_ALL_FOLDS: Final = 4_000
"""Texts beyond which three folds tell as much as five, in half the time."""
MOST_LANDMARKS: Final = 2_000
MANY_CLASSES: Final = 4
"""From so many classes on the other two judge; of fewer they would cost a little precision."""
WORD_AXES: Final = 200
"""To so many directions the words are narrowed, so that what they spread like can be told."""
_FREEDOM = (4.0, 3.0, 4.0)
"""Inverse penalties of the three regressions."""
_RATIO_FREEDOM = 8.0
"""The same where words are weighed by their class."""
_ROUNDS = 150


@dataclass(frozen=True, slots=True)
class Material:
    """Texts to learn one label from; rows of all arrays are the texts'."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    signals: Floats
    vectors: Floats | None

    def take(self, rows: Sequence[int] | Places) -> "Material":
        """Return some of the texts."""
        vectors = None if self.vectors is None else self.vectors[rows]
        return Material(
            tuple(self.texts[row] for row in rows),
            tuple(self.labels[row] for row in rows),
            self.signals[rows],
            vectors,
        )


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came of it.

    Attributes:
        counts: texts learnt from, by class.
        left_out: classes that too few texts have.
        figures: cross-validated, 0 to 1: `macro_f1`, and for two classes `auc` and
            `precision_at_recall_80`.
    """

    task: SiteTask
    counts: Counter[str]
    left_out: Counter[str]
    folds: int
    figures: dict[str, float]


def learn_task(
    name: str, material: Material, tell: Callable[[str], None], *, folds: int | None = None
) -> Learnt:
    """Learn one label.

    Args:
        folds: in how many parts to try it; None for as many as the texts allow in good time.
        tell: is told how far it is.

    Raises:
        InvalidInputError: there are too few texts, or they all have the same label.
    """
    counted = Counter(material.labels)
    left_out = Counter({each: n for each, n in counted.items() if n < FEWEST_OF_CLASS})
    kept = material.take([row for row, each in enumerate(material.labels) if each not in left_out])
    _refuse_too_few(name, counted, kept)
    classes = tuple(sorted(set(kept.labels)))
    places = np.array([classes.index(label) for label in kept.labels])
    folds = folds or (FOLDS if len(places) <= MOST_FOR_ALL_FOLDS else 3)
    scores = _score_left_out(name, kept, classes, folds, tell)
    tell(f"{name}: learning from all {len(places):,}")
    task = _fit(kept, classes)
    return Learnt(
        replace(task, slope=_find_slope(scores, places)),
        Counter(kept.labels),
        left_out,
        folds,
        _measure(scores, places, classes),
    )


def _refuse_too_few(name: str, counted: Counter[str], kept: Material) -> None:
    if len(counted) == 1:
        only = next(iter(counted))
        raise InvalidInputError(
            f"every text has the same label, {only}; there must be two at least", field=name
        )
    if len(set(kept.labels)) < 2:
        told = ", ".join(f"{each} {n}" for each, n in counted.most_common(5))
        raise InvalidInputError(
            f"at least two labels need {FEWEST_OF_CLASS} texts each (there are: {told})", field=name
        )
    if len(kept.texts) < FEWEST_TEXTS:
        raise InvalidInputError(
            f"{len(kept.texts)} labelled texts are too few to learn from; "
            f"at least {FEWEST_TEXTS} are needed, some hundreds are good",
            field=name,
        )


def _score_left_out(
    name: str, material: Material, classes: tuple[str, ...], folds: int, tell: Callable[[str], None]
) -> Floats:
    """Score each text by what was learnt from the other folds."""
    scores = np.zeros((len(material.texts), len(classes)), dtype=np.float32)
    split = StratifiedKFold(folds, shuffle=True, random_state=0)
    for fold, (rest, rows) in enumerate(split.split(material.texts, material.labels)):
        tell(f"{name}: trying {fold + 1} of {folds}")
        tried = material.take(rows)
        task = _fit(material.take(rest), classes)
        scores[rows] = task.score(list(tried.texts), tried.signals, tried.vectors)
    return scores


def _fit(material: Material, classes: tuple[str, ...]) -> SiteTask:
    terms = learn_terms(material.texts)
    words = terms.embed(material.texts)
    spread = np.asarray(material.signals.std(axis=0) + 0.1, dtype=np.float32)
    scaled = np.asarray(material.signals / spread)
    joined = join_features(words, scaled, material.vectors)
    few = len(classes) < MANY_CLASSES
    landmarks, by_nearness = (
        _fit_nearness(material, classes, scaled) if few else _leave_out_nearness(classes)
    )
    return SiteTask(
        classes=classes,
        terms=terms,
        spread=spread,
        by_words=_regress(words, material.labels, _FREEDOM[0])
        if few
        else _fit_ratios(words, material.labels, classes),
        by_all=_regress(joined, material.labels, _FREEDOM[1])
        if few
        else _fit_means(words, joined, material.labels, len(classes)),
        landmarks=landmarks,
        by_nearness=by_nearness,
        slope=1.0,
    )


def _fit_ratios(words: csr_matrix, labels: Sequence[str], classes: tuple[str, ...]) -> Floats:
    """Fit each class against the rest, terms weighed by the logarithm of how much oftener."""
    stands = words.copy()
    stands.data = np.ones_like(stands.data)
    columns = []
    for name in classes:
        inside = np.array([label == name for label in labels])
        often, seldom = (1 + np.asarray(stands[rows].sum(axis=0)) for rows in (inside, ~inside))
        ratios = np.log((often / often.sum()) / (seldom / seldom.sum())).ravel()
        weights = _regress(words @ diags(ratios), inside.tolist(), _RATIO_FREEDOM)
        # Of two classes half goes to each side.
        columns.append(2 * np.append(weights[:-1, 1] * ratios, weights[-1, 1]))
    return np.column_stack(columns).astype(np.float32)


def _fit_means(
    words: csr_matrix, joined: csr_matrix, labels: Sequence[str], classes: int
) -> Floats:
    """Fit a linear discriminant, whose spread is shrunk as Ledoit and Wolf (2004) say."""
    axes = min(WORD_AXES, words.shape[1] - 1, words.shape[0] - 1)
    narrowed = TruncatedSVD(axes, random_state=0).fit(words)
    rest = joined[:, words.shape[1] :].toarray()
    features = np.hstack([narrowed.transform(words), rest])
    model = LinearDiscriminantAnalysis(
        solver="lsqr", shrinkage="auto", priors=np.full(classes, 1 / classes)
    )
    model.fit(features, np.array(labels))
    by_word, by_rest = model.coef_.T[:axes], model.coef_.T[axes:]
    weights = np.vstack([narrowed.components_.T @ by_word, by_rest, model.intercept_])
    return np.asarray(weights, dtype=np.float32)


def _fit_nearness(
    material: Material, classes: tuple[str, ...], scaled: Floats
) -> tuple[Floats, Floats]:
    """Fit in the space that landmarks span (Williams and Seeger, 2000); return them and weights."""
    if material.vectors is None:
        return _leave_out_nearness(classes)
    rows = place_texts(scaled, material.vectors)
    chosen = np.random.default_rng(0).permutation(len(rows))[:MOST_LANDMARKS]
    # As they will be kept.
    landmarks = rows[np.sort(chosen)].astype(np.float16).astype(np.float32)
    among = measure_nearness(landmarks, landmarks).astype(np.float64)
    sizes, axes = np.linalg.eigh(among)
    large = sizes > 1e-3
    onto = (axes[:, large] / np.sqrt(sizes[large])).astype(np.float32)
    weights = _regress(measure_nearness(rows, landmarks) @ onto, material.labels, _FREEDOM[2])
    return landmarks, np.vstack([onto @ weights[:-1], weights[-1:]])


def _leave_out_nearness(classes: tuple[str, ...]) -> tuple[Floats, Floats]:
    return np.zeros((0, 1), dtype=np.float32), np.zeros((1, len(classes)), dtype=np.float32)


def _regress(features: object, labels: Sequence[str] | Sequence[bool], freedom: float) -> Floats:
    model = LogisticRegression(C=freedom, class_weight="balanced", max_iter=_ROUNDS, tol=1e-3)
    model.fit(features, np.array(labels))
    weights = np.vstack([model.coef_.T, model.intercept_])
    if weights.shape[1] == 1:
        # Of two classes scikit-learn gives one column; half to each side is the same.
        weights = np.hstack([-weights / 2, weights / 2])
    return np.asarray(weights, dtype=np.float32)


def measure_macro_f1(places: Places, chosen: Places, classes: int) -> float:
    """Return the mean of the classes' F1; scikit-learn's takes a hundred times as long."""
    hits = np.bincount(places[places == chosen], minlength=classes)
    sizes = np.bincount(places, minlength=classes) + np.bincount(chosen, minlength=classes)
    return float((2 * hits / np.maximum(sizes, 1)).mean())


def _find_slope(scores: Floats, places: Places) -> float:
    rows = np.arange(len(places))

    def lose(slope: float) -> float:
        return -float(log_softmax(slope * scores, axis=1)[rows, places].mean())

    return float(minimize_scalar(lose, bounds=(0.2, 5.0), method="bounded").x)


def _measure(scores: Floats, places: Places, classes: tuple[str, ...]) -> dict[str, float]:
    chosen = scores.argmax(axis=1)
    figures = {"macro_f1": measure_macro_f1(places, chosen, len(classes))}
    if classes == ("false", YES):
        likely = scores[:, 1] - scores[:, 0]
        precision, recall, _ = precision_recall_curve(places, likely)
        figures["auc"] = float(roc_auc_score(places, likely))
        figures["precision_at_recall_80"] = float(precision[recall >= 0.8].max())
    return figures
