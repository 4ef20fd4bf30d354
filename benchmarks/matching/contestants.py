"""The matcher, and what it is measured beside, each asked the same questions."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

from benchmarks.matching.outcomes import Outcome
from benchmarks.matching.questions import LOCALE, Question, list_variants
from benchmarks.matching.vectors import load_vectors
from domain.knowledge import Article, Knowledge
from knowledge_base.encoders.contract import Encoder
from knowledge_base.matcher import KnowledgeMatcher, train_matcher

PRECISION = 0.95
"""The share of right answers that is asked for."""

Found = tuple[str, float, float]
"""The best article, the confidence in it, and the confidence needed to answer."""

Ask = Callable[[Sequence[str]], list[Found]]

NOTHING: Found = ("", -np.inf, np.nan)


def ask_frontdesk(articles: Sequence[Article], encoder: Encoder | None) -> Ask:
    """Train the matcher."""
    knowledge = Knowledge(version=1, articles=tuple(articles))
    matcher = train_matcher(knowledge, encoder=encoder)
    return lambda texts: [_ask_matcher(matcher, text) for text in texts]


def _ask_matcher(matcher: KnowledgeMatcher, text: str) -> Found:
    explained = matcher.explain(text, locale=LOCALE, limit=3, precision=PRECISION)
    if not explained.candidates:
        return NOTHING
    best = explained.candidates[0].match
    return best.article_id, best.confidence, np.nan if best.needed is None else best.needed


def ask_rapidfuzz(articles: Sequence[Article]) -> Ask:
    """Take the most alike variant by the best of its scorers here."""
    questions = list_wordings(articles)
    wordings = [utils.default_process(each.text) for each in questions]

    def ask(texts: Sequence[str]) -> list[Found]:
        asked = [utils.default_process(text) for text in texts]
        scores = process.cdist(
            asked, wordings, scorer=fuzz.token_set_ratio, dtype=np.uint8, workers=1
        )
        return _take_best(scores, questions)

    return ask


def ask_bm25(articles: Sequence[Article]) -> Ask:
    """Rank the variants by BM25 on words (Robertson and Zaragoza, 2009), k1 1.2 and b 0.75."""
    questions = list_wordings(articles)
    counter = CountVectorizer(token_pattern=r"\w+")
    counts = counter.fit_transform(each.text for each in questions).astype(np.float64).tocsr()
    total, holding = len(questions), np.asarray((counts > 0).sum(axis=0)).ravel()
    weights = np.log(1 + (total - holding + 0.5) / (holding + 0.5))
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    norms = np.repeat(0.25 + 0.75 * lengths / lengths.mean(), np.diff(counts.indptr))
    counts.data = counts.data * 2.2 / (counts.data + 1.2 * norms) * weights[counts.indices]
    index = csr_matrix(counts.T)

    def ask(texts: Sequence[str]) -> list[Found]:
        asked = (counter.transform(texts) > 0).astype(np.float64)
        parts = [
            _take_best((asked[start : start + 500] @ index).toarray(), questions)
            for start in range(0, len(texts), 500)
        ]
        return [each for part in parts for each in part]

    return ask


def ask_svm(articles: Sequence[Article]) -> Ask:
    """Train a linear support vector machine on TF-IDF of words and characters."""
    questions = list_wordings(articles)
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\w+"),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    rows = features.fit_transform([each.text for each in questions])
    machines = LinearSVC(C=1.0).fit(rows, [each.article for each in questions])

    def ask(texts: Sequence[str]) -> list[Found]:
        margins = machines.decision_function(features.transform(texts))
        best = margins.argmax(axis=1)
        return [
            (str(machines.classes_[place]), float(row[place]), np.nan)
            for row, place in zip(margins, best, strict=True)
        ]

    return ask


def list_wordings(articles: Sequence[Article]) -> list[Question]:
    """List what an article is found by: its variants and its title."""
    titles = [Question(article.title, article.id) for article in articles]
    return [*list_variants(articles), *titles]


def _take_best(scores: NDArray[np.generic], questions: Sequence[Question]) -> list[Found]:
    best = scores.argmax(axis=1)
    return [
        (questions[place].article or "", float(row[place]), np.nan)
        for row, place in zip(scores, best, strict=True)
    ]


def open_contestant(name: str, articles: Sequence[Article], vectors: Path) -> Ask:
    """Make one ready to be asked."""
    if name == FRONTDESK:
        return ask_frontdesk(articles, load_vectors(vectors))
    if name == LEXICAL:
        return ask_frontdesk(articles, None)
    return PEERS[name](articles)


def judge(found: Sequence[Found], questions: Sequence[Question]) -> Outcome:
    """Set what was found against what is right."""
    golds = [question.article for question in questions]
    return Outcome(
        in_scope=np.array([gold is not None for gold in golds]),
        right=np.array([best[0] == gold for best, gold in zip(found, golds, strict=True)]),
        confidence=np.array([max(best[1], -1e9) for best in found]),
        needed=np.array([best[2] for best in found]),
    )


FRONTDESK = "Frontdesk"
LEXICAL = "Frontdesk without its encoder"
PEERS: dict[str, Callable[[Sequence[Article]], Ask]] = {
    "rapidfuzz, token_set_ratio": ask_rapidfuzz,
    "BM25": ask_bm25,
    "TF-IDF + LinearSVC": ask_svm,
}
RAPIDFUZZ = next(iter(PEERS))
QUADRATIC = frozenset({RAPIDFUZZ})
"""Those that compare each question with each variant letter by letter, which takes its time."""
