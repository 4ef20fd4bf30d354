"""By when, as customers are told."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.due_times import render_due, render_usual
from responders.phrasebook import find_phrasebook

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 2, 14, 7, tzinfo=UTC)  # a Monday, 15:07 in Berlin
BERLIN = "Europe/Berlin"


def at(day: int, hour: int, minute: int = 0, month: int = 3, year: int = 2026) -> datetime:
    """An instant in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "english", "german"),
    [
        (at(2, 16, 30), "by 17:30 today", "heute bis 17:30 Uhr"),
        (at(2, 16, 26), "by 17:30 today", "heute bis 17:30 Uhr"),
        (at(3, 8), "by 09:00 tomorrow", "bis morgen um 09:00 Uhr"),
        (at(2, 23, 30), "by 00:30 tomorrow", "bis morgen um 00:30 Uhr"),
        (at(6, 8), "by 09:00 on Friday", "bis Freitag um 09:00 Uhr"),
        (at(9, 8), "by 09:00 on 9 March", "bis zum 9. März um 09:00 Uhr"),
        (at(1, 8, year=2027), "by 09:00 on 1 March 2027", "bis zum 1. März 2027 um 09:00 Uhr"),
        (at(30, 8), "by 10:00 on 30 March", "bis zum 30. März um 10:00 Uhr"),  # summer time
        (at(2, 14), "as soon as possible", "so bald wie möglich"),  # it has passed
        (None, "as soon as possible", "so bald wie möglich"),
    ],
)
def test_a_limit_is_told_in_the_companys_zone(
    due: datetime | None, english: str, german: str
) -> None:
    assert render_due(due, NOW, BERLIN, find_phrasebook("en")) == english
    assert render_due(due, NOW, BERLIN, find_phrasebook("de")) == german


@pytest.mark.parametrize("zone", ["UTC", "Mars/Olympus", "", "../etc/passwd", "\x00"])
def test_utc_is_named_where_it_has_to_do(zone: str) -> None:
    told = render_due(at(2, 16, 30), NOW, zone, find_phrasebook("en"))
    assert told == "by 16:30 today (UTC)"


@given(minutes=st.integers(1, 60 * 24 * 800), seconds=st.integers(0, 59))
def test_a_promise_is_never_earlier_than_its_limit(minutes: int, seconds: int) -> None:
    due = NOW + timedelta(minutes=minutes, seconds=seconds)
    told = render_due(due, NOW, "UTC", find_phrasebook("en"))
    shown = datetime.strptime(told.split()[1], "%H:%M").replace(tzinfo=UTC)
    exact = timedelta(hours=due.hour, minutes=due.minute, seconds=due.second)
    clock = timedelta(hours=shown.hour, minutes=shown.minute)
    # A limit just before midnight is told as 00:00 of the next day.
    assert timedelta(0) <= (clock - exact) % timedelta(days=1) < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("minutes", "english", "german"),
    [
        (0.2, ", usually in 2 minutes", ", meist in 2 Minuten"),
        (7.5, ", usually in 8 minutes", ", meist in 8 Minuten"),
        (11, ", usually in 15 minutes", ", meist in 15 Minuten"),
        (58, ", usually in an hour", ", meist in einer Stunde"),
        (61, ", usually in 2 hours", ", meist in 2 Stunden"),
        (181, "", ""),  # later than what is promised
        (None, "", ""),
    ],
)
def test_how_soon_a_person_usually_answers_is_rounded_up(
    minutes: float | None, english: str, german: str
) -> None:
    wait = None if minutes is None else timedelta(minutes=minutes)
    due = NOW + timedelta(hours=3)
    assert render_usual(wait, due, NOW, find_phrasebook("en")) == english
    assert render_usual(wait, due, NOW, find_phrasebook("de")) == german
