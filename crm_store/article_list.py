"""The list of all articles and drafts, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, tuple_

from crm_store.article_use import ArticleUse, list_use
from crm_store.listed_articles import (
    USED_WITHIN,
    is_behind,
    is_in_state,
    list_beside,
    needs_attention,
)
from crm_store.schema import article_versions
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError
from domain.knowledge import ArticleState

STATES = ("published", "draft", "in_review", "scheduled", "retired")
ATTENTION = ("stale", "unused", "behind", "badly_rated")
MOST_ROWS = 200
_UNUSED = ArticleUse()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFilter:
    """Which articles are listed; what is None or empty leaves nothing out.

    Attributes:
        text: a part of the title or of the id.
        state: `published`, `draft`, `in_review`, `scheduled` or `retired`; the three in the middle
            list drafts beside what is published as well.
        attention: `stale`, `unused`, `behind` or `badly_rated`.
    """

    text: str = ""
    state: str | None = None
    locale: str | None = None
    category: str | None = None
    attention: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article in one language, as the list shows it.

    Attributes:
        state: `published` or `retired`; for what was never published its draft's state.
        draft_state: `draft`, `in_review` or `scheduled`; None where there is no draft.
        has_changes: whether there is a draft beside what is published.
        reads: in the help centre in the last 30 days.
        answers: by the bot in the last 30 days.
        behind: whether it is a translation whose original has changed since.
        stale: whether nobody has changed it for as long as the settings say.
    """

    id: str
    locale: str
    title: str
    state: str
    draft_state: str | None = None
    has_changes: bool = False
    publish_at: datetime | None = None
    category: str | None = None
    updated_at: datetime
    updated_by: str
    reads: int = 0
    answers: int = 0
    helpful: int = 0
    not_helpful: int = 0
    behind: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePage:
    """Some articles, those changed last first.

    Attributes:
        next: the cursor of the page behind, or None.
        counts: how many articles of each state and each reason for attention there are, the
            filter's text, locale and category applied, and of `all`.
    """

    rows: tuple[ArticleRow, ...]
    next: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


def list_article_rows(
    tx: Transaction,
    wanted: ArticleFilter,
    *,
    languages: Sequence[str],
    stale_before: datetime,
    now: datetime,
    after: str | None = None,
    limit: int = 50,
) -> ArticlePage:
    """List articles and drafts, those changed last first.

    Args:
        languages: the company's, its own first.
        stale_before: what has not been changed since is stale.
        after: the `next` of the page before.

    Raises:
        InvalidInputError: the filter names no such state or reason, or `after` is no cursor.
    """
    _check(wanted)
    limit = max(1, min(limit, MOST_ROWS))
    listed = list_beside()
    row = listed.c
    found = select(listed).where(*_narrow(row, wanted))
    reasons = {
        reason: needs_attention(
            row, reason, languages=languages, stale_before=stale_before, now=now
        )
        for reason in ATTENTION
    }
    states = {state: is_in_state(row, state) for state in STATES}
    counts = _count(tx, found, states | reasons)
    if wanted.state is not None:
        found = found.where(states[wanted.state])
    if wanted.attention is not None:
        found = found.where(reasons[wanted.attention])
    if after is not None:
        found = found.where(_is_behind_cursor(row, after))
    ordered = found.order_by(row.updated_at.desc(), row.id, row.locale)
    rows = tx.execute(ordered.limit(limit + 1)).all()
    return ArticlePage(
        rows=_describe(tx, rows[:limit], languages, stale_before=stale_before, now=now),
        next=_make_cursor(rows[limit - 1]) if len(rows) > limit else None,
        counts=counts,
    )


def _check(wanted: ArticleFilter) -> None:
    if wanted.state not in {None, *STATES}:
        raise InvalidInputError(f"must be one of {', '.join(STATES)}", field="state")
    if wanted.attention not in {None, *ATTENTION}:
        raise InvalidInputError(f"must be one of {', '.join(ATTENTION)}", field="attention")


def _narrow(row: Any, wanted: ArticleFilter) -> list[ColumnElement[bool]]:
    narrowed = []
    text = wanted.text.strip()
    if text:
        # SQLite knows upper and lower case of A to Z alone.
        forms = dict.fromkeys((text, text.lower(), text.capitalize(), text.upper()))
        within = [row.title.icontains(form, autoescape=True) for form in forms]
        narrowed.append(or_(row.id.icontains(text, autoescape=True), *within))
    if wanted.locale is not None:
        narrowed.append(row.locale == wanted.locale)
    if wanted.category is not None:
        narrowed.append(row.category == wanted.category)
    return narrowed


def _count(
    tx: Transaction, found: Select[Any], kinds: Mapping[str, ColumnElement[bool]]
) -> dict[str, int]:
    counted = [
        func.coalesce(func.sum(case((is_one, 1), else_=0)), 0).label(name)
        for name, is_one in kinds.items()
    ]
    row = tx.execute(found.with_only_columns(func.count().label("all"), *counted)).one()
    return {name: int(number) for name, number in row._mapping.items()}  # noqa: SLF001 - its name


def _make_cursor(row: Any) -> str:
    return f"{row.updated_at.isoformat()}/{row.locale}/{row.id}"


def _is_behind_cursor(row: Any, after: str) -> ColumnElement[bool]:
    try:
        instant, locale, article_id = after.split("/", 2)
        at = datetime.fromisoformat(instant)
        if at.tzinfo is None:
            raise ValueError
    except ValueError:
        raise InvalidInputError("is no place in the list; begin anew", field="after") from None
    later = and_(row.id == article_id, row.locale > locale)
    return or_(row.updated_at < at, and_(row.updated_at == at, or_(row.id > article_id, later)))


def _describe(
    tx: Transaction,
    rows: Sequence[Any],
    languages: Sequence[str],
    *,
    stale_before: datetime,
    now: datetime,
) -> tuple[ArticleRow, ...]:
    """Add who changed the articles of a page, how they are used, and what is behind."""
    used = list_use(tx, now - USED_WITHIN, article_ids={row.id for row in rows})
    behind = _find_behind(tx, rows, languages)
    authors = _find_authors(tx, rows)
    described = []
    for row in rows:
        place = row.id, row.locale
        use = used.get(place, _UNUSED)
        published = row.state == ArticleState.PUBLISHED
        draft_state = _name_draft_state(row)
        described.append(
            ArticleRow(
                id=row.id,
                locale=row.locale,
                title=row.title,
                state=str(row.state or draft_state),
                draft_state=draft_state,
                has_changes=published and draft_state is not None,
                publish_at=row.publish_at,
                category=row.category,
                updated_at=row.updated_at,
                updated_by=row.updated_by or authors.get(place, ""),
                reads=use.reads,
                answers=use.answers,
                helpful=use.helpful,
                not_helpful=use.not_helpful,
                behind=place in behind,
                stale=published and row.published_at < stale_before,
            )
        )
    return tuple(described)


def _name_draft_state(row: Any) -> str | None:
    if row.publish_at is not None:
        return "scheduled"
    return None if row.draft_state is None else str(row.draft_state)


def _find_behind(
    tx: Transaction, rows: Sequence[Any], languages: Sequence[str]
) -> set[tuple[str, str]]:
    listed = list_beside()
    found = select(listed.c.id, listed.c.locale).where(
        listed.c.id.in_({row.id for row in rows}), is_behind(listed.c, languages)
    )
    published = {(row.id, row.locale) for row in rows if row.state == ArticleState.PUBLISHED}
    return {(row.id, row.locale) for row in tx.execute(found)} & published


def _find_authors(tx: Transaction, rows: Sequence[Any]) -> dict[tuple[str, str], str]:
    told = article_versions.c
    places = [(row.id, row.locale, row.version) for row in rows if row.updated_by is None]
    found = select(told.id, told.locale, told.author).where(
        tuple_(told.id, told.locale, told.version).in_(places)
    )
    return {(row.id, row.locale): row.author for row in tx.execute(found)} if places else {}
