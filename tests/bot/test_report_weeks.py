"""Reports are of whole ISO weeks where the company is, and shares say how sure they are."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.report_weeks import MOST_WEEKS, list_latest_weeks, list_weeks, list_weeks_before
from domain.errors import InvalidInputError
from domain.knowledge_figures import Figures, Share
from domain.knowledge_report import QuestionOutcome
from tests.fakes import MONDAY_MORNING as NOW

pytestmark = pytest.mark.unit
OSLO = ZoneInfo("Europe/Oslo")


def test_days_are_widened_to_whole_weeks() -> None:
    weeks = list_weeks(date(2026, 2, 25), date(2026, 3, 3), OSLO)
    assert [week.name for week in weeks] == ["2026-W09", "2026-W10"]
    assert (weeks[0].monday, weeks[-1].last_day) == (date(2026, 2, 23), date(2026, 3, 8))


def test_weeks_follow_each_other_without_a_gap_also_when_the_clocks_change() -> None:
    weeks = list_weeks(date(2026, 3, 16), date(2026, 4, 5), OSLO)
    for week, following in pairwise(weeks):
        assert week.end == following.start
    hours = [(w.end.astimezone(UTC) - w.start.astimezone(UTC)) / timedelta(hours=1) for w in weeks]
    assert hours == [168, 167, 168]


def test_the_year_of_a_week_is_that_of_its_thursday() -> None:
    (week,) = list_weeks(date(2027, 1, 1), date(2027, 1, 1), OSLO)
    assert week.name == "2026-W53"


def test_the_latest_weeks_end_with_the_one_that_it_is_where_the_company_is() -> None:
    sunday_evening = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert list_latest_weeks(4, OSLO, now=sunday_evening)[-1].monday == date(2026, 3, 2)
    assert list_latest_weeks(4, ZoneInfo("UTC"), now=sunday_evening)[-1].monday == date(2026, 2, 23)


def test_what_is_compared_with_is_as_long_and_ends_where_the_weeks_begin() -> None:
    weeks = list_latest_weeks(12, OSLO, now=NOW)
    before = list_weeks_before(weeks, OSLO)
    assert len(before) == 12
    assert before[-1].end == weeks[0].start


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 3, 8), date(2026, 3, 1), "before the first"),
        (date(2024, 1, 1), date(2026, 3, 1), f"{MOST_WEEKS} weeks at the most"),
    ],
)
def test_days_that_make_no_report_are_refused(first: date, last: date, said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        list_weeks(first, last, OSLO)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Agresti and Coull, "Approximate is better than exact", 1998, by its formula (2).
    [(5, 10, 0.2366, 0.7634), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 1, 0.2065, 1.0)],
)
def test_few_verdicts_say_little(part: int, whole: int, low: float, high: float) -> None:
    assert Share(part, whole).interval == pytest.approx((low, high), abs=1e-4)


def test_of_nothing_there_is_no_share() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


def test_a_choice_of_last_week_does_not_make_more_successes_than_questions() -> None:
    figures = Figures(outcomes={QuestionOutcome.CHOSEN: 2, QuestionOutcome.ASKED_BACK: 1})
    assert figures.asking_success == Share(1, 1)
    assert figures.coverage == Share(1, 1)
