"""How many articles each category holds."""

from collections.abc import Mapping

from sqlalchemy import func, select

from crm_store.schema import articles
from crm_store.transaction import Transaction
from domain.knowledge import ArticleState


def count_by_category(tx: Transaction) -> Mapping[str, int]:
    """Count the published articles of each category, every language of its own."""
    counted = (
        select(articles.c.category, func.count().label("number"))
        .where(articles.c.category.is_not(None), articles.c.state == ArticleState.PUBLISHED)
        .group_by(articles.c.category)
    )
    return {row.category: int(row.number) for row in tx.execute(counted)}
