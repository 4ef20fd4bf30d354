"""What cannot be seen to is left alone for longer each time, and keeps nothing else waiting."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.see_to_due import PutOff, choose_delay

pytestmark = pytest.mark.unit
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_what_fails_is_tried_again_in_a_quarter_of_an_hour_at_the_latest():
    delays = [choose_delay(failures) for failures in (0, 1, 2, 30, 100_000)]
    quarter = timedelta(minutes=15)
    assert delays == [*(timedelta(seconds=seconds) for seconds in (2, 4, 8)), quarter, quarter]


def test_what_failed_is_left_alone_until_its_time_has_come_and_nothing_else_is():
    put_off = PutOff()
    put_off.put_off("odd", now=NOW)
    assert set(put_off.list_left_alone(now=NOW)) == {"odd"}
    assert not put_off.list_left_alone(now=NOW + timedelta(seconds=2))


def test_what_could_be_seen_to_again_has_its_failures_forgotten():
    put_off = PutOff()
    for _ in range(5):
        put_off.put_off("odd", now=NOW)
    assert put_off.list_left_alone(now=NOW + timedelta(seconds=31))
    put_off.forget("odd")
    put_off.put_off("odd", now=NOW)
    assert not put_off.list_left_alone(now=NOW + timedelta(seconds=2))
