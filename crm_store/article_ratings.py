"""What readers of the help centre said of articles; each reader counts once per article."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from crm_store.schema import article_ratings, articles
from crm_store.transaction import Transaction
from domain.errors import NotFoundError
from domain.knowledge_desk import ArticleRating

# What a page shows at once.
MOST_RATED = 100
MOST_COMMENTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedArticle:
    """An article in one language, and how many readers it helped.

    Attributes:
        title: as it stands now; the id where there is no such article any more.
        latest: when somebody said something of it last.
    """

    article_id: str
    locale: str
    title: str
    helpful: int
    not_helpful: int
    latest: datetime

    @property
    def share(self) -> float:
        """The share of readers that it helped, 0 to 1."""
        return self.helpful / (self.helpful + self.not_helpful)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderComment:
    """What a reader missed, with the title of what they read as it stands now."""

    rating: ArticleRating
    title: str


def find_rating(
    tx: Transaction, article_id: str, locale: str, visitor: str
) -> ArticleRating | None:
    """Find what a reader said of an article."""
    row = tx.find_row(select(article_ratings).where(*_one(article_id, locale, visitor)))
    return None if row is None else _to_rating(row)


def record_rating(tx: Transaction, rating: ArticleRating) -> None:
    """Write what a reader says now in place of what they said before."""
    values = {
        "article_id": rating.article_id,
        "locale": rating.locale,
        "visitor": rating.visitor,
        "version": rating.version,
        "helpful": rating.helpful,
        "comment": rating.comment,
        "at": rating.at,
        "handled_at": rating.handled_at,
    }
    insert = tx.insert(article_ratings).values(values)
    key = ["article_id", "locale", "visitor"]
    changed = {name: value for name, value in values.items() if name not in key}
    tx.execute(insert.on_conflict_do_update(index_elements=key, set_=changed))


def record_comment_handled(
    tx: Transaction, article_id: str, locale: str, visitor: str, *, now: datetime
) -> None:
    """Write that somebody of the staff has seen to a comment.

    Raises:
        NotFoundError: there is no such comment, or not any more.
    """
    changed = (
        article_ratings.update()
        .where(*_one(article_id, locale, visitor), article_ratings.c.comment.is_not(None))
        .values(handled_at=now)
    )
    if tx.execute(changed).rowcount == 0:
        raise NotFoundError("there is no such comment any more; its reader took it back")


def list_rated(tx: Transaction, since: datetime) -> tuple[RatedArticle, ...]:
    """List the articles rated since, those first that failed most readers, up to `MOST_RATED`."""
    told = article_ratings.c
    helpful = func.sum(case((told.helpful, 1), else_=0))
    failed = func.count() - helpful
    counted = (
        select(
            told.article_id,
            told.locale,
            helpful.label("helpful"),
            failed.label("failed"),
            func.max(told.at).label("latest"),
        )
        .where(told.at >= since)
        .group_by(told.article_id, told.locale)
        .order_by(failed.desc(), helpful.desc(), told.article_id, told.locale)
        .limit(MOST_RATED)
        .subquery()
    )
    named = select(counted, articles.c.title).select_from(_name(counted))
    order = counted.c.failed.desc(), counted.c.helpful.desc(), counted.c.article_id
    rows = tx.execute(named.order_by(*order, counted.c.locale))
    return tuple(
        RatedArticle(
            article_id=row.article_id,
            locale=row.locale,
            title=row.title or row.article_id,
            helpful=int(row.helpful),
            not_helpful=int(row.failed),
            latest=row.latest,
        )
        for row in rows
    )


def list_comments(tx: Transaction, *, handled: bool = False) -> tuple[ReaderComment, ...]:
    """List comments, newest first, up to `MOST_COMMENTS`.

    Args:
        handled: those that were seen to, rather than those that wait.
    """
    told = article_ratings.c
    seen = told.handled_at.is_not(None) if handled else told.handled_at.is_(None)
    found = (
        select(article_ratings, articles.c.title)
        .select_from(_name(article_ratings))
        .where(told.comment.is_not(None), seen)
        .order_by(told.at.desc(), told.article_id, told.visitor)
        .limit(MOST_COMMENTS)
    )
    return tuple(
        ReaderComment(rating=_to_rating(row), title=row.title or row.article_id)
        for row in tx.execute(found)
    )


def _name(told: Any) -> Any:
    same = (articles.c.id == told.c.article_id) & (articles.c.locale == told.c.locale)
    return told.outerjoin(articles, same)


def _one(article_id: str, locale: str, visitor: str) -> tuple[Any, ...]:
    told = article_ratings.c
    return told.article_id == article_id, told.locale == locale, told.visitor == visitor


def _to_rating(row: Any) -> ArticleRating:
    return ArticleRating(
        article_id=row.article_id,
        locale=row.locale,
        visitor=row.visitor,
        version=row.version,
        helpful=row.helpful,
        comment=row.comment,
        at=row.at,
        handled_at=row.handled_at,
    )
