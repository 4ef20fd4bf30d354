"""The index of the articles of one locale: trained once, asked from any thread."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from domain.knowledge import Article, Repair
from knowledge_base.calibration import Calibration
from knowledge_base.evidence import PartScores, share_scores
from knowledge_base.rendering import render_answer_text
from knowledge_base.spelling import Vocabulary, learn_vocabulary
from knowledge_base.term_vectors import TermVectors, learn_vectors
from knowledge_base.wording import normalise_text, stem_word

LONGEST_ANSWER = 10_000
LONGEST_PASSAGE = 500
MOST_PASSAGES = 12
"""What an answer says first is what it is about."""

PASSAGE_WORTH = 0.1
"""A passage of an answer teaches the classifier less than a question does."""

REPAIRED_WORTH = 0.7
"""How much a repaired word counts as known: most slips are read right, not all."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The normalised wording of a locale's articles, that of an article together.

    Attributes:
        texts: variants and titles, normalised, none empty, no repetition within an article.
        owners: the position in `articles` of each text's article; grows.
        passages: paragraphs and list items of the answers; they hold words that no variant has.
        passage_owners: as `owners`, of the passages.
    """

    articles: tuple[Article, ...]
    texts: tuple[str, ...]
    owners: NDArray[np.int64]
    passages: tuple[str, ...]
    passage_owners: NDArray[np.int64]


def collect_corpus(articles: Sequence[Article]) -> Corpus:
    """Normalise what can be asked; an article without a single word is left out."""
    kept: list[Article] = []
    texts: list[str] = []
    owners: list[int] = []
    for article in articles:
        own = dict.fromkeys(normalise_text(text) for text in (*article.variants, article.title))
        worded = [text for text in own if text]
        if worded:
            texts += worded
            owners += [len(kept)] * len(worded)
            kept.append(article)
    passages = [
        (place, passage) for place, article in enumerate(kept) for passage in _split_answer(article)
    ]
    return Corpus(
        articles=tuple(kept),
        texts=tuple(texts),
        owners=np.array(owners, dtype=np.int64),
        passages=tuple(passage for _, passage in passages),
        passage_owners=np.array([place for place, _ in passages], dtype=np.int64),
    )


def _split_answer(article: Article) -> list[str]:
    lines = render_answer_text(article.answer[:LONGEST_ANSWER]).split("\n")
    passages = (normalise_text(line, longest=LONGEST_PASSAGE) for line in lines)
    return [passage for passage in passages if passage][:MOST_PASSAGES]


def label_wording(corpus: Corpus) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the article of every text and then every passage, and how much each counts."""
    worths = np.full(len(corpus.texts) + len(corpus.passages), PASSAGE_WORTH, dtype=np.float32)
    worths[: len(corpus.texts)] = 1.0
    return np.concatenate([corpus.owners, corpus.passage_owners]), worths


@dataclass(frozen=True, slots=True)
class WordIndex:
    """Which stems occur in which articles' texts, and how often.

    Attributes:
        columns: stem to column.
        counts: texts and passages of the article (row) that have the stem (column).
        weights: of each stem, by column.
    """

    columns: dict[str, int]
    counts: NDArray[np.int32]
    weights: NDArray[np.float64]

    def find_columns(self, stems: Sequence[str]) -> NDArray[np.int64]:
        """Return the columns of those stems that are known."""
        return np.array(
            [self.columns[stem] for stem in stems if stem in self.columns], dtype=np.int64
        )


def index_words(corpus: Corpus, vectors: TermVectors) -> WordIndex:
    """Count in how many texts and passages of each article a stem occurs."""
    stems = [stem_text(text) for text in (*corpus.texts, *corpus.passages)]
    owners = (*corpus.owners, *corpus.passage_owners)
    columns = {stem: place for place, stem in enumerate(sorted({s for own in stems for s in own}))}
    counts = np.zeros((len(corpus.articles), len(columns)), dtype=np.int32)
    for owner, own in zip(owners, stems, strict=True):
        for stem in own:
            counts[owner, columns[stem]] += 1
    weights = np.array([vectors.weigh_word(stem) for stem in columns], dtype=np.float64)
    return WordIndex(columns, counts, weights)


def stem_text(text: str) -> tuple[str, ...]:
    """Return the different stems of a normalised text, in order."""
    return tuple(dict.fromkeys(stem_word(word) for word in text.split()))


@dataclass(frozen=True, slots=True)
class LocaleIndex:
    """All that is needed to answer in one locale.

    Attributes:
        by_id: the articles by their id.
        variants_by_term: TF-IDF vectors of the corpus's texts, terms as rows.
        starts: where each article's texts begin.
        term_weights: the classifier's, terms as rows and articles as columns.
        exact: a normalised variant to the positions of the articles that have it.
    """

    corpus: Corpus
    by_id: dict[str, Article]
    vocabulary: Vocabulary
    vectors: TermVectors
    words: WordIndex
    variants_by_term: csr_matrix
    starts: NDArray[np.int64]
    term_weights: NDArray[np.float32]
    exact: dict[str, tuple[int, ...]]
    calibration: Calibration

    def score(self, text: str) -> tuple[PartScores, tuple[Repair, ...]]:
        """Score every article for a normalised text."""
        repaired, repairs = self.vocabulary.repair(text)
        row = self.vectors.embed([repaired])
        cosines = np.asarray((row @ self.variants_by_term).todense()).ravel()
        covered, known = self._cover(repaired, {stem_word(repair.read) for repair in repairs})
        scores = row.data @ self.term_weights[row.indices]
        nearest = np.maximum.reduceat(cosines, self.starts).astype(np.float64)
        return PartScores(share_scores(scores), nearest, covered, known), repairs

    def _cover(self, text: str, repaired: set[str]) -> tuple[NDArray[np.float64], float]:
        stems = stem_text(text)
        mass = sum(self.vectors.weigh_word(stem) for stem in stems)
        worths = np.array(
            [REPAIRED_WORTH if s in repaired else 1.0 for s in stems if s in self.words.columns]
        )
        columns = self.words.find_columns(stems)
        if not len(columns) or not mass:
            return np.zeros(len(self.corpus.articles)), 0.0
        weights = self.words.weights[columns] * worths / mass
        return (self.words.counts[:, columns] > 0) @ weights, float(weights.sum())


def list_exact(corpus: Corpus) -> dict[str, tuple[int, ...]]:
    """Return which articles have a text word for word."""
    exact: dict[str, tuple[int, ...]] = {}
    for text, owner in zip(corpus.texts, corpus.owners, strict=True):
        exact[text] = (*exact.get(text, ()), int(owner))
    return exact


def learn_terms(corpus: Corpus) -> tuple[Vocabulary, TermVectors, WordIndex]:
    """Take vocabulary, vectors and word counts from a corpus."""
    wording = corpus.texts + corpus.passages
    vectors = learn_vectors(wording)
    return learn_vocabulary(wording), vectors, index_words(corpus, vectors)
