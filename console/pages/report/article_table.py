"""The articles of a report in the order wanted, one page of them at a time; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from console.pages.report.query import ReportQuery
from domain.knowledge_figures import ArticleFigures

PAGE: Final = 50
# Each column that can be sorted by, its head, and what the head means.
COLUMNS: Final = (
    ("title", "Article", "The article in one language"),
    ("answered", "Answered", "How often the bot sent it, at once or because the customer chose it"),
    ("right", "Right", "Answers with it that were judged right"),
    ("wrong", "Wrong", "Answers with it that were judged wrong"),
    ("offered", "Offered", "How often it was among what the bot asked back with"),
    ("chosen", "Chosen", "How often the customer then chose it"),
    ("suggested", "Used by agents", "How often agents answered with it from what was suggested"),
    ("reads", "Reads", "How often it was read in the help centre"),
    ("helpful", "Helpful", "Readers whom it helped"),
    ("not_helpful", "Not helpful", "Readers whom it did not help"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a column: where it leads, and how the table is sorted by it now."""

    name: str
    words: str
    meaning: str
    address: str
    sorted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTable:
    """One page of the table.

    Attributes:
        first: the place of the first row shown, from 1 on.
        number: of all articles.
        earlier: the address of the page before, or None; `later` of the next.
    """

    heads: tuple[Head, ...]
    rows: tuple[ArticleFigures, ...]
    first: int
    number: int
    earlier: str | None
    later: str | None


def make_article_table(listed: Sequence[ArticleFigures], query: ReportQuery) -> ArticleTable:
    """Sort the articles and cut out the page wanted; the last one where there are not so many."""
    ranked = sort_articles(listed, query)
    pages = max(1, -(-len(ranked) // PAGE))
    page = min(query.page, pages)
    first = (page - 1) * PAGE
    return ArticleTable(
        heads=tuple(_make_head(query, *column) for column in COLUMNS),
        rows=tuple(ranked[first : first + PAGE]),
        first=first + 1,
        number=len(ranked),
        earlier=_turn(query, page - 1) if page > 1 else None,
        later=_turn(query, page + 1) if page < pages else None,
    )


def sort_articles(listed: Sequence[ArticleFigures], query: ReportQuery) -> list[ArticleFigures]:
    """Sort the articles: numbers from the largest and titles from A, unless it is turned round."""
    named = sorted(listed, key=lambda one: (one.title.casefold(), one.locale))
    if query.sort == "title":
        return named[::-1] if query.rising else named

    def find(one: ArticleFigures) -> Any:
        return getattr(one, query.sort)

    return sorted(named, key=find, reverse=not query.rising)


def _make_head(query: ReportQuery, name: str, words: str, meaning: str) -> Head:
    current = query.sort == name
    turned = {"order": "rising"} if current and not query.rising else {}
    down = "ascending" if name == "title" else "descending"
    up = "descending" if name == "title" else "ascending"
    return Head(
        name=name,
        words=words,
        meaning=meaning,
        address=query.make_address("/console/report", sort=name, **turned) + "#articles",
        sorted="none" if not current else up if query.rising else down,
    )


def _turn(query: ReportQuery, page: int) -> str:
    order = {"order": "rising"} if query.rising else {}
    there = query.make_address("/console/report", sort=query.sort, page=page, **order)
    return f"{there}#articles"
