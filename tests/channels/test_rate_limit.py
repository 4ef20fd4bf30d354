from datetime import timedelta

import pytest

from channels.rate_limit import RateLimit, network_key
from tests.fakes import FakeClock

pytestmark = pytest.mark.unit
HOUR = timedelta(hours=1)


def test_after_the_burst_one_waits_as_long_as_was_said(clock: FakeClock) -> None:
    limit = RateLimit(3, per=HOUR)
    assert [limit.claim("a", clock.now()) for _ in range(4)] == [0, 0, 0, 1200]
    clock.advance(timedelta(seconds=1199))
    assert limit.claim("a", clock.now()) == 1
    clock.advance(timedelta(seconds=1))
    assert limit.claim("a", clock.now()) == 0


def test_what_costs_more_takes_more_or_nothing(clock: FakeClock) -> None:
    limit = RateLimit(10, per=HOUR)
    assert limit.claim("a", clock.now(), 8) == 0
    assert limit.claim("a", clock.now(), 3) == 360
    assert limit.claim("a", clock.now(), 2) == 0, "what was refused cost nothing"


def test_one_client_does_not_use_up_another_ones_share(clock: FakeClock) -> None:
    limit = RateLimit(1, per=HOUR)
    assert limit.claim("a", clock.now()) == 0
    assert limit.claim("b", clock.now()) == 0
    assert limit.claim("a", clock.now()) > 0


def test_a_flood_of_clients_does_not_fill_the_memory(clock: FakeClock) -> None:
    limit = RateLimit(1, per=HOUR, max_keys=100)
    for number in range(1000):
        limit.claim(str(number), clock.now())
    assert len(limit._buckets) == 100
    assert limit.claim("999", clock.now()) > 0, "those seen last are remembered"


def test_a_clock_that_is_set_back_locks_nobody_out(clock: FakeClock) -> None:
    limit = RateLimit(2, per=HOUR)
    limit.claim("a", clock.now())
    clock.advance(-timedelta(days=1))
    assert limit.claim("a", clock.now()) == 0


@pytest.mark.parametrize(("limit", "per"), [(0, HOUR), (1, timedelta(0))])
def test_a_limit_that_lets_nothing_pass_is_a_mistake(limit: int, per: timedelta) -> None:
    with pytest.raises(ValueError, match="limit"):
        RateLimit(limit, per=per)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("no address", "no address", True),
    ],
)
def test_the_addresses_of_one_ipv6_customer_are_one_client(
    one: str, other: str, same: bool
) -> None:
    assert (network_key(one) == network_key(other)) is same
