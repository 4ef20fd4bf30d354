"""Every save of every draft, never changed: the common ground of two people's changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from crm_store.codecs import from_json, to_json
from crm_store.schema import article_revisions
from crm_store.transaction import Transaction
from domain.knowledge_desk import ArticleContent, ArticleRevision

_table = article_revisions


def record_revision(
    tx: Transaction,
    article_id: str,
    locale: str,
    content: ArticleContent,
    *,
    author: str,
    now: datetime,
) -> ArticleRevision:
    """Keep what was saved, numbered on from the last save of any draft of this article."""
    last = select(func.max(_table.c.revision)).where(*_place(article_id, locale))
    revision = (tx.execute(last).scalar_one() or 0) + 1
    values = {
        "id": article_id,
        "locale": locale,
        "revision": revision,
        "content": to_json(content),
        "author": author,
        "at": now,
    }
    tx.execute(_table.insert().values(values))
    return ArticleRevision(revision=revision, content=content, author=author, at=now)


def find_revision(
    tx: Transaction, article_id: str, locale: str, revision: int
) -> ArticleRevision | None:
    """Find what was saved once."""
    found = select(_table).where(*_place(article_id, locale), _table.c.revision == revision)
    row = tx.find_row(found)
    return None if row is None else _to_revision(row)


def _place(article_id: str, locale: str) -> tuple[Any, ...]:
    return _table.c.id == article_id, _table.c.locale == locale


def _to_revision(row: Any) -> ArticleRevision:
    return ArticleRevision(
        revision=row.revision,
        content=from_json(ArticleContent, row.content),
        author=row.author,
        at=row.at,
    )
