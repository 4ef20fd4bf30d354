"""Which articles are published, and in which version each."""

from typing import TypeAlias

from sqlalchemy import select

from crm_store.schema import articles
from crm_store.transaction import Transaction
from domain.knowledge import ArticleState

Place: TypeAlias = tuple[str, str]
"""An article's id and locale."""

_PUBLISHED = select(articles.c.id, articles.c.locale, articles.c.version).where(
    articles.c.state == ArticleState.PUBLISHED
)


def list_published_versions(tx: Transaction) -> dict[Place, int]:
    """List all published articles; nothing of what is written in them is read."""
    return {(row.id, row.locale): row.version for row in tx.execute(_PUBLISHED)}
