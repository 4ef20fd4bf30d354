"""Jobs are done once, in order, by one worker at a time, on either engine."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from crm_store.jobs import (
    claim_jobs,
    finish_job,
    jobs_topic,
    list_shunted,
    record_job,
    release_jobs,
    replay_job,
    retry_job,
    shunt_job,
)
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.errors import LeaseLostError, NotFoundError
from domain.jobs import Job, JobKind
from tests.fakes import MONDAY_MORNING as NOW

MINUTE = timedelta(minutes=1)
UNTIL: Any = {"now": NOW, "lease_until": NOW + MINUTE}


async def record(store: Store, name: str, key: str = "a", **details: object) -> Job:
    return await store.run(
        record_job,
        job_id=name,
        kind=JobKind.PROCESS,
        ordering_key=key,
        subject=name,
        now=NOW,
        **details,  # type: ignore[arg-type] # the tests pass what the function takes
    )


async def claim(store: Store, now: datetime = NOW, limit: int = 10) -> list[Job]:
    return list(await store.run(claim_jobs, now=now, lease_until=now + MINUTE, limit=limit))


async def test_jobs_of_one_key_are_claimed_one_after_the_other(store: Store):
    for name in ("first", "second", "third"):
        await record(store, name)
    done = []
    for _ in range(3):
        (job,) = await claim(store)
        assert await claim(store) == []
        await store.run(finish_job, job)
        done.append(job.id)
    assert done == ["first", "second", "third"]


async def test_jobs_of_different_keys_do_not_wait_for_each_other(store: Store):
    await record(store, "ann", "a")
    await record(store, "bob", "b")
    assert {job.id for job in await claim(store)} == {"ann", "bob"}


async def test_a_job_is_born_leased_only_where_nothing_of_its_key_is_left(store: Store):
    first = await record(store, "first", lease_until=NOW + MINUTE)
    second = await record(store, "second", lease_until=NOW + MINUTE)
    assert first.lease_until is not None
    assert second.lease_until is None
    await store.run(finish_job, first)
    assert [job.id for job in await claim(store)] == ["second"]


async def test_a_job_whose_lease_ran_out_is_taken_up_by_another_and_lost_to_the_first(store: Store):
    await record(store, "job")
    (first,) = await claim(store)
    (again,) = await claim(store, now=NOW + 2 * MINUTE)
    assert (again.id, again.attempts, again.failures) == ("job", 2, 0)
    with pytest.raises(LeaseLostError):
        await store.run(finish_job, first)
    await store.run(finish_job, again)
    assert await claim(store, now=NOW + 9 * MINUTE) == []


async def test_what_a_worker_did_after_it_lost_its_lease_is_rolled_back(store: Store):
    await record(store, "job")
    (first,) = await claim(store)
    (again,) = await claim(store, now=NOW + 2 * MINUTE)

    def late(tx: Transaction) -> None:
        record_job(tx, job_id="stray", kind=JobKind.DELIVER, ordering_key="z", subject="s", now=NOW)
        finish_job(tx, first)

    with pytest.raises(LeaseLostError):
        await store.run(late)
    await store.run(finish_job, again)
    assert await claim(store, now=NOW + 9 * MINUTE) == []


async def test_a_failed_job_waits_its_time_and_its_successors_wait_with_it(store: Store):
    await record(store, "first")
    await record(store, "second")
    (job,) = await claim(store)
    await store.run(retry_job, job, available_at=NOW + MINUTE, error="busy")
    assert await claim(store) == []
    (retried,) = await claim(store, now=NOW + MINUTE)
    assert (retried.id, retried.failures, retried.last_error) == ("first", 1, "busy")


async def test_a_shunted_job_blocks_nobody_and_can_be_replayed(store: Store):
    await record(store, "poison")
    await record(store, "next")
    (job,) = await claim(store)
    await store.run(shunt_job, job, error="unreadable")
    (after,) = await claim(store)
    assert after.id == "next"
    await store.run(finish_job, after)
    (shunted,) = await store.read(list_shunted)
    assert (shunted.id, shunted.last_error) == ("poison", "unreadable")
    await store.run(replay_job, "poison", now=NOW)
    (replayed,) = await claim(store)
    assert (replayed.id, replayed.attempts, replayed.failures) == ("poison", 1, 0)


async def test_replaying_what_is_not_shunted_is_refused_by_name(store: Store):
    await record(store, "job")
    with pytest.raises(NotFoundError, match="job"):
        await store.run(replay_job, "job", now=NOW)


async def test_a_waiting_worker_is_woken_by_a_new_job(store: Store):
    async with store.follow(jobs_topic(JobKind.PROCESS)) as follower:
        await record(store, "job")
        signal = await follower.next(5)
    assert signal is not None


async def test_jobs_of_some_kinds_alone_can_be_claimed(store: Store):
    await record(store, "question")
    assert await store.run(claim_jobs, **UNTIL, limit=10, kinds=[JobKind.DELIVER]) == ()
    (job,) = await store.run(claim_jobs, **UNTIL, limit=10, kinds=[JobKind.PROCESS])
    assert job.id == "question"


async def test_a_job_given_back_undone_can_be_claimed_at_once_and_has_not_failed(store: Store):
    await record(store, "job")
    jobs = await claim(store)
    await store.run(release_jobs, jobs)
    (again,) = await claim(store)
    assert (again.id, again.failures) == ("job", 0)


async def test_what_another_holds_meanwhile_cannot_be_given_back(store: Store):
    await record(store, "job")
    jobs = await claim(store)
    (again,) = await claim(store, now=NOW + 2 * MINUTE)
    await store.run(release_jobs, jobs)
    assert await claim(store, now=NOW + 2 * MINUTE) == []
    await store.run(finish_job, again)
