"""Erlang's formulas, by figures that are known."""

from math import inf

import pytest

from routing.staffing.erlang import find_agents, find_service_level, find_waiting_chance

pytestmark = pytest.mark.unit


def test_one_agent_half_busy_has_every_second_customer_wait():
    # With one agent the chance to wait is how busy they are (M/M/1).
    assert find_waiting_chance(0.5, 1) == pytest.approx(0.5)


def test_the_textbook_call_centre_takes_fourteen_agents():
    # 100 calls in half an hour of 3 minutes each: 10 erlangs; 80 % within 20 seconds.
    assert find_agents(100 / 30, 3.0, 20 / 60, 0.8) == 14
    assert find_service_level(100 / 30, 3.0, 14, 20 / 60) == pytest.approx(0.888, abs=0.001)


def test_endless_patience_is_the_limit_of_long_patience():
    impatient = find_service_level(1.0, 5.0, 7, 2.0, patience=100_000.0)
    assert impatient == pytest.approx(find_service_level(1.0, 5.0, 7, 2.0), abs=0.001)


def test_nobody_serves_nobody_and_an_empty_hour_takes_none():
    assert find_service_level(1.0, 5.0, 0, 2.0) == 0.0
    assert find_agents(0.0, 5.0, 2.0, 0.8, inf) == 0


def test_too_few_agents_keep_some_promises_where_customers_leave_and_none_where_they_stay():
    assert find_service_level(2.0, 5.0, 5, 2.0) == 0.0
    assert 0.0 < find_service_level(2.0, 5.0, 5, 2.0, patience=5.0) < 1.0
