import pytest

from bot.forms.readers import read_date, read_day
from tests.bot.forms.readers.readings import answered, said

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-23"), ("tomorrow", "2026-11-24"), ("morgen", "2026-11-24"),
        ("übermorgen", "2026-11-25"), ("next Tuesday", "2026-11-24"), ("am Montag", "2026-11-30"),
        ("3 May", "2027-05-03"), ("May 3rd", "2027-05-03"), ("3. Mai", "2027-05-03"),
        ("3.5.", "2027-05-03"), ("24.12.2026", "2026-12-24"), ("5.12. 10:00", "2026-12-05"),
        ("in 3 days", "2026-11-26"), ("29 Feb", "2028-02-29"), ("2026-12-01", "2026-12-01"),
        ("guten Morgen", None), ("I may go", None), ("31.2.", None), ("do you", None),
        ("3.5 kg", None),
    ],
)  # fmt: skip
def test_a_day_is_read(text: str, day: str | None):
    assert read_day(said(text)) == day


def test_asked_for_a_bare_date_is_one_and_the_day_comes_first():
    assert read_day(answered("3/5")) == "2027-05-03"
    assert read_day(answered("12/24")) == "2026-12-24"
    assert read_day(answered("Mi")) == "2026-11-25"


def test_a_date_without_a_year_is_the_nearest_be_it_past():
    assert read_date(said("20 November")) == "2026-11-20"
    assert read_date(said("yesterday")) == "2026-11-22"


def test_a_question_is_no_answer_unasked():
    assert read_day(said("can I travel tomorrow?")) is None


def test_today_is_told_by_the_company_s_clock():
    assert read_day(said("today", time_zone="Pacific/Honolulu")) == "2026-11-22"
