"""Several numbers over time, as lines or as steps; where there is none, they have a gap; pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from console.charts.bar_chart import NOTHING
from console.charts.column_chart import choose_top, name_number
from console.charts.drawing import Drawing, Slot, Tick, Track, find_height, make_marks, place_slot
from console.charts.numbers import keep_finite
from console.charts.table import ChartTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line.

    Attributes:
        kind: what it stands for, and so how it is drawn: `full`, `half`, `some` or `none`.
        values: from 0 on, one for each label; None, or what is no finite number, is a gap.
    """

    kind: str
    name: str
    values: tuple[float | None, ...]


def show_number(value: float) -> str:
    """Show a number as tables do: whole, or with one place."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"


def draw_series(
    series: Sequence[Series],
    labels: Sequence[str],
    *,
    shape: Literal["line", "steps"] = "line",
    top: float | None = None,
    bottom: float = 0.0,
    show: Callable[[float], str] = show_number,
    addresses: Sequence[str | None] = (),
    show_tick: Callable[[float], str] | None = None,
) -> Drawing:
    """Draw series on one axis.

    Args:
        labels: of the places along the axis, from the left.
        shape: `steps` where a value holds for all of its place, as an hour's does.
        top: what the axis ends with; the next round number above the largest where None, so that
            charts that are given the same one compare.
        bottom: what it begins with, where nothing is below; told by the axis.
        addresses: of what is behind each place, or none at all.
        show_tick: how the axis tells its ends and its middle; in short numbers where None.
    """
    end = top if top is not None and top > 0 else find_top(series)
    number = len(labels)
    return Drawing(
        slots=tuple(
            _make_slot(
                place, series, labels, show, addresses[place] if place < len(addresses) else None
            )
            for place in range(number)
        ),
        ticks=_make_ticks(bottom, end, show_tick),
        marks=make_marks(tuple(labels)),
        tracks=tuple(
            track for one in series for track in _trace(one, number, shape, (bottom, end))
        ),
    )


def find_top(series: Sequence[Series]) -> float:
    """Find what an axis ends with that holds all of some series."""
    numbers = [x for one in series for x in map(keep_finite, one.values) if x is not None]
    return float(choose_top(ceil(max(numbers, default=0.0))))


def tabulate_series(
    series: Sequence[Series],
    labels: Sequence[str],
    *,
    caption: str,
    first: str,
    show: Callable[[float], str] = show_number,
) -> ChartTable:
    """Say in a table what series show: a row for each label.

    Args:
        first: the head of the column with the labels.
    """
    rows = tuple(
        (label, *(_show(one, place, show) for one in series)) for place, label in enumerate(labels)
    )
    return ChartTable(caption=caption, head=(first, *(one.name for one in series)), rows=rows)


def _make_ticks(bottom: float, end: float, show: Callable[[float], str] | None) -> tuple[Tick, ...]:
    middle = (bottom + end) / 2
    values = (bottom, middle, end) if end % 2 == 0 or show is not None else (bottom, end)
    tell = name_number if show is None else show
    return tuple(
        Tick(y=find_height((each - bottom) / (end - bottom)), label=tell(each)) for each in values
    )


def _make_slot(
    place: int,
    series: Sequence[Series],
    labels: Sequence[str],
    show: Callable[[float], str],
    address: str | None,
) -> Slot:
    x, width = place_slot(place, len(labels))
    said = "; ".join(f"{one.name} {_show(one, place, show)}" for one in series)
    return Slot(x=x, width=width, words=f"{labels[place]}: {said}", address=address)


def _find(one: Series, place: int) -> float | None:
    return keep_finite(one.values[place]) if place < len(one.values) else None


def _show(one: Series, place: int, show: Callable[[float], str]) -> str:
    value = _find(one, place)
    return NOTHING if value is None else show(value)


def _trace(one: Series, number: int, shape: str, ends: tuple[float, float]) -> list[Track]:
    bottom, end = ends
    lines: list[list[str]] = [[]]
    for place in range(number):
        value = _find(one, place)
        if value is None:
            lines.append([])
        else:
            share = (value - bottom) / (end - bottom)
            lines[-1] += _list_points(place, number, share, steps=shape == "steps")
    return [Track(kind=one.kind, points=" ".join(line)) for line in lines if len(line) > 1]


def _list_points(place: int, number: int, share: float, *, steps: bool) -> list[str]:
    x, width = place_slot(place, number)
    y = find_height(min(1.0, max(0.0, share)))
    places = (x, x + width) if steps else (x + width / 2,)
    return [f"{each:.2f},{y:.2f}" for each in places]
