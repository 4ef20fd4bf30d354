"""The limits on log-ins, reckoned without a server."""

from datetime import UTC, datetime, timedelta

import pytest

from console.log_in_limit import (
    MOST_PER_ADDRESS,
    MOST_PER_ADDRESS_AND_NETWORK,
    MOST_PER_NETWORK,
    PERIOD,
    FailureLimit,
    LogInLimit,
)

pytestmark = pytest.mark.unit
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
AGENT = "agent@example.com"


def test_one_network_cannot_shut_another_out():
    limit = LogInLimit()
    for _ in range(500):
        limit.claim(AGENT, "192.0.2.1", NOW)

    assert limit.claim(AGENT, "192.0.2.1", NOW).wait
    elsewhere = limit.claim(AGENT, "198.51.100.7", NOW)
    assert not elsewhere.wait
    assert not elsewhere.delay


def test_a_colleague_who_mistypes_does_not_shut_out_the_office():
    limit = LogInLimit()
    for _ in range(500):
        limit.claim(AGENT, "192.0.2.1", NOW)

    assert not limit.claim("other@example.com", "192.0.2.1", NOW).wait


def test_a_network_that_tries_many_addresses_is_refused():
    limit = LogInLimit()
    for number in range(MOST_PER_NETWORK):
        assert not limit.claim(f"{number}@example.com", "192.0.2.1", NOW).wait

    assert limit.claim("one-more@example.com", "192.0.2.1", NOW).wait == PERIOD.total_seconds()


def test_an_address_guessed_at_from_everywhere_becomes_slow_but_stays_open():
    limit = LogInLimit()
    for number in range(MOST_PER_ADDRESS):
        assert not limit.claim(AGENT, f"net-{number}", NOW).delay

    attempt = limit.claim(AGENT, "at home", NOW)

    assert attempt.delay == timedelta(seconds=2)
    assert not attempt.wait
    assert not limit.claim(AGENT, "at home", NOW + PERIOD).delay


def test_what_succeeds_counts_nowhere():
    limit = LogInLimit()
    for _ in range(MOST_PER_ADDRESS * 2):
        attempt = limit.claim(AGENT, "192.0.2.1", NOW)
        assert not attempt.wait
        assert not attempt.delay
        limit.forgive(attempt)


def test_invented_addresses_drive_out_none_that_failed_often():
    limit = FailureLimit(MOST_PER_ADDRESS_AND_NETWORK, per=PERIOD, max_keys=100)
    for _ in range(MOST_PER_ADDRESS_AND_NETWORK):
        limit.claim("real", NOW)
    for number in range(1000):
        limit.claim(f"invented-{number}", NOW + timedelta(seconds=1))

    assert limit.claim("real", NOW + timedelta(seconds=2))
