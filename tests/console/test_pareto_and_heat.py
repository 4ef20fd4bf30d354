"""Pareto charts and heat tables say what they show, in numbers and in geometry."""

import pytest

from console.charts.heat_table import LEVELS, HeatCell, draw_heat
from console.charts.pareto_chart import Cause, draw_pareto, tabulate_pareto
from console.charts.series_chart import Series, draw_series

pytestmark = pytest.mark.unit


def test_causes_stand_with_the_most_frequent_first_and_never_those_of_none():
    causes = [Cause(name="b", number=1), Cause(name="none", number=0), Cause(name="a", number=3)]
    chart = draw_pareto(causes)
    assert [row.cause.name for row in chart.rows] == ["a", "b"]
    assert [row.together for row in chart.rows] == [0.75, 1.0]
    assert [row.length for row in chart.rows] == [75.0, 25.0]


def test_the_line_leaves_the_end_of_the_first_bar_and_ends_at_all_of_them():
    chart = draw_pareto([Cause(name=str(n), number=n) for n in range(1, 8)])
    assert chart.rows[0].point == chart.rows[0].length
    assert chart.rows[-1].point == 100.0
    # What one row ends with, the next one begins with.
    for above, below in zip(chart.rows, chart.rows[1:], strict=False):
        end = above.path.rpartition("L")[2].split()
        begin = below.path.removeprefix("M").partition("L")[0].split()
        assert end[0] == begin[0]
        assert (end[1], begin[1]) == ("10", "0")


@pytest.mark.parametrize("numbers", [[], [0, 0]])
def test_of_nothing_nothing_is_drawn(numbers: list[int]):
    chart = draw_pareto([Cause(name=str(n), number=n) for n in numbers])
    assert chart.rows == ()


def test_a_single_cause_is_all_there_is():
    (row,) = draw_pareto([Cause(name="only", number=4)]).rows
    assert (row.length, row.point, row.together) == (100.0, 100.0, 1.0)


def test_the_table_has_what_the_chart_shows():
    chart = draw_pareto([Cause(name="a", number=3000), Cause(name="b", number=1000)])
    table = tabulate_pareto(chart, caption="Causes", first="Cause")
    assert table.rows == (("a", "3,000", "75%", "75%"), ("b", "1,000", "25%", "100%"))


def test_heat_is_nothing_for_nothing_and_most_for_the_largest():
    cells = [HeatCell(number=n, shown=str(n)) for n in (0, 1, 60, 100)]
    table = draw_heat([("row", cells)], caption="Heat", head=("", "1", "2", "3", "4"))
    assert [one.level for one in table.rows[0][1]] == [0, 1, 3, LEVELS]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -1.0])
def test_heat_of_what_is_no_number_is_none(number: float):
    cells = [HeatCell(number=number, shown="?"), HeatCell(number=1, shown="1")]
    table = draw_heat([("row", cells)], caption="Heat", head=("", "a", "b"))
    assert [one.level for one in table.rows[0][1]] == [0, LEVELS]


def test_an_axis_that_begins_above_nothing_says_so():
    series = [Series(kind="full", name="level", values=(0.5, 1.0))]
    drawn = draw_series(
        series, ["a", "b"], top=1.0, bottom=0.5, show_tick=lambda value: f"{value:.0%}"
    )
    assert [tick.label for tick in drawn.ticks] == ["50%", "75%", "100%"]
    assert drawn.ticks[0].y == drawn.floor
    first, last = drawn.tracks[0].points.split()
    assert float(first.split(",")[1]) == drawn.floor
    assert float(last.split(",")[1]) == drawn.top


def test_places_lead_to_what_is_behind_them():
    series = [Series(kind="full", name="n", values=(1.0, 2.0))]
    drawn = draw_series(series, ["a", "b"], addresses=("/there", None))
    assert drawn.linked
    assert [slot.address for slot in drawn.slots] == ["/there", None]
    assert not draw_series(series, ["a", "b"]).linked
