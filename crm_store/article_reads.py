"""How often articles are read in the help centre, by day."""

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from sqlalchemy import bindparam, delete, func, select

from crm_store.schema import article_reads, articles
from crm_store.transaction import Transaction
from domain.knowledge import ArticleState

Place: TypeAlias = tuple[str, str]
"""An article's id and locale."""

_MOST_READ = (
    select(article_reads.c.article_id, func.sum(article_reads.c.reads).label("total"))
    .join(
        articles,
        (articles.c.id == article_reads.c.article_id)
        & (articles.c.locale == article_reads.c.locale),
    )
    .where(
        article_reads.c.locale == bindparam("wanted"),
        article_reads.c.day >= bindparam("since"),
        articles.c.state == ArticleState.PUBLISHED,
    )
    .group_by(article_reads.c.article_id)
    .order_by(func.sum(article_reads.c.reads).desc(), article_reads.c.article_id)
    .limit(bindparam("limit"))
)
_FORGET = delete(article_reads).where(article_reads.c.day < bindparam("before"))


def record_reads(tx: Transaction, reads: Mapping[Place, int], *, day: date) -> None:
    """Add to the counts of a day.

    Args:
        reads: how often each article was read.
        day: in UTC.
    """
    insert = tx.insert(article_reads)
    added = {"reads": article_reads.c.reads + insert.excluded.reads}
    counted = insert.on_conflict_do_update(
        index_elements=["article_id", "locale", "day"], set_=added
    )
    # Two processes that write the same in one order never wait for each other in a circle.
    rows = [
        {"article_id": article_id, "locale": locale, "day": day, "reads": number}
        for (article_id, locale), number in sorted(reads.items())
    ]
    if rows:
        tx.execute_for(counted, rows)


def list_most_read(
    tx: Transaction, locale: str, *, since: date, limit: int
) -> tuple[tuple[str, int], ...]:
    """List the published articles that were read most since a day, with how often."""
    rows = tx.execute(_MOST_READ, {"wanted": locale, "since": since, "limit": limit})
    return tuple((row.article_id, int(row.total)) for row in rows)


def forget_reads(tx: Transaction, *, before: date) -> int:
    """Delete the counts of days long ago; return how many."""
    return tx.execute(_FORGET, {"before": before}).rowcount
