"""Who mentions an article: in an answer, or as where a retired one's readers are led."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, TableValuedAlias, func, select, true

from crm_store.schema import article_drafts, articles
from crm_store.transaction import Transaction
from domain.knowledge import ArticleState

MOST_MENTIONS = 200
MOST_WORDINGS = 500
"""Wordings of one article that others are searched for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An article or draft whose answer holds certain words.

    Attributes:
        state: `published` or `draft`.
    """

    id: str
    locale: str
    title: str
    state: str
    answer: str


def list_mentions(tx: Transaction, words: str) -> tuple[Mention, ...]:
    """List published articles and drafts whose answers hold these very words, the first few."""
    told = articles.c.answer.contains(words, autoescape=True)
    published = select(articles.c.id, articles.c.locale, articles.c.title, articles.c.answer).where(
        articles.c.state == ArticleState.PUBLISHED, told
    )
    answer = article_drafts.c.content["answer"].as_string()
    drafts = select(
        article_drafts.c.id, article_drafts.c.locale, article_drafts.c.title, answer.label("answer")
    ).where(answer.contains(words, autoescape=True))
    return (*_read(tx, published, "published"), *_read(tx, drafts, "draft"))[:MOST_MENTIONS]


def list_redirecting(tx: Transaction, article_id: str) -> tuple[tuple[str, str, str], ...]:
    """List id, locale and title of the retired articles whose readers are led to this one."""
    found = select(articles.c.id, articles.c.locale, articles.c.title).where(
        articles.c.redirect_to == article_id, articles.c.state == ArticleState.RETIRED
    )
    rows = tx.execute(found.order_by(articles.c.id, articles.c.locale).limit(MOST_MENTIONS))
    return tuple((row.id, row.locale, row.title) for row in rows)


def list_sharing(
    tx: Transaction, wordings: Sequence[str], *, locale: str, but: str
) -> tuple[tuple[str, str], ...]:
    """List who else is found by some wordings, as (wording, id of the other), the first few.

    Args:
        but: the id of the article that the wordings are of.
    """
    some = list(wordings[:MOST_WORDINGS])
    same = {*some, *(wording.lower() for wording in some)}
    others = (
        articles.c.locale == locale,
        articles.c.state == ArticleState.PUBLISHED,
        articles.c.id != but,
    )
    spread = _spread_variants(tx)
    by_variant = (
        select(spread.c.value.label("wording"), articles.c.id)
        .select_from(articles.join(spread, true()))
        .where(*others, _is_one_of(spread.c.value, same))
    )
    by_title = select(articles.c.title.label("wording"), articles.c.id).where(
        *others, _is_one_of(articles.c.title, same)
    )
    found = by_variant.union(by_title).limit(MOST_MENTIONS)
    return tuple((row.wording, row.id) for row in tx.execute(found))


def _read(tx: Transaction, found: Select[Any], state: str) -> tuple[Mention, ...]:
    rows = tx.execute(found.order_by("id", "locale").limit(MOST_MENTIONS))
    return tuple(
        Mention(id=row.id, locale=row.locale, title=row.title, state=state, answer=row.answer)
        for row in rows
    )


def _spread_variants(tx: Transaction) -> TableValuedAlias:
    """Give each variant a row of its own."""
    if tx.on_postgres:
        return func.jsonb_array_elements_text(articles.c.variants).table_valued("value")
    return func.json_each(articles.c.variants).table_valued("value")


def _is_one_of(wording: ColumnElement[str], some: set[str]) -> ColumnElement[bool]:
    return wording.in_(some) | func.lower(wording).in_(some)
