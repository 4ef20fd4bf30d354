"""Where the readers of a retired article are led."""

from sqlalchemy import select

from crm_store.articles import find_published_article, plain_state
from crm_store.schema import articles
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleState

MOST_STEPS = 20


def list_redirects(tx: Transaction, article_id: str, locale: str) -> tuple[str, ...]:
    """List the ids that readers pass from an article on, that one first, each once.

    The last one is published, or leads nowhere, or back to one that they passed already.
    """
    path: list[str] = []
    step: str | None = article_id
    while step is not None and step not in path and len(path) < MOST_STEPS:
        path.append(step)
        published = find_published_article(tx, step, locale)
        step = None if published is not None else _find_redirect(tx, step, locale)
    return tuple([*path, step] if step is not None and step in path else path)


def follow_redirect(tx: Transaction, article_id: str, locale: str) -> Article | None:
    """Find the published article that the readers of a retired one are led to, or None."""
    path = list_redirects(tx, article_id, locale)
    return find_published_article(tx, path[-1], locale)


def _find_redirect(tx: Transaction, article_id: str, locale: str) -> str | None:
    """Find where an article redirects, in a language or else in any other."""
    found = (
        select(articles.c.redirect_to)
        .where(
            articles.c.id == article_id,
            plain_state == ArticleState.RETIRED,
            articles.c.redirect_to.is_not(None),
        )
        .order_by((articles.c.locale == locale).desc(), articles.c.locale)
        .limit(1)
    )
    row = tx.find_row(found)
    return None if row is None else str(row.redirect_to)
