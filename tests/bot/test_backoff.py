"""How often, and for how long, Frontdesk goes on trying."""

from datetime import timedelta

import pytest

from bot.backoff import find_delay
from bot.give_back import RepeatedCrashError, check_taken_up, decide_delay
from domain.errors import FrontdeskError, MalformedMessage, NotFoundError
from domain.jobs import Job, JobKind
from tests.fakes import MONDAY_MORNING

pytestmark = pytest.mark.unit


def waits(kind: JobKind) -> list[float]:
    """All waits of a job that fails and fails, in seconds."""
    found: list[float] = []
    while (delay := find_delay(kind, len(found) + 1)) is not None:
        found.append(delay.total_seconds())
    return found


def job(kind: JobKind, *, attempts: int = 1, failures: int = 0) -> Job:
    return Job(
        id="job",
        position=1,
        kind=kind,
        ordering_key="key",
        subject="subject",
        available_at=MONDAY_MORNING,
        attempts=attempts,
        failures=failures,
        lease_until=MONDAY_MORNING,
        created_at=MONDAY_MORNING,
    )


def test_a_message_is_tried_for_minutes():
    assert waits(JobKind.PROCESS) == [0.5, 2, 8, 32, 128]


@pytest.mark.parametrize("kind", [JobKind.DELIVER, JobKind.FETCH])
def test_what_needs_a_provider_is_tried_for_hours_and_at_least_hourly(kind: JobKind):
    assert waits(kind) == [0.5, 2, 8, 32, 128, 512, 2048, 3600, 3600, 3600, 3600]


def test_a_wait_that_was_asked_for_is_respected_up_to_an_hour():
    assert find_delay(JobKind.DELIVER, 1, asked=7) == timedelta(seconds=7)
    assert find_delay(JobKind.DELIVER, 1, asked=86_400) == timedelta(hours=1)


def test_how_often_processes_died_over_a_job_changes_nothing_about_its_retries():
    often = job(JobKind.PROCESS, attempts=15)
    assert decide_delay(often, FrontdeskError("busy")) == timedelta(seconds=0.5)


def test_what_cannot_be_read_is_put_aside_at_once():
    assert decide_delay(job(JobKind.PROCESS), MalformedMessage("no form")) is None


def test_what_only_people_can_put_right_is_shown_to_them_within_minutes():
    gone = NotFoundError("the settings name no sms account")
    assert decide_delay(job(JobKind.DELIVER, failures=4), gone) == timedelta(seconds=128)
    assert decide_delay(job(JobKind.DELIVER, failures=5), gone) is None


def test_a_job_that_kills_processes_is_put_aside_and_one_that_merely_failed_often_is_not():
    check_taken_up(job(JobKind.DELIVER, attempts=30, failures=11))
    with pytest.raises(RepeatedCrashError, match="taken up 21 times without an end"):
        check_taken_up(job(JobKind.DELIVER, attempts=32, failures=11))
