"""Identifiers sort by time and never repeat; references can be read out on the telephone."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.system import SystemClock, SystemIds

pytestmark = pytest.mark.unit


class SettableClock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def test_the_clock_tells_an_aware_time_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_identifiers_are_26_characters_that_begin_with_the_time() -> None:
    # The example of the ULID specification: https://github.com/ulid/spec
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=1469922850259)

    made = SystemIds(SettableClock(at)).new()

    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", made)
    assert made.startswith("01ARZ3NDEK")


def test_identifiers_grow_even_where_the_clock_stands_still_or_goes_back() -> None:
    clock = SettableClock(datetime(2026, 3, 2, tzinfo=UTC))
    ids = SystemIds(clock)
    made = [ids.new() for _ in range(1000)]
    clock.at -= timedelta(hours=1)
    made += [ids.new() for _ in range(1000)]

    assert made == sorted(set(made))


def test_a_later_identifier_of_another_process_sorts_after() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    earlier = SystemIds(SettableClock(at)).new()

    assert SystemIds(SettableClock(at + timedelta(milliseconds=1))).new() > earlier


def test_references_hold_no_letter_that_is_taken_for_another() -> None:
    ids = SystemIds(SystemClock())
    made = {ids.reference() for _ in range(2000)}

    assert len(made) == 2000
    assert all(re.fullmatch("FD-[0-9A-HJKMNP-TV-Z]{8}", reference) for reference in made)


def test_secrets_hold_256_bits_and_fit_an_address() -> None:
    secret = SystemIds(SystemClock()).secret()

    assert re.fullmatch("[A-Za-z0-9_-]{43}", secret)
