"""What each conversation was counted as, and the sums of that: both change together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Table,
    bindparam,
    cast,
    delete,
    func,
    literal,
    select,
    union_all,
)

from crm_store.schema import figure_days, figure_parts, figure_totals, figure_weeks
from crm_store.transaction import Transaction
from domain.figures import Figure, FigureKey, FigurePart

# Whoever changes parts or sums holds it, so that no two count the same conversation at once.
_LOCK: Final = "figures"
_COLUMNS: Final = ("figure", "day", "hour", "queue", "channel", "tier", "label")
_OF_CONVERSATIONS = select(figure_parts).where(
    figure_parts.c.conversation_id.in_(bindparam("ids", expanding=True))
)
_DELETE = delete(figure_parts).where(
    figure_parts.c.conversation_id.in_(bindparam("ids", expanding=True))
)
_INSERT = figure_parts.insert()
_DELETE_EMPTY: Final = {
    table.name: delete(table).where(
        table.c.n == 0,
        table.c.amount == 0,
        *(table.c[name] == bindparam(f"key_{name}", type_=table.c[name].type) for name in _COLUMNS),
    )
    for table in (figure_days, figure_weeks, figure_totals)
}

Parts: TypeAlias = frozenset[FigurePart]


def lock_figures(tx: Transaction) -> None:
    """Keep others from changing parts and sums until the commit."""
    tx.lock(_LOCK)


def read_parts(tx: Transaction, conversation_ids: Collection[str]) -> dict[str, Parts]:
    """Read what some conversations were counted as, by id; those that add nothing are left out."""
    found: dict[str, set[FigurePart]] = defaultdict(set)
    for row in tx.execute(_OF_CONVERSATIONS, {"ids": list(conversation_ids)}):
        found[row.conversation_id].add(_to_part(row))
    return {conversation_id: frozenset(parts) for conversation_id, parts in found.items()}


def replace_parts(tx: Transaction, counted: Mapping[str, Sequence[FigurePart]]) -> int:
    """Count conversations as something else, and change the sums by what that makes.

    `lock_figures` comes first. What is counted as before is not written.

    Returns:
        How many of them had been counted otherwise.
    """
    before = read_parts(tx, counted)
    changed = {
        conversation_id: parts
        for conversation_id, parts in counted.items()
        if before.get(conversation_id, frozenset()) != frozenset(parts)
    }
    if gone := [each for each in changed if each in before]:
        tx.execute(_DELETE, {"ids": gone})
    rows = [
        {"conversation_id": conversation_id, "part": place, **_to_row(part)}
        for conversation_id, parts in changed.items()
        for place, part in enumerate(parts)
    ]
    if rows:
        tx.execute_for(_INSERT, rows)
    sums = _Sums()
    for conversation_id, parts in changed.items():
        sums.add(parts, 1)
        sums.add(before.get(conversation_id, ()), -1)
    changes = sums.list_changes()
    add_to_days(tx, changes)
    add_to_weeks(tx, changes)
    add_to_totals(tx, changes)
    return len(changed)


def add_to_days(tx: Transaction, changes: Sequence[FigurePart]) -> None:
    """Add to the sums by day, or take off where it is below zero; empty rows go."""
    _add_to(tx, figure_days, changes)


def add_to_weeks(tx: Transaction, changes: Sequence[FigurePart]) -> None:
    """Add to the sums by week, or take off where it is below zero; empty rows go."""
    sums = _Sums()
    sums.add((replace(each, day=find_monday(each.day)) for each in changes), 1)
    _add_to(tx, figure_weeks, sums.list_changes())


def add_to_totals(tx: Transaction, changes: Sequence[FigurePart]) -> None:
    """Add to the sums by week of all channels and tiers, or take off; empty rows go."""
    sums = _Sums()
    weekly = (replace(each, day=find_monday(each.day), channel="", tier="") for each in changes)
    sums.add(weekly, 1)
    _add_to(tx, figure_totals, sums.list_changes())


def find_monday(day: date) -> date:
    """Find the first day of an ISO week."""
    return day - timedelta(days=day.weekday())


def _add_to(tx: Transaction, table: Table, changes: Sequence[FigurePart]) -> None:
    if not changes:
        return
    # In one order, as on PostgreSQL whoever mends sums might otherwise wait in a circle.
    ordered = sorted(changes, key=lambda part: part.key)
    insert = tx.insert(table)
    added = insert.on_conflict_do_update(
        index_elements=list(_COLUMNS),
        set_={
            "n": table.c.n + insert.excluded.n,
            "amount": table.c.amount + insert.excluded.amount,
        },
    )
    tx.execute_for(added, [_to_row(part) for part in ordered])
    lessened = [part for part in ordered if part.n < 0 or part.amount < 0]
    if lessened:
        keys = [
            {f"key_{name}": each for name, each in part.key._asdict().items()} for part in lessened
        ]
        tx.execute_for(_DELETE_EMPTY[table.name], keys)


def find_wrong_sums(tx: Transaction, figure: Figure, *, limit: int) -> tuple[FigurePart, ...]:
    """Find where a figure's sums are not those of its parts, with what they lack, by one statement.

    As it is one, it sees parts and sums as they were at one instant.
    """
    of_parts = [figure_parts.c[name] for name in _COLUMNS]
    counted = select(*of_parts, figure_parts.c.n, figure_parts.c.amount)
    return _compare(tx, counted.where(figure_parts.c.figure == figure), figure_days, figure, limit)


def find_wrong_weeks(tx: Transaction, figure: Figure, *, limit: int) -> tuple[FigurePart, ...]:
    """Find where a figure's sums by week are not those of its days, with what they lack."""
    days = figure_days.c
    apart = [_find_monday(tx) if name == "day" else days[name] for name in _COLUMNS]
    counted = select(*apart, days.n, days.amount).where(days.figure == figure)
    return _compare(tx, counted, figure_weeks, figure, limit)


def find_wrong_totals(tx: Transaction, figure: Figure, *, limit: int) -> tuple[FigurePart, ...]:
    """Find where a figure's sums of all channels and tiers are not those of its weeks."""
    weeks = figure_weeks.c
    empty = {name: literal("").label(name) for name in ("channel", "tier")}
    apart = [empty.get(name, weeks[name]) for name in _COLUMNS]
    counted = select(*apart, weeks.n, weeks.amount).where(weeks.figure == figure)
    return _compare(tx, counted, figure_totals, figure, limit)


def _find_monday(tx: Transaction) -> ColumnElement[Any]:
    day = figure_days.c.day
    if tx.on_postgres:
        return cast(func.date_trunc("week", day), Date).label("day")
    # The first Monday from six days before on.
    return func.date(day, "-6 days", "weekday 1", type_=Date()).label("day")


def _compare(
    tx: Transaction, counted: Select[Any], sums: Table, figure: Figure, limit: int
) -> tuple[FigurePart, ...]:
    columns = [sums.c[name] for name in _COLUMNS]
    both = union_all(
        counted,
        select(*columns, -sums.c.n, -sums.c.amount).where(sums.c.figure == figure),
    ).subquery()
    apart = [both.c[name] for name in _COLUMNS]
    n, amount = func.sum(both.c.n), func.sum(both.c.amount)
    found: Select[Any] = (
        select(*apart, n.label("n"), amount.label("amount"))
        .group_by(*apart)
        .having((n != 0) | (amount != 0))
        .order_by(*apart)
        .limit(limit)
    )
    return tuple(_to_part(row) for row in tx.execute(found))


class _Sums:
    """What parts add up to, by their keys."""

    def __init__(self) -> None:
        self._sums: dict[FigureKey, tuple[int, int]] = {}

    def add(self, parts: Iterable[FigurePart], sign: int) -> None:
        for part in parts:
            key = part.key
            n, amount = self._sums.get(key, (0, 0))
            self._sums[key] = n + sign * part.n, amount + sign * part.amount

    def list_changes(self) -> list[FigurePart]:
        return [
            FigurePart(**key._asdict(), n=n, amount=amount)
            for key, (n, amount) in self._sums.items()
            if n or amount
        ]


def _to_row(part: FigurePart) -> dict[str, Any]:
    return {
        "figure": part.figure,
        "day": part.day,
        "hour": part.hour,
        "queue": part.queue,
        "channel": part.channel,
        "tier": part.tier,
        "label": part.label,
        "n": part.n,
        "amount": part.amount,
    }


def _to_part(row: Any) -> FigurePart:
    return FigurePart(
        figure=Figure(row.figure),
        day=row.day,
        hour=row.hour,
        queue=row.queue,
        channel=row.channel,
        tier=row.tier,
        label=row.label,
        n=int(row.n),
        amount=int(row.amount),
    )
