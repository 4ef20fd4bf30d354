"""Knowledge comes in: a changed article gets a new version, the same one again changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from crm_store.articles import find_article, record_article
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleState


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What an import did, by `id/locale`."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def import_articles(
    tx: Transaction, articles: Iterable[Article], *, author: str, now: datetime
) -> ImportOutcome:
    """Publish articles; what is there in the same words already stays as it is.

    Where an article says nothing of its category, of what it is a translation of, and of its
    retirement, what there was stays; one that was retired stays so until it comes in other words.
    No draft is touched: publishing one is refused until somebody has looked at what came in.
    """
    new: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    for article in articles:
        name = f"{article.id}/{article.locale}"
        before = find_article(tx, article.id, article.locale)
        if before is not None:
            article = _keep_placed(article, before)  # noqa: PLW2901 - the same one, in its place
        if before is not None and _content(before) == _content(article):
            unchanged.append(name)
            continue
        record_article(tx, article, author=author, now=now)
        (new if before is None else changed).append(name)
    return ImportOutcome(new=tuple(new), changed=tuple(changed), unchanged=tuple(unchanged))


def _keep_placed(article: Article, before: Article) -> Article:
    """Return an article where the one before it was, unless it says where it is itself."""
    placed = replace(
        article,
        category=article.category or before.category,
        source_version=article.source_version or before.source_version,
        retire_at=article.retire_at or before.retire_at,
        redirect_to=article.redirect_to or before.redirect_to,
    )
    if before.state is not ArticleState.RETIRED or placed.state is ArticleState.RETIRED:
        return placed
    retired = replace(placed, state=ArticleState.RETIRED)
    return retired if _content(retired) == _content(before) else replace(placed, redirect_to=None)


def _content(article: Article) -> tuple[object, ...]:
    return (
        article.title,
        article.variants,
        article.answer,
        article.tags,
        article.state,
        article.sensitive,
        article.precision,
        article.category,
        article.source_version,
    )
