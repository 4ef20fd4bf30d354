"""What a reader of the help centre gets at an article's address."""

from dataclasses import dataclass
from typing import TypeAlias

from crm_store.articles import find_article, find_published_article
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleState

# Retired articles may lead to one another; whoever retires them keeps the chain short.
_MOST_HOPS = 10


@dataclass(frozen=True, slots=True)
class Moved:
    """It was retired, and its readers are led to this published one."""

    article_id: str
    locale: str


@dataclass(frozen=True, slots=True)
class Gone:
    """It was retired, and nothing took its place."""


Found: TypeAlias = Article | Moved | Gone | None


def find_help_article(tx: Transaction, article_id: str, locale: str) -> Found:
    """Find what is published at an address, or what became of it.

    A chain of retired articles is followed to its end; one that ends nowhere, or goes round in a
    circle, is as good as gone.

    Returns:
        None where nothing was ever published there in this language.
    """
    article = find_article(tx, article_id, locale)
    if article is None or article.state is ArticleState.PUBLISHED:
        return article
    passed = {article_id}
    for _ in range(_MOST_HOPS):
        following = article.redirect_to if article.state is ArticleState.RETIRED else None
        if following is None or following in passed:
            return Gone()
        passed.add(following)
        step = find_article(tx, following, locale) or find_published_article(tx, following, locale)
        if step is None:
            return Gone()
        if step.state is ArticleState.PUBLISHED:
            return Moved(step.id, step.locale)
        article = step
    return Gone()
