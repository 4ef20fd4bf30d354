"""Where the readers of a retired article are led."""

from crm_store.articles import find_article, find_published_article
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleState

# Retired articles may lead to one another; whoever retires them keeps the chain short.
MOST_STEPS = 10


def follow_redirect(tx: Transaction, article_id: str, locale: str) -> Article | None:
    """Find the published article that the readers of a retired one are led to, or None."""
    path = list_redirects(tx, article_id, locale)
    return path[-1] if path and path[-1].state is ArticleState.PUBLISHED else None


def list_redirects(tx: Transaction, article_id: str, locale: str) -> tuple[Article, ...]:
    """List what the readers of a language pass from an article on, that one first, each once.

    The last one is published, or leads nowhere, back to one that they passed already, or on
    further than anybody is led.
    """
    path: list[Article] = []
    following: str | None = article_id
    while following is not None and len(path) <= MOST_STEPS:
        step = None if following in {each.id for each in path} else _find(tx, following, locale)
        if step is None:
            break
        path.append(step)
        following = step.redirect_to if step.state is ArticleState.RETIRED else None
    return tuple(path)


def _find(tx: Transaction, article_id: str, locale: str) -> Article | None:
    """Find an article in a language, or else what is published of it in any other."""
    return find_article(tx, article_id, locale) or find_published_article(tx, article_id, locale)
