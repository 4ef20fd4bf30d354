"""A burst of messages has the process to itself for a moment, and nobody waits for ever."""

from datetime import timedelta

import pytest

from bot.pool import Pool
from domain.jobs import JobKind

pytestmark = pytest.mark.unit


def pool(arriving: list[int], hold_seconds: float) -> Pool:
    made = Pool([JobKind.PROCESS], size=16, lease=timedelta(seconds=15), hold_seconds=hold_seconds)
    made.yield_to(lambda: arriving[0])
    return made


def test_nothing_is_begun_while_more_arrives_than_could_be_begun():
    arriving = [100]
    busy = pool(arriving, hold_seconds=3600)
    assert busy.room() == 0
    arriving[0] = 0
    assert busy.room() == 16


def test_a_burst_that_lasts_lets_one_after_the_other_be_answered():
    assert pool([100], hold_seconds=0).room() == 1


def test_a_few_messages_hold_nothing_up():
    assert pool([16], hold_seconds=3600).room() == 16
