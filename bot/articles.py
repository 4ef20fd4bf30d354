"""Knowledge comes in: a changed article gets a new version, the same one again changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from crm_store.articles import find_article, record_article
from crm_store.transaction import Transaction
from domain.knowledge import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What an import did, by `id/locale`."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def import_articles(
    tx: Transaction, articles: Iterable[Article], *, author: str, now: datetime
) -> ImportOutcome:
    """Publish articles; what is there in the same words already stays as it is."""
    new: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    for article in articles:
        name = f"{article.id}/{article.locale}"
        before = find_article(tx, article.id, article.locale)
        if before is not None and _content(before) == _content(article):
            unchanged.append(name)
            continue
        record_article(tx, article, author=author, now=now)
        (new if before is None else changed).append(name)
    return ImportOutcome(new=tuple(new), changed=tuple(changed), unchanged=tuple(unchanged))


def _content(article: Article) -> tuple[object, ...]:
    return (
        article.title,
        article.variants,
        article.answer,
        article.tags,
        article.state,
        article.sensitive,
        article.precision,
    )
