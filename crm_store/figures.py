"""The figures that reports are made of, and the conversations behind each of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Subquery, Table, func, select, tuple_, union_all

from crm_store.figure_parts import find_monday
from crm_store.schema import (
    conversations,
    customers,
    figure_days,
    figure_parts,
    figure_totals,
    figure_weeks,
)
from crm_store.transaction import Transaction
from domain.errors import InvalidInputError
from domain.figures import Figure, FigureQuery, FigureSum

APART: Final = ("day", "week", "hour", "queue", "channel", "tier", "label")
"""What figures can be told apart by."""
_WEEK: Final = 7
_FEWEST_WEEKS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationBehind:
    """A conversation that a figure counts on a day.

    Attributes:
        day: on which it was counted; what counts on two days is listed for each of them.
        n: how many it adds on that day, such as two promises that were broken.
        amount: what they add up to.
        at: when the conversation began.
        queue: that it is counted under, empty for the bot.
        tier: of its customer.
    """

    day: date
    conversation_id: str
    reference: str
    subject: str | None
    customer_id: str
    customer_name: str | None
    at: datetime
    queue: str
    channel: str
    tier: str
    n: int
    amount: int

    @property
    def mark(self) -> str:
        """What the next page begins after."""
        return f"{self.day.isoformat()}/{self.conversation_id}"


def sum_figures(
    tx: Transaction, query: FigureQuery, figures: Sequence[Figure], by: Sequence[str] = ()
) -> tuple[FigureSum, ...]:
    """Add up some figures by one statement, in the order of what they are told apart by.

    Args:
        by: some of `APART`; what is not there is added up over all of it. `week` tells whole ISO
            weeks by their Monday, and the days before the first and after the last one by one.
    """
    table = _choose_source(query, figures, by)
    apart = [table.c["day" if name == "week" else name] for name in by]
    found = (
        select(
            table.c.figure,
            *apart,
            func.sum(table.c.n).label("n"),
            func.sum(table.c.amount).label("amount"),
        )
        .where(table.c.figure.in_(list(figures)), *_conditions(table, query))
        .group_by(table.c.figure, *apart)
        .order_by(table.c.figure, *apart)
    )
    names = ["day" if name == "week" else name for name in by]
    return tuple(
        FigureSum(
            figure=Figure(row.figure),
            n=int(row.n),
            amount=int(row.amount),
            **{name: getattr(row, name) for name in names},
        )
        for row in tx.execute(found)
    )


def _choose_source(
    query: FigureQuery, figures: Sequence[Figure], by: Sequence[str]
) -> Table | Subquery:
    """Choose where sums are read: of many days the whole weeks among them, and the days around.

    Where neither channel nor tier matters, the weeks are read in which they are added up.
    """
    first = find_monday(query.first + timedelta(days=_WEEK - 1))
    following = find_monday(query.last + timedelta(days=1))
    if "day" in by or (following - first).days < _FEWEST_WEEKS * _WEEK:
        return figure_days
    narrowed = query.channel is not None or query.tier is not None
    by_week = figure_weeks if narrowed or {"channel", "tier"} & set(by) else figure_totals
    days, weeks = figure_days.c, by_week.c
    around = (days.day >= query.first) & (days.day < first) | (
        (days.day >= following) & (days.day <= query.last)
    )
    wanted = [figure.value for figure in figures]
    return union_all(
        select(by_week).where(weeks.figure.in_(wanted), weeks.day >= first, weeks.day < following),
        select(figure_days).where(days.figure.in_(wanted), around),
    ).subquery()


def list_behind(
    tx: Transaction,
    query: FigureQuery,
    figure: Figure,
    *,
    label: str | tuple[str, ...] | None = None,
    hour: int | None = None,
    limit: int,
    after: str | None = None,
) -> tuple[ConversationBehind, ...]:
    """List the conversations behind a figure, those of the latest day first.

    Args:
        label: only what has it, or one of them; so with the hour.
        after: the `mark` of the last one of the page before.

    Raises:
        InvalidInputError: `after` is no mark.
    """
    rare: dict[str, Any] = {"label": label, "hour": hour}
    mark = None if after is None else _parse_mark(after)
    found: list[ConversationBehind] = []
    for days in _list_days(tx, query, figure, rare, limit=limit, mark=mark):
        wanted = [
            figure_parts.c.figure == figure,
            figure_parts.c.day.in_(days),
            *_conditions(figure_parts, query, **rare),
        ]
        if mark is not None:
            begun = tuple_(figure_parts.c.day, figure_parts.c.conversation_id)
            wanted.append(begun < tuple_(*mark))
        page = _select_page(wanted, limit - len(found))
        found += (_to_behind(row) for row in tx.execute(page))
        if len(found) == limit:
            break
    return tuple(found)


def _select_page(wanted: Sequence[ColumnElement[bool]], limit: int) -> Select[Any]:
    parts = figure_parts
    page = (
        select(
            parts.c.day,
            parts.c.conversation_id,
            func.max(parts.c.queue).label("queue"),
            func.max(parts.c.channel).label("channel"),
            func.max(parts.c.tier).label("tier"),
            func.sum(parts.c.n).label("n"),
            func.sum(parts.c.amount).label("amount"),
        )
        .where(*wanted)
        .group_by(parts.c.day, parts.c.conversation_id)
        .order_by(parts.c.day.desc(), parts.c.conversation_id.desc())
        .limit(limit)
        .subquery()
    )
    return (
        select(
            page,
            conversations.c.reference,
            conversations.c.subject,
            conversations.c.customer_id,
            conversations.c.created_at.label("at"),
            customers.c.name.label("customer_name"),
        )
        .join(conversations, conversations.c.id == page.c.conversation_id)
        .join(customers, customers.c.id == conversations.c.customer_id)
        .order_by(page.c.day.desc(), page.c.conversation_id.desc())
    )


def _list_days(
    tx: Transaction,
    query: FigureQuery,
    figure: Figure,
    rare: Mapping[str, Any],
    *,
    limit: int,
    mark: tuple[date, str] | None,
) -> Iterator[list[date]]:
    """Go through the days that have any, the latest first, with enough of them at once for a page.

    The sums tell which they are, so that of what is rare the parts of most days are never looked
    at, and of what is common those of one or two days are enough.
    """
    table = figure_days
    counted = (
        select(table.c.day, func.sum(table.c.n).label("n"))
        .where(table.c.figure == figure, *_conditions(table, query, **rare))
        .group_by(table.c.day)
        .order_by(table.c.day.desc())
    )
    if mark is not None:
        counted = counted.where(table.c.day <= mark[0])
    days: list[date] = []
    n = 0
    for row in tx.execute(counted).all():
        days.append(row.day)
        n += int(row.n)
        if n >= limit:
            yield days
            days, n = [], 0
    if days:
        yield days


def _conditions(
    table: Table | Subquery,
    query: FigureQuery,
    *,
    label: str | tuple[str, ...] | None = None,
    hour: int | None = None,
) -> Iterable[ColumnElement[bool]]:
    yield table.c.day >= query.first
    yield table.c.day <= query.last
    named: dict[str, Any] = {
        "queue": query.queue,
        "channel": query.channel,
        "tier": query.tier,
        "label": label,
        "hour": hour,
    }
    for name, value in named.items():
        if isinstance(value, tuple):
            yield table.c[name].in_(value)
        elif value is not None:
            yield table.c[name] == value


def _parse_mark(mark: str) -> tuple[date, str]:
    day, _, conversation_id = mark.partition("/")
    try:
        return date.fromisoformat(day), conversation_id
    except ValueError as error:
        raise InvalidInputError(
            "there is no such page; begin with the first one", field="after"
        ) from error


def _to_behind(row: Any) -> ConversationBehind:
    return ConversationBehind(
        day=row.day,
        conversation_id=row.conversation_id,
        reference=row.reference,
        subject=row.subject,
        customer_id=row.customer_id,
        customer_name=row.customer_name,
        at=row.at,
        queue=row.queue,
        channel=row.channel,
        tier=row.tier,
        n=int(row.n),
        amount=int(row.amount),
    )
