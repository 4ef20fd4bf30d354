"""Gaps with their questions: what a search for them found, and what people made of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sqlalchemy import delete, func, select, update

from crm_store.schema import articles, gap_questions, gap_removals, gaps
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError, NotFoundError
from domain.knowledge import ArticleState
from domain.knowledge_desk import Gap, GapState, QuestionSource

TOPIC: Final = "gaps"

QuestionKey: TypeAlias = tuple[QuestionSource, str]
"""Where a question was asked, and its id there."""

# Values of one statement; SQLite allows 32,766.
_PORTION: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGap:
    """A gap as the next search for gaps has to know it.

    Attributes:
        questions: those that it had.
        placed: those among them that somebody put there.
        removed: what somebody took out of it.
    """

    gap: Gap
    questions: frozenset[QuestionKey]
    placed: frozenset[QuestionKey] = frozenset()
    removed: frozenset[QuestionKey] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedGap:
    """A gap in a list.

    Attributes:
        published: whether the article that was drafted for it is published.
    """

    gap: Gap
    published: bool = False


def list_gaps(
    tx: Transaction, state: GapState, *, offset: int = 0, limit: int = 25
) -> tuple[ListedGap, ...]:
    """List gaps of a state, the biggest first, of equal ones that asked about last."""
    published = (
        select(articles.c.id)
        .where(
            articles.c.id == gaps.c.article_id,
            articles.c.locale == gaps.c.locale,
            articles.c.state == ArticleState.PUBLISHED,
        )
        .exists()
    )
    found = (
        select(gaps, published.label("published"))
        .where(gaps.c.state == state)
        .order_by(gaps.c.size.desc(), gaps.c.last_at.desc(), gaps.c.id)
        .offset(offset)
        .limit(limit)
    )
    return tuple(
        ListedGap(gap=_to_gap(row), published=bool(row.published)) for row in tx.execute(found)
    )


def count_gaps(tx: Transaction) -> Mapping[GapState, int]:
    """Count gaps by state, those of which there are none as well."""
    counted = select(gaps.c.state, func.count().label("number")).group_by(gaps.c.state)
    numbers = {row.state: row.number for row in tx.execute(counted)}
    return {state: numbers.get(state, 0) for state in GapState}


def get_gap(tx: Transaction, gap_id: str) -> Gap:
    """Return a gap.

    Raises:
        NotFoundError: there is none of that id; a later search may have closed it.
    """
    row = tx.find_row(select(gaps).where(gaps.c.id == gap_id))
    if row is None:
        raise NotFoundError(
            "this gap is gone: it is answered now, or nobody asks about it any more"
        )
    return _to_gap(row)


def list_other_gaps(tx: Transaction, gap: Gap, *, limit: int = 50) -> tuple[Gap, ...]:
    """List the biggest open gaps of the same language, for a question to be moved to."""
    found = select(gaps).where(
        gaps.c.locale == gap.locale, gaps.c.id != gap.id, gaps.c.state == GapState.OPEN
    )
    rows = tx.execute(found.order_by(gaps.c.size.desc(), gaps.c.id).limit(limit))
    return tuple(_to_gap(row) for row in rows)


def list_known_gaps(tx: Transaction, *, after: str = "", limit: int = 50) -> tuple[KnownGap, ...]:
    """List gaps with all that they have, by id.

    Args:
        after: the id of the last one already seen, or an empty text.
    """
    rows = tx.execute(select(gaps).where(gaps.c.id > after).order_by(gaps.c.id).limit(limit)).all()
    ids = [row.id for row in rows]
    asked: dict[str, set[QuestionKey]] = {each: set() for each in ids}
    placed: dict[str, set[QuestionKey]] = {each: set() for each in ids}
    removed: dict[str, set[QuestionKey]] = {each: set() for each in ids}
    for row in tx.execute(select(gap_questions).where(gap_questions.c.gap_id.in_(ids))):
        key = QuestionSource(row.source), row.question_id
        asked[row.gap_id].add(key)
        if row.placed:
            placed[row.gap_id].add(key)
    for row in tx.execute(select(gap_removals).where(gap_removals.c.gap_id.in_(ids))):
        removed[row.gap_id].add((QuestionSource(row.source), row.question_id))
    return tuple(
        KnownGap(
            gap=_to_gap(row),
            questions=frozenset(asked[row.id]),
            placed=frozenset(placed[row.id]),
            removed=frozenset(removed[row.id]),
        )
        for row in rows
    )


def record_gap(
    tx: Transaction,
    gap: Gap,
    questions: Sequence[QuestionKey],
    *,
    placed: Collection[QuestionKey] = (),
) -> None:
    """Write a gap with its questions in the place of what it had; what was taken out stays so.

    Args:
        questions: the most typical first.
        placed: those among them that somebody put there.
    """
    values = _to_row(gap)
    changed = {name: value for name, value in values.items() if name != "id"}
    insert = tx.insert(gaps).values(values)
    tx.execute(insert.on_conflict_do_update(index_elements=["id"], set_=changed))
    tx.execute(delete(gap_questions).where(gap_questions.c.gap_id == gap.id))
    rows = [
        {
            "gap_id": gap.id,
            "source": source,
            "question_id": question_id,
            "rank": rank,
            "placed": (source, question_id) in placed,
        }
        for rank, (source, question_id) in enumerate(questions)
    ]
    for start in range(0, len(rows), _PORTION):
        tx.execute(tx.insert(gap_questions), rows[start : start + _PORTION])
    tx.wake(TOPIC)


def close_gap(tx: Transaction, gap_id: str) -> None:
    """Forget a gap; the questions stand where they were asked."""
    for table in (gap_questions, gap_removals):
        tx.execute(delete(table).where(table.c.gap_id == gap_id))
    tx.execute(delete(gaps).where(gaps.c.id == gap_id))
    tx.wake(TOPIC)


def change_gap_state(
    tx: Transaction, gap_id: str, state: GapState, *, article_id: str | None = None
) -> Gap:
    """Say what became of a gap.

    Args:
        article_id: the article that it became, for `DRAFTED`.

    Raises:
        NotFoundError: there is no such gap.
    """
    gap = get_gap(tx, gap_id)
    size = gap.size if state is GapState.DISMISSED else None
    values = {"state": state, "article_id": article_id, "dismissed_size": size}
    tx.execute(update(gaps).where(gaps.c.id == gap_id).values(values))
    tx.wake(TOPIC)
    return get_gap(tx, gap_id)


def remove_question(tx: Transaction, gap_id: str, key: QuestionKey) -> None:
    """Take a question out of a gap for good; a gap that is left without any is closed.

    Raises:
        NotFoundError: it is not in the gap.
    """
    get_gap(tx, gap_id)
    gone = tx.execute(delete(gap_questions).where(*_is(gap_questions, gap_id, key)))
    if gone.rowcount == 0:
        raise NotFoundError("this question is not in the gap any more")
    values = {"gap_id": gap_id, "source": key[0], "question_id": key[1]}
    tx.insert_once(gap_removals, values)
    _count_anew(tx, gap_id)


def move_question(tx: Transaction, gap_id: str, key: QuestionKey, *, to: str) -> None:
    """Put a question into another gap for good.

    Raises:
        NotFoundError: it is not in the gap, or one of the gaps is none.
        InvalidInputError: both gaps are the same one.
    """
    if to == gap_id:
        raise InvalidInputError(
            "the question is in this gap already; choose another one", field="to"
        )
    get_gap(tx, to)
    remove_question(tx, gap_id, key)
    tx.execute(delete(gap_removals).where(*_is(gap_removals, to, key)))
    last = select(func.coalesce(func.max(gap_questions.c.rank), -1) + 1)
    rank = tx.execute(last.where(gap_questions.c.gap_id == to)).scalar_one()
    values = {"gap_id": to, "source": key[0], "question_id": key[1], "rank": rank, "placed": True}
    tx.execute(tx.insert(gap_questions).values(values).on_conflict_do_nothing())
    _count_anew(tx, to)


def _count_anew(tx: Transaction, gap_id: str) -> None:
    counted = select(func.count()).where(gap_questions.c.gap_id == gap_id)
    size = tx.execute(counted).scalar_one()
    if size == 0:
        close_gap(tx, gap_id)
        return
    tx.execute(update(gaps).where(gaps.c.id == gap_id).values(size=size))
    tx.wake(TOPIC)


def _is(table: Any, gap_id: str, key: QuestionKey) -> tuple[Any, ...]:
    return (table.c.gap_id == gap_id, table.c.source == key[0], table.c.question_id == key[1])


def _to_row(gap: Gap) -> dict[str, Any]:
    return {
        "id": gap.id,
        "locale": gap.locale,
        "title": gap.title,
        "terms": list(gap.terms),
        "size": gap.size,
        "state": gap.state,
        "article_id": gap.article_id,
        "first_at": gap.first_at,
        "last_at": gap.last_at,
        "found_at": gap.found_at,
        "channels": dict(gap.channels),
        "weeks": list(gap.weeks),
        "dismissed_size": gap.dismissed_size,
    }


def _to_gap(row: Any) -> Gap:
    return Gap(
        id=row.id,
        locale=row.locale,
        title=row.title,
        terms=tuple(row.terms),
        size=row.size,
        state=GapState(row.state),
        article_id=row.article_id,
        first_at=row.first_at,
        last_at=row.last_at,
        found_at=row.found_at,
        channels=dict(row.channels or {}),
        weeks=tuple(row.weeks or ()),
        dismissed_size=row.dismissed_size,
    )
