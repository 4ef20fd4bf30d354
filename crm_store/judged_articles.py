"""How often each article's answers were judged right and wrong, and where they were wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import Select, case, exists, func, select

from crm_store.feedback import IS_ON_WHAT_WAS_SENT
from crm_store.schema import answer_feedback, articles, conversations
from crm_store.transaction import Transaction
from domain.feedback import FeedbackSource, Verdict

Place: TypeAlias = tuple[str, str]
"""An article's id and locale."""

# What a page shows at once.
MOST_ARTICLES = 200
MOST_WRONG = 3
# Of the latest verdicts, among which the wrong answers to look at are found.
_LATEST = 1_000
_BELIEVED = {source: rank for rank, source in enumerate(FeedbackSource)}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedArticle:
    """An article whose answers were judged; each answer counts once, by who is believed most.

    Attributes:
        title: as it stands now; the id where there is no such article any more.
        topic: its first tag.
        sources: how many of the answers each source judged right and wrong.
        latest: when something was said of it last.
        known: whether there is such an article in this language, retired or not.
        wrong_in: references of the latest conversations in which it was wrong, newest first.
    """

    article_id: str
    locale: str
    title: str
    topic: str | None
    right: int
    wrong: int
    sources: Mapping[FeedbackSource, tuple[int, int]]
    latest: datetime
    known: bool = False
    wrong_in: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share of the judged answers that were right, 0 to 1."""
        return self.right / (self.right + self.wrong)


def list_judged_articles(tx: Transaction) -> tuple[JudgedArticle, ...]:
    """List what was judged, the most often wrong first, up to `MOST_ARTICLES`."""
    counts: dict[Place, list[Any]] = {}
    for row in tx.execute(_count_verdicts()):
        counts.setdefault((row.article_id, row.locale), []).append(row)
    judged = (_count(place, rows) for place, rows in counts.items())
    ranked = sorted(judged, key=lambda one: (-one.wrong, -one.right, one.article_id, one.locale))
    return _describe(tx, ranked[:MOST_ARTICLES])


def _count(place: Place, rows: list[Any]) -> JudgedArticle:
    def add(verdict: Verdict, source: FeedbackSource | None = None) -> int:
        return sum(
            row.number
            for row in rows
            if row.verdict == verdict and source in {None, FeedbackSource(row.source)}
        )

    told = {FeedbackSource(row.source) for row in rows}
    return JudgedArticle(
        article_id=place[0],
        locale=place[1],
        title=place[0],
        topic=None,
        right=add(Verdict.RIGHT),
        wrong=add(Verdict.WRONG),
        sources={
            source: (add(Verdict.RIGHT, source), add(Verdict.WRONG, source))
            for source in FeedbackSource
            if source in told
        },
        latest=max(row.latest for row in rows),
    )


def _describe(tx: Transaction, judged: Sequence[JudgedArticle]) -> tuple[JudgedArticle, ...]:
    """Add what the articles are called, and where they were wrong."""
    ids = {one.article_id for one in judged}
    found = tx.execute(select(articles).where(articles.c.id.in_(ids)))
    named = {(row.id, row.locale): (row.title, next(iter(row.tags), None)) for row in found}
    wrong_in = _find_wrong(tx)
    described = []
    for one in judged:
        place = one.article_id, one.locale
        title, topic = named.get(place, (one.title, one.topic))
        there = tuple(wrong_in.get(place, ()))
        known = place in named
        described.append(replace(one, title=title, topic=topic, known=known, wrong_in=there))
    return tuple(described)


def _count_verdicts() -> Select[Any]:
    """Count verdicts by article, verdict and source, leaving out those that are overruled."""
    told = answer_feedback
    keys = (told.c.article_id, told.c.locale, told.c.verdict, told.c.source)
    counted = select(*keys, func.count().label("number"), func.max(told.c.at).label("latest"))
    return counted.where(IS_ON_WHAT_WAS_SENT, ~is_overruled()).group_by(*keys)


def is_overruled() -> Any:
    """Say of a verdict that somebody who is believed more gave one on the same answer."""
    other = answer_feedback.alias()
    return exists().where(
        other.c.interaction_id == answer_feedback.c.interaction_id,
        other.c.article_id == answer_feedback.c.article_id,
        _rank(other.c.source) < _rank(answer_feedback.c.source),
    )


def _rank(source: Any) -> Any:
    return case(_BELIEVED, value=source, else_=len(_BELIEVED))


def _find_wrong(tx: Transaction) -> dict[Place, list[str]]:
    """Find the latest conversations with a wrong answer, a few of each article."""
    told = answer_feedback
    found = (
        select(told.c.article_id, told.c.locale, conversations.c.reference)
        .select_from(told.join(conversations, conversations.c.id == told.c.conversation_id))
        .where(told.c.verdict == Verdict.WRONG, ~is_overruled())
        .order_by(told.c.at.desc())
        .limit(_LATEST)
    )
    wrong: dict[Place, list[str]] = {}
    for row in tx.execute(found):
        references = wrong.setdefault((row.article_id, row.locale), [])
        if len(references) < MOST_WRONG and row.reference not in references:
            references.append(row.reference)
    return wrong
