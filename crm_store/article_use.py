"""How much use each article was of lately: to customers who asked, and to readers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.sql.schema import Table

from crm_store.schema import answer_days, article_ratings, article_reads
from crm_store.transaction import Transaction
from domain.knowledge_report import AnswerUse, Place

_PLACE = ("article_id", "locale")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleUse:
    """What became of an article in one language.

    Attributes:
        answers: how often the bot sent it, by itself or because the customer chose it.
        reads: in the help centre.
        helpful: readers who said that it helped, by their latest word.
    """

    answers: int = 0
    reads: int = 0
    helpful: int = 0
    not_helpful: int = 0


def list_use(
    tx: Transaction, since: datetime, *, article_ids: Collection[str] | None = None
) -> Mapping[Place, ArticleUse]:
    """List the use of articles since a day; what was of none is left out.

    Answers are there once they are counted (`bot/count_questions.py`), a few minutes later.

    Args:
        since: counted is from the beginning of its day.
        article_ids: of the articles wanted, where not all are; what a page shows, say.
    """
    used: dict[Place, ArticleUse] = {}
    for statement in (_count_answers(since), _count_reads(since), _count_ratings(since)):
        for row in tx.execute(_narrow(statement, article_ids)).mappings():
            place = row["article_id"], row["locale"]
            counts = {name: int(value) for name, value in row.items() if name not in _PLACE}
            used[place] = replace(used.get(place, ArticleUse()), **counts)
    return used


def _narrow(statement: Select[Any], article_ids: Collection[str] | None) -> Select[Any]:
    if article_ids is None:
        return statement
    return statement.where(statement.selected_columns.article_id.in_(set(article_ids)))


def _group(table: Table, counts: Iterable[Any]) -> Select[Any]:
    place = table.c.article_id, table.c.locale
    return select(*place, *counts).group_by(*place)


def _count_answers(since: datetime) -> Select[Any]:
    told = answer_days
    counted = _group(told, [func.sum(told.c.number).label("answers")])
    return counted.where(told.c.day >= since.date(), told.c.use != AnswerUse.OFFERED)


def _count_reads(since: datetime) -> Select[Any]:
    told = article_reads
    counted = _group(told, [func.sum(told.c.reads).label("reads")])
    return counted.where(told.c.day >= since.date())


def _count_ratings(since: datetime) -> Select[Any]:
    told = article_ratings
    helpful = func.sum(case((told.c.helpful, 1), else_=0))
    counts = [helpful.label("helpful"), (func.count() - helpful).label("not_helpful")]
    return _group(told, counts).where(told.c.at >= since)
