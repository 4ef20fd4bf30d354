"""Bars and lines show what they are given, whatever that is, and a table says the same."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from console.charts.bar_chart import Bar, BarGroup, choose_end, draw_bars, tabulate_bars
from console.charts.drawing import PLOT_HEIGHT, TOP
from console.charts.series_chart import Series, draw_series, find_top, tabulate_series
from console.rendering import Pages
from console.static_files import StaticFiles

pytestmark = pytest.mark.unit
MACROS = "parts/chart.html"


def group(*values: float | None, label: str = "g") -> BarGroup:
    bars = [
        Bar(kind="full", name=f"n{place}", value=value, shown=f"{value}")
        for place, value in enumerate(values)
    ]
    return BarGroup(label=label, bars=tuple(bars))


def one(*values: float | None, kind: str = "full") -> Series:
    return Series(kind=kind, name="needed", values=values)


def write(macro: str, *given: object) -> str:
    pages = Pages(StaticFiles(), company="Aurora", time_zone="UTC", demo=False)
    module = pages._environment.get_template(MACROS).module
    return str(getattr(module, macro)(*given))


def test_a_bar_is_as_long_as_its_share_of_the_axis() -> None:
    (drawn,) = draw_bars([group(0.25, 1.0, 0.0)], top=1.0).groups
    assert [bar.length for bar in drawn.bars] == [25.0, 100.0, 0.0]


def test_what_is_no_number_has_no_bar_and_hides_no_other() -> None:
    (drawn,) = draw_bars([group(None, math.nan, math.inf, 8.0)]).groups
    assert [bar.length for bar in drawn.bars] == [None, None, None, 80.0]


def test_an_interval_never_leaves_the_axis() -> None:
    bar = Bar(kind="full", name="n", value=0.97, shown="97 %", interval=(-0.2, 1.3))
    ((drawn,),) = (each.bars for each in draw_bars([BarGroup(label="", bars=(bar,))], top=1).groups)
    assert drawn.reach == (0.0, 100.0)


@pytest.mark.parametrize("interval", [None, (math.nan, 0.3), (0.1, math.inf)])
def test_an_interval_that_is_none_is_not_drawn(interval: tuple[float, float] | None) -> None:
    bar = Bar(kind="full", name="n", value=0.2, shown="20 %", interval=interval)
    assert draw_bars([BarGroup(label="", bars=(bar,))]).groups[0].bars[0].reach is None


def test_no_chart_is_too_poor_to_be_drawn() -> None:
    assert draw_bars([]).groups == ()
    assert draw_bars([group()]).groups[0].bars == ()
    assert draw_bars([group(0.0)]).top == 1.0
    assert draw_series([], []).slots == ()
    assert draw_series([one()], []).tracks == ()
    assert draw_series([one(math.nan)], ["00:00"]).tracks == ()


@given(st.floats(min_value=1e-9, max_value=1e12))
def test_the_axis_of_bars_ends_above_the_longest_and_not_far_above(largest: float) -> None:
    assert largest <= choose_end([largest]) <= 2.5 * largest


def test_one_value_alone_is_a_step_as_wide_as_its_place() -> None:
    drawing = draw_series([one(3)], ["00:00"], shape="steps")
    (track,) = drawing.tracks
    (first, y1), (last, y2) = (map(float, each.split(",")) for each in track.points.split())
    assert first == drawing.left
    assert last == pytest.approx(drawing.right)
    assert y1 == y2


def test_steps_and_lines_have_gaps_where_nothing_is_known() -> None:
    values = one(1, 2, None, 3, math.nan, 4, 5)
    labels = [str(place) for place in range(7)]
    assert len(draw_series([values], labels, shape="steps").tracks) == 3
    # A point by itself is no line.
    assert len(draw_series([values], labels).tracks) == 2


def test_a_series_that_is_too_short_ends_early() -> None:
    drawing = draw_series([one(1, 2)], ["a", "b", "c"], shape="steps")
    assert drawing.slots[2].words == "c: needed \u2013"


def test_lines_stay_within_the_plot_whatever_the_axis() -> None:
    (track,) = draw_series([one(0, 50)], ["a", "b"], top=10).tracks
    heights = [float(point.split(",")[1]) for point in track.points.split()]
    assert heights == [TOP + PLOT_HEIGHT, TOP]


def test_charts_that_share_an_axis_compare() -> None:
    assert find_top([one(3), one(None, 17)]) == 20


def test_tables_say_what_charts_show() -> None:
    bars = tabulate_bars([group(1.0, None, label="Ana")], caption="c", first="Agent")
    assert bars.head == ("Agent", "n0", "n1")
    assert bars.rows == (("Ana", "1.0", "None"),)
    lines = tabulate_series([one(1.5, None)], ["a", "b"], caption="c", first="Hour")
    assert lines.rows == (("a", "1.5"), ("b", "\u2013"))


def test_nothing_that_a_name_holds_becomes_markup() -> None:
    evil = '<script>alert("x")</script>'
    bar = Bar(kind="full", name=evil, value=1.0, shown=evil)
    groups = [BarGroup(label=evil, bars=(bar,))]
    series = [Series(kind="full", name=evil, values=(1.0,))]
    written = (
        write("draw_bars", draw_bars(groups)),
        write("draw_table", tabulate_bars(groups, caption=evil, first=evil)),
        write("draw_chart", draw_series(series, [evil]), evil),
    )
    for text in written:
        assert "<script" not in text
        assert str(escape(evil)) in text
