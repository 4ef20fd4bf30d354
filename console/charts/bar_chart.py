"""Groups of bars that lie beside each other, each with an interval where one is known; pure.

Names and numbers are text beside the bars, so that they can be read at any width; only the bars are
drawn, in a view box of 100 by 10 that is stretched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Final

from console.charts.numbers import keep_finite
from console.charts.table import ChartTable

WIDTH: Final = 100.0
HEIGHT: Final = 10.0
_ROUND: Final = (1.0, 2.0, 4.0, 5.0, 10.0)
NOTHING: Final = "\u2013"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar.

    Attributes:
        kind: what it stands for, and so how it is coloured: `full`, `half`, `some` or `none`.
        value: from 0 on; None, or what is no finite number, where there is none.
        shown: the same in words.
        interval: within which the true value is, or None.
        address: of what is behind it, or None.
    """

    kind: str
    name: str
    value: float | None
    shown: str
    interval: tuple[float, float] | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarGroup:
    """Bars that are compared with each other."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBar:
    """A bar in the units of its view box.

    Attributes:
        length: None where there is nothing to draw.
        reach: from where to where its interval goes, or None.
    """

    kind: str
    name: str
    shown: str
    length: float | None
    reach: tuple[float, float] | None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnGroup:
    """Bars that are compared with each other, drawn."""

    label: str
    bars: tuple[DrawnBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Bars on one axis from 0 to `top`."""

    groups: tuple[DrawnGroup, ...]
    top: float
    width: float = WIDTH
    height: float = HEIGHT


def draw_bars(groups: Sequence[BarGroup], *, top: float | None = None) -> BarChart:
    """Draw bars on one axis.

    Args:
        top: what the axis ends with, such as 1 for shares; the next round number above the largest
            where None.
    """
    end = top if top is not None and top > 0 else choose_end(_list_numbers(groups))
    drawn = tuple(
        DrawnGroup(label=each.label, bars=tuple(_draw(bar, end) for bar in each.bars))
        for each in groups
    )
    return BarChart(groups=drawn, top=end)


def choose_end(numbers: Iterable[float]) -> float:
    """Choose the least round number that none of some is above; 1 where there are none."""
    largest = max(numbers, default=0.0)
    if largest <= 0:
        return 1.0
    size = 10.0 ** floor(log10(largest))
    return next((size * each for each in _ROUND if size * each >= largest), size * 10)


def tabulate_bars(groups: Sequence[BarGroup], *, caption: str, first: str) -> ChartTable:
    """Say in a table what bars show: a row for each group, a column for each name.

    Args:
        first: the head of the column with the groups' labels.
    """
    names = tuple(dict.fromkeys(bar.name for group in groups for bar in group.bars))
    rows = []
    for group in groups:
        shown = {bar.name: bar.shown for bar in group.bars}
        rows.append((group.label, *(shown.get(name, NOTHING) for name in names)))
    return ChartTable(caption=caption, head=(first, *names), rows=tuple(rows))


def _list_numbers(groups: Sequence[BarGroup]) -> Iterable[float]:
    for group in groups:
        for bar in group.bars:
            for value in (bar.value, *(bar.interval or ())):
                number = keep_finite(value)
                if number is not None:
                    yield number


def _draw(bar: Bar, end: float) -> DrawnBar:
    value = keep_finite(bar.value)
    reach = None
    if value is not None and bar.interval and all(keep_finite(x) is not None for x in bar.interval):
        reach = (_place(bar.interval[0], end), _place(bar.interval[1], end))
    return DrawnBar(
        kind=bar.kind,
        name=bar.name,
        shown=bar.shown,
        length=None if value is None else _place(value, end),
        reach=reach,
        address=bar.address,
    )


def _place(value: float, end: float) -> float:
    return round(WIDTH * min(1.0, max(0.0, value / end)), 2)
