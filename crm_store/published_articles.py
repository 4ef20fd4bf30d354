"""What is published, in short: enough to list it without the answers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from crm_store.schema import articles
from crm_store.transaction import Transaction
from domain.knowledge import ArticleState


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedArticle:
    """A published article in one language, without its answer."""

    id: str
    locale: str
    title: str
    category: str | None
    updated_at: datetime


def list_published(tx: Transaction) -> tuple[PublishedArticle, ...]:
    """List all that is published, by id and locale."""
    told = articles.c
    wanted = told.id, told.locale, told.title, told.category, told.updated_at
    found = select(*wanted).where(told.state == ArticleState.PUBLISHED)
    return tuple(
        PublishedArticle(
            id=row.id,
            locale=row.locale,
            title=row.title,
            category=row.category,
            updated_at=row.updated_at,
        )
        for row in tx.execute(found.order_by(told.id, told.locale))
    )
