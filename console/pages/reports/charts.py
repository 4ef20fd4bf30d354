"""Figures of a report as it is shown: a chart with its legend, and the table that says the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.reports.report_days import Bucket
from console.charts.bar_chart import BarChart
from console.charts.drawing import Drawing
from console.charts.heat_table import HeatTable
from console.charts.pareto_chart import ParetoChart
from console.charts.series_chart import Series, draw_series, show_number
from console.pages.report.definitions import Definition
from console.pages.report.words import NOTHING, name_day
from console.pages.reports.tables import Table

Legend = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure at the head of a report.

    Attributes:
        of: what it is of.
        change: on the days before; `tone` says whether that is better.
        address: of what is behind it, or None.
    """

    id: str
    title: str
    value: str
    of: str
    change: str = ""
    tone: str = "neither"
    definition: Definition
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart in a card.

    Attributes:
        drawing: what is drawn; which kind it is says how.
        table: says the same; None where the chart is a table itself.
    """

    id: str
    title: str
    drawing: Drawing | ParetoChart | HeatTable | BarChart
    kind: str
    table: Table | None
    definition: Definition | None = None
    legend: Legend = ()
    empty: bool = False
    note: str = ""


def name_bucket(bucket: Bucket) -> str:
    """Name a day, or a week by its first and last one."""
    if bucket.single:
        return name_day(bucket.first)
    return f"{name_day(bucket.first)} {NOTHING} {name_day(bucket.last)}"


def label_bucket(bucket: Bucket) -> str:
    """Name a bucket below an axis: by its first day."""
    return name_day(bucket.first)


def draw_trend(
    series: Sequence[Series],
    buckets: Sequence[Bucket],
    *,
    top: float | None = None,
    bottom: float = 0.0,
    show: Callable[[float], str] = show_number,
    show_tick: Callable[[float], str] | None = None,
    addresses: Sequence[str | None] = (),
) -> Drawing:
    """Draw lines over time; a single place is drawn as a step, as a line needs two."""
    shape: Literal["line", "steps"] = "line" if len(buckets) > 1 else "steps"
    return draw_series(
        series,
        [label_bucket(each) for each in buckets],
        shape=shape,
        top=top,
        bottom=bottom,
        show=show,
        show_tick=show_tick,
        addresses=addresses,
    )


def choose_bottom(series: Sequence[Series]) -> float:
    """Choose where an axis of shares begins: below all of them, and round."""
    shares = [value for one in series for value in one.values if value is not None]
    least = min(shares, default=0.0)
    return next((each for each in (0.9, 0.8, 0.5) if least >= each), 0.0)
