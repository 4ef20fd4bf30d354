"""Charts show what they are given: heights compare, gaps stay gaps, and labels can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.charts.column_chart import Column, choose_top, draw_columns
from console.charts.drawing import MOST_MARKS, PLOT_HEIGHT, TOP
from console.charts.line_chart import Point, draw_line

pytestmark = pytest.mark.unit


def make_points(*values: float | None) -> list[Point]:
    return [
        Point(value=value, words=f"week {place}", label=str(place))
        for place, value in enumerate(values)
    ]


def test_a_share_of_all_is_at_the_top_and_one_of_nothing_at_the_floor() -> None:
    all_of_it, none_of_it, unknown = draw_line(make_points(1.0, 0.0, None)).slots
    assert all_of_it.dot == TOP
    assert none_of_it.dot == TOP + PLOT_HEIGHT
    assert unknown.dot is None


def test_where_nothing_was_counted_the_line_has_a_gap() -> None:
    drawing = draw_line(make_points(0.1, 0.2, None, 0.4, None, 0.6, 0.7, 0.8))
    assert [line.count(",") for line in drawing.lines] == [2, 3]


def test_the_parts_of_a_column_stand_on_each_other() -> None:
    column = Column(parts=(("full", 3), ("none", 0), ("some", 1)), words="w", label="l")
    (slot,) = draw_columns([column]).slots
    full, some = slot.bars
    assert (full.kind, some.kind) == ("full", "some")
    assert some.y + some.height == pytest.approx(full.y)
    assert full.y + full.height == pytest.approx(TOP + PLOT_HEIGHT)
    assert full.height == pytest.approx(3 * some.height, abs=0.02)


def test_no_chart_is_too_poor_to_be_drawn() -> None:
    assert draw_columns([]).slots == ()
    assert draw_line([]).slots == ()
    assert draw_columns([Column(parts=(), words="w", label="l")]).slots[0].bars == ()


@given(st.integers(0, 10**9))
def test_the_axis_ends_above_the_highest_and_not_far_above(largest: int) -> None:
    top = choose_top(largest)
    assert max(1, largest) <= top <= max(1, 2 * largest)


@pytest.mark.parametrize("number", [1, 2, 4, 5, 12, 26, 52, 53])
def test_the_last_week_is_always_labelled_and_few_others(number: int) -> None:
    marks = draw_line(make_points(*[0.5] * number)).marks
    assert marks[-1].label == str(number - 1)
    assert len(marks) <= MOST_MARKS
