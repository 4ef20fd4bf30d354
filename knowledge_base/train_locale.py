"""The index of one locale is made from its articles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from domain.knowledge import Article
from knowledge_base.abbreviations import learn_skeletons
from knowledge_base.calibration import fixed_calibration, learn_calibration
from knowledge_base.corpus import Corpus, collect_corpus
from knowledge_base.encoders.contract import Encoder
from knowledge_base.known_words import KnownWords
from knowledge_base.locale_index import LocaleIndex, Space, list_exact
from knowledge_base.parts.lexical_space import span_texts
from knowledge_base.parts.meaning import MeaningSpace, settle_meaning, span_meaning, train_meaning
from knowledge_base.parts.nearest import NearestPart, count_starts
from knowledge_base.parts.words import train_words
from knowledge_base.rehearsal import (
    FAR_SHARE,
    HARD_SHARE,
    RANKING_SHARES,
    TOO_NEAR,
    Rehearsal,
    run_trials,
)
from knowledge_base.spelling import Vocabulary, learn_vocabulary
from knowledge_base.stem_owners import count_stem_owners
from knowledge_base.strangers import list_strangers
from knowledge_base.term_vectors import TermVectors, learn_vectors
from knowledge_base.thresholds import UNKNOWN, learn_thresholds

Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What a corpus is learnt from: its texts as vectors, as features, and as TF-IDF vectors."""

    corpus: Corpus
    terms: TermVectors
    space: Space
    vectors: Floats
    meaning: MeaningSpace
    features: Floats
    rows: csr_matrix


def train_locale(articles: Sequence[Article], encoder: Encoder | None) -> LocaleIndex | None:
    """Train an index; None where no article has a word in it."""
    corpus = collect_corpus(articles)
    if not corpus.articles:
        return None
    lesson = _prepare(corpus, encoder)
    spelt = encoder.words if encoder is not None else frozenset[str]()
    index = _learn(lesson, learn_vocabulary(corpus.read, spelt=spelt))
    return _calibrate(index, lesson)


def _prepare(corpus: Corpus, encoder: Encoder | None) -> _Lesson:
    terms = learn_vectors(corpus.read)
    space: Space = encoder if encoder is not None else span_texts(terms, corpus.read)
    vectors = space.encode(list(corpus.written))
    meaning = span_meaning(vectors)
    features = meaning.describe(vectors)
    return _Lesson(corpus, terms, space, vectors, meaning, features, terms.embed(corpus.read))


def _learn(lesson: _Lesson, vocabulary: Vocabulary) -> LocaleIndex:
    """Learn all but how sure to be."""
    corpus, classes = lesson.corpus, len(lesson.corpus.articles)
    weights = train_meaning(lesson.features, corpus.owners, corpus.worths, classes)
    return LocaleIndex(
        corpus=corpus,
        locale=corpus.articles[0].locale,
        by_id={article.id: article for article in corpus.articles},
        vocabulary=vocabulary,
        skeletons=learn_skeletons(vocabulary.by_frequency()),
        terms=lesson.terms,
        known=KnownWords(lesson.terms),
        space=lesson.space,
        meaning=settle_meaning(lesson.meaning, weights),
        words=train_words(lesson.rows, corpus.owners, corpus.worths, classes),
        nearest=NearestPart(
            vectors=lesson.vectors[: len(corpus.questions)],
            starts=count_starts(corpus.questions.owners, classes),
        ),
        exact=list_exact(corpus),
        calibration=fixed_calibration(),
        thresholds=UNKNOWN,
    )


def _calibrate(index: LocaleIndex, lesson: _Lesson) -> LocaleIndex:
    """Have the index asked its own questions, and others, and learn how sure to be."""
    trials = run_trials(
        Rehearsal(
            corpus=lesson.corpus,
            space=lesson.meaning,
            features=lesson.features,
            rows=lesson.rows,
            nearest=index.nearest,
            stems=count_stem_owners(lesson.corpus, lesson.terms),
            strangers=_ask_strangers(index),
        )
    )
    if trials is None:
        return index
    chances = trials.weigh(HARD_SHARE, FAR_SHARE)
    right = trials.right.astype(np.float64)
    ranking = trials.weigh(*RANKING_SHARES)
    calibration = learn_calibration(trials.features, right, ranking, chances)
    confidences = [calibration.judge(row) for row in trials.features]
    thresholds = learn_thresholds(confidences, trials.right.tolist(), chances.tolist())
    return replace(index, calibration=calibration, thresholds=thresholds)


def _ask_strangers(index: LocaleIndex) -> list[NDArray[np.float64]]:
    """Describe the best article for each question of another trade; what is of this one is not."""
    asked = [index.score(text)[0] for text in list_strangers(index.locale)]
    return [parts.describe(0) for parts in asked if parts.near.cosines[0] < TOO_NEAR]
