"""Numbers over time as columns, of several parts each; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.charts.drawing import Bar, Drawing, Slot, Tick, find_height, make_marks, place_slot

_ROUND = (1, 2, 4, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its parts from the floor up, each a kind and a number.

    Attributes:
        address: of what is behind it, or None.
    """

    parts: tuple[tuple[str, int], ...]
    words: str
    label: str
    open: bool = False
    address: str | None = None

    @property
    def number(self) -> int:
        """Its height."""
        return sum(number for _kind, number in self.parts)


def draw_columns(columns: Sequence[Column]) -> Drawing:
    """Draw columns from 0 to the next round number above the highest."""
    top = choose_top(max((column.number for column in columns), default=0))
    ticks = [0, top // 2, top] if top % 2 == 0 else [0, top]
    return Drawing(
        slots=tuple(_make_slot(place, one, len(columns), top) for place, one in enumerate(columns)),
        ticks=tuple(Tick(y=find_height(tick / top), label=name_number(tick)) for tick in ticks),
        marks=make_marks(tuple(column.label for column in columns)),
    )


def choose_top(largest: int) -> int:
    """Choose the number that the axis ends with: the least round one that is not smaller."""
    size = 1
    while size * 10 < largest:
        size *= 10
    return next((size * each for each in _ROUND if size * each >= largest), size * 10)


def _make_slot(place: int, column: Column, number: int, top: int) -> Slot:
    x, width = place_slot(place, number)
    bars, below = [], 0
    for kind, count in column.parts:
        if count:
            y, floor = find_height((below + count) / top), find_height(below / top)
            bars.append(Bar(kind=kind, y=y, height=round(floor - y, 2)))
            below += count
    return Slot(
        x=x,
        width=width,
        words=column.words,
        open=column.open,
        bars=tuple(bars),
        address=column.address,
    )


def name_number(number: float) -> str:
    """Name a number as an axis does: short."""
    if number >= 1_000_000:
        return f"{number / 1_000_000:g} M"
    return f"{number / 1000:g} k" if number >= 10_000 else f"{number:g}"
