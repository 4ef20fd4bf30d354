"""Questions with their right answers, from the public sets."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.matching.typing_errors import mistype
from domain.knowledge import Article
from knowledge_base.importing import read_articles

FOLDS = 5
LOCALE = "en"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the article that answers it, or None."""

    text: str
    article: str | None


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Articles, and questions for them.

    Attributes:
        mistyped: some of the questions as they are and the same with one typing error each.
    """

    name: str
    articles: tuple[Article, ...]
    questions: tuple[Question, ...]
    mistyped: tuple[tuple[Question, Question], ...] = ()

    @property
    def variants(self) -> int:
        """Count the variants, titles left out."""
        return sum(len(article.variants) for article in self.articles)


def thin(items: Sequence[T], most: int) -> list[T]:
    """Take an even part of very many."""
    if len(items) <= most:
        return list(items)
    return [items[int(place)] for place in np.linspace(0, len(items) - 1, most)]


def list_variants(articles: Iterable[Article]) -> list[Question]:
    """Take the articles' variants for questions."""
    return [Question(variant, article.id) for article in articles for variant in article.variants]


def read_few(kb: Path, variants: int) -> QuestionSet:
    """Read BANKING77 with few variants an article; the remaining ones are the questions."""
    articles = read_articles(kb / "banking77" / f"articles.{variants}.jsonl").articles
    known = {(each.text, each.article) for each in list_variants(articles)}
    every = read_articles(kb / "banking77" / "articles.all.jsonl").articles
    rest = tuple(each for each in list_variants(every) if (each.text, each.article) not in known)
    return QuestionSet(f"BANKING77, {variants}", tuple(articles), rest)


def read_folds(kb: Path) -> list[QuestionSet]:
    """Read all of BANKING77, divided so that each variant is asked of the others once."""
    articles = read_articles(kb / "banking77" / "articles.all.jsonl").articles
    return [_leave_out(articles, fold) for fold in range(FOLDS)]


def _leave_out(articles: Iterable[Article], fold: int) -> QuestionSet:
    kept, asked = [], []
    for article in articles:
        parts = [article.variants[start::FOLDS] for start in range(FOLDS)]
        asked.append(replace(article, variants=parts.pop(fold)))
        kept.append(replace(article, variants=tuple(text for part in parts for text in part)))
    return QuestionSet(f"BANKING77, fold {fold}", tuple(kept), tuple(list_variants(asked)))


def read_development(kb: Path, folder: str, variants: str, name: str) -> QuestionSet:
    """Read a set that comes with questions, some of them out of scope."""
    articles = read_articles(kb / folder / f"articles.{variants}.jsonl").articles
    lines = (kb / folder / "queries.dev.jsonl").read_text("utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    questions = tuple(Question(each["text"], each["article"]) for each in read)
    return QuestionSet(f"{name}, {variants}", tuple(articles), questions)


def with_mistyped(given: QuestionSet, most: int) -> QuestionSet:
    """Add questions in scope with one typing error each, the same ones in every run."""
    clean = thin([each for each in given.questions if each.article], most)
    pairs = [
        (question, Question(mistype(question.text, seed), question.article))
        for seed, question in enumerate(clean)
    ]
    # Some questions have no word that is long enough.
    changed = tuple((before, after) for before, after in pairs if before.text != after.text)
    return replace(given, mistyped=changed)


def thin_questions(given: QuestionSet, most: int) -> QuestionSet:
    """Ask an even part of the questions in scope, and all others."""
    inside = thin([each for each in given.questions if each.article], most)
    outside = [each for each in given.questions if not each.article]
    return replace(given, questions=(*inside, *outside), mistyped=tuple(thin(given.mistyped, most)))
