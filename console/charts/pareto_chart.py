"""Causes with the most frequent first, and how much of all they make up together; pure.

Bars and the line share one axis from 0 to all of them, so that the line leaves the end of the first
bar (Juran, Quality Control Handbook, 1951). Names and numbers are text; each row draws its own part
of the line in a view box of 100 by 10, which joins that of the next row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from console.charts.bar_chart import HEIGHT, WIDTH
from console.charts.table import ChartTable

_MIDDLE: Final = HEIGHT / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One bar.

    Attributes:
        number: from 0 on.
        address: of what is behind it, or None.
    """

    name: str
    number: int
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParetoRow:
    """A row in the units of its view box.

    Attributes:
        length: of its bar.
        point: where the line is in the middle of the row.
        path: its part of the line, as SVG's `path` takes it.
        together: how much it makes up together with all before it, 0 to 1.
    """

    cause: Cause
    length: float
    point: float
    path: str
    share: float
    together: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ParetoChart:
    """Rows that lie directly below each other."""

    rows: tuple[ParetoRow, ...]
    width: float = WIDTH
    height: float = HEIGHT


def draw_pareto(causes: Sequence[Cause]) -> ParetoChart:
    """Draw causes, the most frequent first; those that never happened are left out."""
    ranked = rank_causes(causes)
    total = sum(cause.number for cause in ranked)
    sums = list(accumulate(cause.number for cause in ranked))
    points = [round(WIDTH * each / total, 2) for each in sums]
    return ParetoChart(
        rows=tuple(
            ParetoRow(
                cause=cause,
                length=round(WIDTH * cause.number / total, 2),
                point=points[place],
                path=_draw_path(points, place),
                share=cause.number / total,
                together=sums[place] / total,
            )
            for place, cause in enumerate(ranked)
        )
    )


def rank_causes(causes: Sequence[Cause]) -> list[Cause]:
    """Put causes in order: the most frequent first, and by name where they are alike."""
    happened = (cause for cause in causes if cause.number > 0)
    return sorted(happened, key=lambda cause: (-cause.number, cause.name))


def tabulate_pareto(chart: ParetoChart, *, caption: str, first: str) -> ChartTable:
    """Say in a table what the chart shows.

    Args:
        first: the head of the column with the causes.
    """
    rows = tuple(
        (
            row.cause.name,
            f"{row.cause.number:,}",
            f"{row.share:.0%}",
            f"{row.together:.0%}",
        )
        for row in chart.rows
    )
    head = (first, "Number", "Share", "Together")
    return ChartTable(caption=caption, head=head, rows=rows)


def _draw_path(points: Sequence[float], place: int) -> str:
    """Draw from halfway to the row before, through the middle, to halfway to the row after."""
    here = points[place]
    corners = [(here, _MIDDLE)]
    if place > 0:
        corners.insert(0, ((points[place - 1] + here) / 2, 0.0))
    if place + 1 < len(points):
        corners.append(((here + points[place + 1]) / 2, HEIGHT))
    return "M" + "L".join(f"{x:.2f} {y:g}" for x, y in corners)
