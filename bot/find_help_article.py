"""What a reader of the help centre gets at an article's address."""

from dataclasses import dataclass
from typing import TypeAlias

from crm_store.articles import find_article
from crm_store.redirects import follow_redirect
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleState


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
    end = follow_redirect(tx, article_id, locale)
    return Gone() if end is None else Moved(end.id, end.locale)
