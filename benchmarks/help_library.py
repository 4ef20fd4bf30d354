"""A help centre of ten thousand articles, and what its readers type."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.matching.large_knowledge import read_both
from benchmarks.matching.questions import LOCALE, Question, thin
from domain.knowledge import Article
from domain.knowledge_desk import Category
from knowledge_base.importing import read_articles

ARTICLES = 10_000
CATEGORIES, TOP = 200, 20
WORDINGS = 2
"""Title and one variant: so many of the public sets' wordings each article takes."""

_PARAGRAPHS, _SENTENCES = 4, 4


@dataclass(frozen=True, slots=True)
class Library:
    """Articles in their categories, and real questions whose wording is none of theirs."""

    articles: tuple[Article, ...]
    categories: tuple[Category, ...]
    unseen: tuple[str, ...]


def make_library(kb: Path, size: int = ARTICLES) -> Library:
    """Make articles of what customers of two trades ask, each with an answer of a page."""
    sentences = [variant for article in read_both(kb) for variant in article.variants]
    chance = random.Random(1)
    articles = tuple(
        _make_article(number, sentences[number * WORDINGS :][:WORDINGS], sentences, chance)
        for number in range(min(size, len(sentences) // WORDINGS))
    )
    categories = tuple(map(_make_category, range(CATEGORIES)))
    used = len(articles) * WORDINGS
    return Library(articles, categories, tuple(sentences[used:]))


def _make_category(number: int) -> Category:
    """Make a category; the first ones are at the top, the others stand in those."""
    return Category(
        id=f"c{number}",
        parent=None if number < TOP else f"c{number % TOP}",
        position=number,
        titles={LOCALE: f"Matters of kind {number}"},
    )


def _make_article(
    number: int, wordings: list[str], sentences: list[str], chance: random.Random
) -> Article:
    paragraphs = [
        " ".join(f"{text.capitalize()}." for text in chance.choices(sentences, k=_SENTENCES))
        for _ in range(_PARAGRAPHS)
    ]
    return Article(
        id=f"a{number}",
        locale=LOCALE,
        title=wordings[0],
        variants=tuple(wordings),
        answer="\n\n".join((*paragraphs, f"See [the next one](article:a{number + 1}).")),
        category=f"c{number % CATEGORIES}",
    )


def read_searches(kb: Path, *, variants: int, most: int) -> tuple[list[Article], list[Question]]:
    """Read BANKING77 with few variants an article, and others of its variants as searches."""
    every = read_articles(kb / "banking77" / "articles.all.jsonl").articles
    kept = [replace(article, variants=article.variants[:variants]) for article in every]
    return kept, thin(list(_list_rest(every, variants)), most)


def _list_rest(articles: Iterable[Article], variants: int) -> Iterator[Question]:
    for article in articles:
        for text in article.variants[variants:]:
            yield Question(text, article.id)
