"""Numbers in a table whose colour tells how large they are; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from console.charts.numbers import keep_finite

LEVELS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One number.

    Attributes:
        address: of what is behind it, or None.
    """

    number: float
    shown: str
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnHeat:
    """A number and its level: 0 for nothing, `LEVELS` for the largest."""

    cell: HeatCell
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatTable:
    """A table.

    Attributes:
        head: of its columns, the first one that of the rows' names.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, tuple[DrawnHeat, ...]], ...]


def draw_heat(
    rows: Sequence[tuple[str, Sequence[HeatCell]]], *, caption: str, head: Sequence[str]
) -> HeatTable:
    """Draw numbers on one scale from 0 to the largest of all."""
    numbers = [keep_finite(cell.number) or 0.0 for _, cells in rows for cell in cells]
    largest = max(numbers, default=0.0)
    return HeatTable(
        caption=caption,
        head=tuple(head),
        rows=tuple(
            (name, tuple(DrawnHeat(cell=cell, level=_find_level(cell, largest)) for cell in cells))
            for name, cells in rows
        ),
    )


def _find_level(cell: HeatCell, largest: float) -> int:
    number = keep_finite(cell.number) or 0.0
    if number <= 0 or largest <= 0:
        return 0
    return max(1, min(LEVELS, round(LEVELS * number / largest)))
