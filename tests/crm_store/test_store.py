"""What every store promises, on either engine."""

import asyncio

import pytest

from crm_store.jobs import claim_jobs, count_jobs, record_job
from crm_store.raw_messages import Arrival, KeptRaw, get_raw, record_raws
from crm_store.store import Store, make_store
from crm_store.transaction import Transaction
from domain.errors import FrontdeskError, InvalidInputError
from domain.jobs import JobKind
from domain.messages import RawMessage
from tests.fakes import MONDAY_MORNING as NOW


def raw(delivery_id: str, body: bytes = b"hello") -> RawMessage:
    return RawMessage(
        channel="sms",
        account="main",
        delivery_id=delivery_id,
        source="+15550142",
        body=body,
        headers={"language": "de"},
        received_at=NOW,
    )


def keep(tx: Transaction, number: int) -> None:
    record(tx, raw(f"d{number}"), f"raw{number}", f"FD-{number}")


def record(tx: Transaction, message: RawMessage, raw_id: str, reference: str) -> KeptRaw:
    (kept,) = record_raws(tx, [Arrival(raw=message, raw_id=raw_id, reference=reference)])
    return kept


async def test_bytes_come_back_as_they_came_in(store: Store):
    message = raw("d1", bytes(range(256)))
    await store.run(record, message, "r1", "FD-1")
    assert await store.read(get_raw, "r1") == (message, "FD-1")


async def test_the_same_delivery_is_kept_once(store: Store):
    first = await store.run(record, raw("d1"), "r1", "FD-1")
    again = await store.run(record, raw("d1"), "r2", "FD-2")
    assert not first.duplicate
    assert again.duplicate
    assert (again.id, again.reference) == ("r1", "FD-1")


async def test_a_function_that_fails_leaves_nothing_behind(store: Store):
    def fail(tx: Transaction) -> None:
        keep(tx, 1)
        raise FrontdeskError("changed my mind")

    with pytest.raises(FrontdeskError, match="changed my mind"):
        await store.run(fail)
    with pytest.raises(FrontdeskError):
        await store.read(get_raw, "raw1")


async def test_one_that_fails_among_many_takes_nobody_along(store: Store):
    def keep_or_fail(tx: Transaction, number: int) -> int:
        keep(tx, number)
        if number % 3 == 0:
            raise FrontdeskError(f"not {number}")
        return number

    outcomes = await asyncio.gather(
        *(store.run(keep_or_fail, number) for number in range(30)), return_exceptions=True
    )
    for number, outcome in enumerate(outcomes):
        if number % 3 == 0:
            assert str(outcome) == f"not {number}"
        else:
            assert outcome == number
            assert (await store.read(get_raw, f"raw{number}"))[1] == f"FD-{number}"


async def test_nobody_is_woken_by_what_was_rolled_back(store: Store):
    def wake_and_fail(tx: Transaction) -> None:
        tx.wake("news", "false")
        raise FrontdeskError("no")

    def wake(tx: Transaction) -> None:
        tx.wake("news", "true")

    async with store.follow("news") as follower:
        with pytest.raises(FrontdeskError):
            await store.run(wake_and_fail)
        await store.run(wake)
        signal = await follower.next(5)
    assert signal is not None
    assert signal.payload == "true"


async def test_what_was_committed_is_there_when_opened_again(database_url: str, store: Store):
    await store.run(keep, 1)
    again = make_store(database_url)
    await again.open()
    try:
        assert (await again.read(get_raw, "raw1"))[1] == "FD-1"
    finally:
        await again.close()


async def test_two_processes_never_claim_the_same_job(postgres_url: str):
    stores = [make_store(postgres_url) for _ in range(2)]
    for each in stores:
        await each.open()
    try:
        for number in range(40):
            await stores[0].run(
                record_job,
                job_id=f"j{number}",
                kind=JobKind.PROCESS,
                ordering_key=f"k{number}",
                subject="s",
                now=NOW,
            )
        claims = await asyncio.gather(
            *(
                each.run(claim_jobs, now=NOW, lease_until=NOW.replace(hour=10), limit=3)
                for each in stores * 10
            )
        )
        claimed = [job.id for jobs in claims for job in jobs]
        assert len(claimed) == len(set(claimed))
        assert await stores[1].read(count_jobs) == {("process", "ready"): 40}
    finally:
        for each in stores:
            await each.close()


async def test_word_of_a_commit_reaches_other_processes(postgres_url: str):
    here, there = make_store(postgres_url), make_store(postgres_url)
    await here.open()
    await there.open()
    try:
        async with there.follow("jobs", "typing") as follower:
            await here.announce("typing", '{"on": true}')
            signal = await follower.next(5)
        assert signal is not None
        assert signal.payload == '{"on": true}'
    finally:
        await here.close()
        await there.close()


def test_an_address_of_an_unknown_engine_is_refused_with_the_known_ones():
    with pytest.raises(InvalidInputError, match="postgresql://"):
        make_store("mysql://root@localhost/frontdesk")
