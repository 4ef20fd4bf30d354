"""The index of one locale is made from its articles."""

from collections.abc import Sequence

import numpy as np

from domain.knowledge import Article
from knowledge_base.abbreviations import learn_skeletons
from knowledge_base.calibration import Calibration, fixed_calibration, learn_calibration
from knowledge_base.corpus import collect_corpus
from knowledge_base.encoders.contract import Encoder
from knowledge_base.known_words import KnownWords
from knowledge_base.locale_index import LocaleIndex, Space, list_exact
from knowledge_base.parts.lexical_space import span_texts
from knowledge_base.parts.meaning import settle_meaning, span_meaning, train_meaning
from knowledge_base.parts.nearest import NearestPart, count_starts
from knowledge_base.parts.words import train_words
from knowledge_base.rehearsal import HARD_SHARE, RANKING_SHARE, Rehearsal, run_trials
from knowledge_base.spelling import learn_vocabulary
from knowledge_base.stem_owners import count_stem_owners
from knowledge_base.term_vectors import learn_vectors
from knowledge_base.thresholds import UNKNOWN, Thresholds, learn_thresholds


def train_locale(articles: Sequence[Article], encoder: Encoder | None) -> LocaleIndex | None:
    """Train an index; None where no article has a word in it."""
    corpus = collect_corpus(articles)
    if not corpus.articles:
        return None
    terms = learn_vectors(corpus.read)
    space: Space = encoder if encoder is not None else span_texts(terms, corpus.read)
    vectors = space.encode(list(corpus.written))
    rows = terms.embed(corpus.read)
    owners, worths, classes = corpus.owners, corpus.worths, len(corpus.articles)
    meaning_space = span_meaning(vectors)
    features = meaning_space.describe(vectors)
    weights = train_meaning(features, owners, worths, classes)
    nearest = NearestPart(
        vectors=vectors[: len(corpus.questions)],
        starts=count_starts(corpus.questions.owners, classes),
    )
    calibration, thresholds = _rehearse(
        Rehearsal(corpus, meaning_space, features, rows, nearest, count_stem_owners(corpus, terms))
    )
    vocabulary = learn_vocabulary(
        corpus.read, spelt=encoder.words if encoder is not None else frozenset()
    )
    return LocaleIndex(
        corpus=corpus,
        locale=corpus.articles[0].locale,
        by_id={article.id: article for article in corpus.articles},
        vocabulary=vocabulary,
        skeletons=learn_skeletons(vocabulary.by_frequency()),
        terms=terms,
        known=KnownWords(terms),
        space=space,
        meaning=settle_meaning(meaning_space, weights),
        words=train_words(rows, owners, worths, classes),
        nearest=nearest,
        exact=list_exact(corpus),
        calibration=calibration,
        thresholds=thresholds,
    )


def _rehearse(rehearsal: Rehearsal) -> tuple[Calibration, Thresholds]:
    trials = run_trials(rehearsal)
    if trials is None:
        return fixed_calibration(), UNKNOWN
    chances = trials.weigh(HARD_SHARE)
    calibration = learn_calibration(
        trials.features, trials.right.astype(np.float64), trials.weigh(RANKING_SHARE), chances
    )
    confidences = [calibration.judge(row) for row in trials.features]
    return calibration, learn_thresholds(confidences, trials.right.tolist(), chances.tolist())
