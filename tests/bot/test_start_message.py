"""What we begin waits for the morning; what answers does not."""

from datetime import UTC, datetime, time

import pytest

from domain.quiet_hours import QuietHours

pytestmark = pytest.mark.unit

NIGHT = QuietHours(start=time(21), end=time(8), time_zone="Europe/Berlin")


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_the_night_is_quiet_by_the_company_s_clocks():
    assert not NIGHT.cover(at(2, 19, 59))
    assert NIGHT.cover(at(2, 20))
    assert NIGHT.cover(at(3, 6, 59))
    assert not NIGHT.cover(at(3, 7))


def test_what_is_written_at_night_waits_for_the_morning():
    assert NIGHT.find_free(at(2, 22)) == at(3, 7)
    assert NIGHT.find_free(at(3, 2)) == at(3, 7)
    assert NIGHT.find_free(at(3, 12)) == at(3, 12)


def test_the_morning_is_told_right_in_the_nights_in_which_clocks_change():
    assert NIGHT.find_free(at(28, 22)) == at(29, 6)
    assert NIGHT.find_free(at(24, 22, month=10)) == at(25, 7, month=10)


def test_an_end_that_clocks_jump_over_or_come_to_twice_is_found():
    early = QuietHours(start=time(21), end=time(2, 30), time_zone="Europe/Berlin")
    jumped = early.find_free(at(29, 0, 30))
    assert at(29, 0, 30) < jumped <= at(29, 1, 30)
    assert not early.cover(jumped)
    twice = early.find_free(at(25, 1, 10, month=10))
    assert twice == at(25, 1, 30, month=10)


def test_hours_within_a_day_and_none_at_all():
    noon = QuietHours(start=time(12), end=time(13), time_zone="UTC")
    assert noon.find_free(at(2, 12, 20)) == at(2, 13)
    assert not QuietHours(start=time(8), end=time(8), time_zone="UTC").cover(at(2, 8))
