"""Articles with all their versions, and the version of the knowledge as a whole."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update

from crm_store.schema import article_versions, articles, counters
from crm_store.transaction import Transaction
from domain.knowledge import Article, ArticleState, ArticleVersion

TOPIC = "articles"
_INDEX = "article_index"
# As a term that is in no index: SQLite does not know how few states there are, and would look
# through all articles of one state rather than through those of one id.
plain_state: ColumnElement[str] = articles.c.state + ""
_PUBLISHED = (
    select(articles)
    .where(articles.c.id == bindparam("id"), plain_state == ArticleState.PUBLISHED)
    .order_by((articles.c.locale == bindparam("wanted")).desc(), articles.c.locale)
    .limit(1)
)
_INDEX_VERSION = select(counters.c.value).where(counters.c.name == _INDEX)


def find_article(tx: Transaction, article_id: str, locale: str) -> Article | None:
    """Find an article in a language, in whatever state."""
    found = select(articles).where(articles.c.id == article_id, articles.c.locale == locale)
    row = tx.find_row(found)
    return None if row is None else _to_article(row)


def find_published_article(tx: Transaction, article_id: str, locale: str) -> Article | None:
    """Find an article that customers may see, in a language or else in any other."""
    row = tx.find_row(_PUBLISHED, {"id": article_id, "wanted": locale})
    return None if row is None else _to_article(row)


def list_articles(
    tx: Transaction, *, state: ArticleState | None = None, after: str = "", limit: int = 1_000_000
) -> tuple[Article, ...]:
    """List articles by id and locale.

    Args:
        after: `id/locale` of the last one already seen, or an empty text.
    """
    found = select(articles).order_by(articles.c.id, articles.c.locale).limit(limit)
    if state is not None:
        found = found.where(plain_state == state)
    if after:
        article_id, _, locale = after.rpartition("/")
        later = (articles.c.id == article_id) & (articles.c.locale > locale)
        found = found.where((articles.c.id > article_id) | later)
    return tuple(_to_article(row) for row in tx.execute(found))


def record_article(
    tx: Transaction, article: Article, *, author: str, now: datetime, note: str | None = None
) -> Article:
    """Write an article's next version and count the knowledge's version up.

    Args:
        article: its `version` and `updated_at` are set here.
        author: who changed it, for the history.
        note: what was done, for the history.
    """
    before = find_article(tx, article.id, article.locale)
    values = {
        "id": article.id,
        "locale": article.locale,
        "title": article.title,
        "variants": list(article.variants),
        "answer": article.answer,
        "tags": list(article.tags),
        "state": article.state,
        "version": 1 if before is None else before.version + 1,
        "updated_at": now,
        "sensitive": article.sensitive,
        "precision": article.precision,
        "category": article.category,
        "source_version": article.source_version,
        "redirect_to": article.redirect_to,
    }
    current = values | {"retire_at": article.retire_at}
    insert = tx.insert(articles).values(current)
    changed = {key: value for key, value in current.items() if key not in {"id", "locale"}}
    tx.execute(insert.on_conflict_do_update(index_elements=["id", "locale"], set_=changed))
    tx.execute(article_versions.insert().values(**values, author=author, note=note))
    bump_index_version(tx)
    return _to_article(tx.execute(_one(article)).one())


def plan_article_retirement(
    tx: Transaction, article: Article, *, at: datetime | None, redirect_to: str | None
) -> Article:
    """Write when an article is to be retired by itself; it stays at its version."""
    planned = update(articles).where(articles.c.id == article.id)
    planned = planned.where(articles.c.locale == article.locale)
    tx.execute(planned.values(retire_at=at, redirect_to=redirect_to))
    return _to_article(tx.execute(_one(article)).one())


def carry_source_version(tx: Transaction, article_id: str, old: int, new: int) -> None:
    """Have an article's translations of one version count as translations of the next."""
    carried = update(articles).where(articles.c.id == article_id, articles.c.source_version == old)
    tx.execute(carried.values(source_version=new))


def find_article_version(
    tx: Transaction, article_id: str, locale: str, version: int
) -> ArticleVersion | None:
    """Find an article as it was published once."""
    found = select(article_versions).where(
        article_versions.c.id == article_id,
        article_versions.c.locale == locale,
        article_versions.c.version == version,
    )
    row = tx.find_row(found)
    return None if row is None else _to_version(row)


def list_locales(tx: Transaction, article_id: str) -> tuple[Article, ...]:
    """List an article in all its languages, in whatever state."""
    found = select(articles).where(articles.c.id == article_id).order_by(articles.c.locale)
    return tuple(_to_article(row) for row in tx.execute(found))


def bump_index_version(tx: Transaction) -> None:
    """Count the knowledge's version up and have every process learn anew."""
    insert = tx.insert(counters).values(name=_INDEX, value=1)
    counted = insert.on_conflict_do_update(
        index_elements=["name"], set_={"value": counters.c.value + 1}
    )
    tx.execute(counted)
    tx.wake(TOPIC)


def get_index_version(tx: Transaction) -> int:
    """Tell the version of the knowledge as a whole; 0 where there is none yet."""
    row = tx.find_row(_INDEX_VERSION)
    return 0 if row is None else int(row.value)


def count_articles(tx: Transaction) -> int:
    """Count the published articles, each language of its own."""
    counted = select(func.count()).where(articles.c.state == ArticleState.PUBLISHED)
    number: int = tx.execute(counted).scalar_one()
    return number


def _one(article: Article) -> Any:
    return select(articles).where(articles.c.id == article.id, articles.c.locale == article.locale)


def _to_version(row: Any) -> ArticleVersion:
    return ArticleVersion(
        article=_to_article(row), author=row.author, at=row.updated_at, note=row.note
    )


def _to_article(row: Any) -> Article:
    return Article(
        id=row.id,
        locale=row.locale,
        title=row.title,
        variants=tuple(row.variants),
        answer=row.answer,
        tags=tuple(row.tags),
        state=ArticleState(row.state),
        version=row.version,
        updated_at=row.updated_at,
        sensitive=row.sensitive,
        precision=row.precision,
        category=row.category,
        source_version=row.source_version,
        redirect_to=row.redirect_to,
        # Planned for what is current alone; a version of the past has no such column.
        retire_at=getattr(row, "retire_at", None),
    )
