"""Tables of a report: one model that pages, CSV files and workbooks are written from; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import floor
from typing import Final

from console.pages.report.definitions import Definition
from domain.knowledge_figures import Share

_NEAR: Final = 1e-9
Value = str | int | float | date | None


class Kind(StrEnum):
    """What the cells of a column hold.

    `share`: from 0 to 1. `points`: a change of a share, from -1 to 1. `span`: seconds. `money`:
    minor units of the cell's currency. `mean`: a number with places. `change`: of a count.
    """

    WORDS = "words"
    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    SPAN = "span"
    MONEY = "money"
    MEAN = "mean"
    CHANGE = "change"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column.

    Attributes:
        name: for programs: the head of a CSV file.
        title: for people.
        interval: whether its shares tell within what they truly lie.
        about: what it means, where the title does not say so.
    """

    name: str
    title: str
    kind: Kind = Kind.COUNT
    interval: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell.

    Attributes:
        value: None where there is nothing to tell.
        address: of what is behind it, or None.
        currency: of money, ISO 4217.
        tone: of a change: `better`, `worse` or `neither`.
    """

    value: Value = None
    address: str | None = None
    interval: tuple[float, float] | None = None
    currency: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        name: for files and addresses; unique in its report.
        rows: the first cell of each names it.
        note: what a reader should know beside it, or empty.
        empty: what is said where there are no rows.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    definition: Definition | None = None
    note: str = ""
    empty: str = "Nothing in these days."


MOST_ROWS = 50_000
"""Rows that a file has of one table at the most."""


def words(value: str, address: str | None = None) -> Cell:
    """Make a cell of words."""
    return Cell(value=value, address=address)


def count(number: int, address: str | None = None) -> Cell:
    """Make a cell of a number; nothing is behind nothing."""
    return Cell(value=number, address=address if number else None)


def share(of: Share) -> Cell:
    """Make a cell of a share."""
    return Cell(value=of.value, interval=of.interval)


def points(now: Share, before: Share, *, good: bool = True) -> Cell:
    """Make a cell of how a share changed.

    Args:
        good: whether more is better.
    """
    if now.value is None or before.value is None:
        return Cell()
    # As both are shown, in whole percent, so that what stands on a page adds up.
    grown = floor(100 * now.value + _NEAR) - floor(100 * before.value + _NEAR)
    return Cell(value=grown / 100, tone=find_tone(grown, good=good))


def change(now: int, before: int, *, good: bool | None = None) -> Cell:
    """Make a cell of how a number changed.

    Args:
        good: whether more is better; None where neither is.
    """
    return Cell(value=now - before, tone=find_tone(now - before, good=good))


def find_tone(grown: float, *, good: bool | None) -> str:
    """Tell whether a change is for the better."""
    if good is None or not grown:
        return "neither"
    return "better" if (grown > 0) is good else "worse"


def cut(table: Table) -> Table:
    """Keep a table from being larger than files should be, and say so."""
    if len(table.rows) <= MOST_ROWS:
        return table
    note = f"The first {MOST_ROWS:,} of {len(table.rows):,} rows."
    return replace(table, rows=table.rows[:MOST_ROWS], note=f"{table.note} {note}".strip())


def list_written(columns: Sequence[Column]) -> list[Column]:
    """List the columns as files have them: an interval is two of its own."""
    found: list[Column] = []
    for column in columns:
        found.append(column)
        if column.interval:
            found += [
                Column(
                    name=f"{column.name}_{end}", title=f"{column.title}, {words}", kind=Kind.SHARE
                )
                for end, words in (("low", "95 % from"), ("high", "95 % to"))
            ]
    return found


def list_cells(columns: Sequence[Column], row: Sequence[Cell]) -> list[tuple[Column, Cell]]:
    """List the cells of a row with their columns, as files have them."""
    found: list[tuple[Column, Cell]] = []
    for column, cell in zip(columns, row, strict=True):
        found.append((column, cell))
        if column.interval:
            low, high = cell.interval or (None, None)
            found += [(column, Cell(value=low)), (column, Cell(value=high))]
    return found
