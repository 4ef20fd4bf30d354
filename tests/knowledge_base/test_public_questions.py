"""How often the matcher is right on questions that real people asked, where they are at hand."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from domain.knowledge import Article
from knowledge_base.importing import read_articles
from knowledge_base.matcher import KnowledgeMatcher
from tests.knowledge_base.phone_shop import write_article
from tests.knowledge_base.trained import ask, find_id, open_encoder, train

DATA = Path(__file__).parents[3] / "shared" / "data" / "kb"

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(not DATA.exists(), reason="the public questions are not at hand"),
]

OUT_OF_SCOPE = 0.2
"""The share of questions that no article answers, of all that are asked."""

Question = tuple[str, str | None]
Column = NDArray[np.float64]


def read(folder: str, variants: str) -> Sequence[Article]:
    return read_articles(DATA / folder / f"articles.{variants}.jsonl").articles


def list_unseen(folder: str, variants: str) -> list[Question]:
    """List the training questions that are none of so many variants."""
    seen = {text for article in read(folder, variants) for text in article.variants}
    articles = read(folder, "all")
    return [(text, a.id) for a in articles for text in a.variants if text not in seen]


def list_asked(folder: str) -> list[Question]:
    lines = (DATA / folder / "queries.dev.jsonl").read_text("utf-8").splitlines()
    return [(item["text"], item["article"]) for item in map(json.loads, lines)]


def thin(questions: Sequence[Question], count: int) -> list[Question]:
    places = np.linspace(0, len(questions) - 1, count).astype(int)
    return [questions[place] for place in places]


class Outcome:
    """What was answered, in arrays by question; out of scope weighs its share."""

    def __init__(self, matcher: KnowledgeMatcher, questions: Sequence[Question]) -> None:
        found = [ask(matcher, text, precision=0.95) for text, _ in questions]
        self.in_scope = np.array([article is not None for _, article in questions])
        self.sure = np.array([one.match.confidence if one else 0.0 for one in found])
        self.needed = np.array([(one.match.needed or 1.0) if one else 1.0 for one in found])
        self.right = np.array(
            [
                one is not None and one.match.article_id == article
                for one, (_, article) in zip(found, questions, strict=True)
            ]
        )

    @property
    def weights(self) -> Column:
        if self.in_scope.all():
            return np.ones(len(self.sure))
        inside, outside = self.in_scope.sum(), (~self.in_scope).sum()
        each = np.where(self.in_scope, (1 - OUT_OF_SCOPE) / inside, OUT_OF_SCOPE / outside)
        return np.asarray(each, dtype=np.float64)

    @property
    def accuracy(self) -> float:
        return float(self.right[self.in_scope].mean())

    @property
    def auroc(self) -> float:
        return float(roc_auc_score(self.in_scope, self.sure))

    @property
    def precision(self) -> float:
        sent = self.sure >= self.needed
        return float(np.average(self.right[sent], weights=self.weights[sent]))

    @property
    def coverage(self) -> float:
        return float(np.average(self.sure >= self.needed, weights=self.weights))


def test_a_bank_with_five_variants_an_article_is_answered_as_right_as_it_wants():
    matcher = train(read("banking77", "5"), encoder=open_encoder())

    outcome = Outcome(matcher, thin(list_unseen("banking77", "5"), 300))

    assert outcome.accuracy >= 0.78
    assert 0.93 <= outcome.precision <= 0.995
    assert outcome.coverage >= 0.5


@pytest.mark.slow
def test_a_bank_with_ten_variants():
    matcher = train(read("banking77", "10"), encoder=open_encoder())

    outcome = Outcome(matcher, thin(list_unseen("banking77", "10"), 2000))

    assert outcome.accuracy >= 0.86
    assert 0.94 <= outcome.precision <= 0.99


@pytest.mark.slow
def test_an_assistant_tells_what_is_in_scope_from_what_is_not():
    matcher = train(read("clinc150", "10"), encoder=open_encoder())

    outcome = Outcome(matcher, list_asked("clinc150"))

    assert outcome.accuracy >= 0.905
    assert outcome.auroc >= 0.955
    assert 0.94 <= outcome.precision <= 0.985
    assert outcome.coverage >= 0.5


@pytest.mark.slow
def test_nearly_in_scope_is_out_of_scope_all_the_same():
    matcher = train(read("banking77_withheld", "10"), encoder=open_encoder())

    outcome = Outcome(matcher, list_asked("banking77_withheld"))

    assert outcome.accuracy >= 0.82
    assert outcome.precision >= 0.85


@pytest.mark.slow
def test_without_an_encoder_it_is_right_less_often_and_as_careful():
    matcher = train(read("clinc150", "10"), encoder=None)

    outcome = Outcome(matcher, thin(list_asked("clinc150"), 1500))

    assert outcome.accuracy >= 0.8
    assert outcome.precision >= 0.92


@pytest.mark.slow
@pytest.mark.parametrize("encoder", ["words", "meaning"])
def test_an_article_joined_to_ten_thousand_variants_leaves_the_others_as_right(encoder: str):
    used = open_encoder() if encoder == "meaning" else None
    articles = read("banking77", "all" if used else "10")
    rabbit = write_article("rabbit", "Rabbits", "may I bring my rabbit to the branch", "pet rabbit")
    before = train(articles, encoder=used)

    after = train([*articles, rabbit], encoder=used, previous=before)

    assert after.indexes["en"].calibration is before.indexes["en"].calibration
    assert find_id(after, "can my rabbit come to the branch with me") == "rabbit"
    questions = [text for article in articles for text in article.variants[:3]]
    same = [find_id(after, f"hi, {q}") == find_id(before, f"hi, {q}") for q in questions]
    assert np.mean(same) >= 0.99
