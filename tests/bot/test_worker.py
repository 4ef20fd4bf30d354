"""Nobody's slowness is everybody's: what can be done is done, and nothing is left held."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
from sqlalchemy import select

from bot.pool import WORTH_A_CLAIM
from bot.tools import LEASE, BotSettings, Tools
from bot.worker import Worker
from crm_store.jobs import claim_jobs, finish_job, record_job
from crm_store.schema import jobs
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.jobs import Job, JobKind
from domain.understanding import Understander
from tests.fakes import FakeClock, SequentialIds

CONCURRENCY = 16
SOON = 20.0


class Bench:
    """A worker over a real store; each job runs until the gate of its subject is open.

    Attributes:
        begun: set once a job of that subject is worked on.
        gates: open from the beginning, but for those of subjects named to `shut`.
        done: the subjects of finished jobs.
    """

    def __init__(self, store: Store) -> None:
        self.store, self.clock, self.ids = store, FakeClock(), SequentialIds()
        self.begun: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self.done: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self.gates: dict[str, asyncio.Event] = {}
        self.worker = Worker(dict.fromkeys(JobKind, self._handle), concurrency=CONCURRENCY)
        self._serve(store)
        self._running: asyncio.Task[None] | None = None

    def _serve(self, store: Store) -> None:
        self.worker.serve(
            Tools(
                store=store,
                clock=self.clock,
                ids=self.ids,
                channels={},
                understander=cast("Understander", None),
                settings=BotSettings(company="Aurora Airways"),
                count=lambda *_, **__: None,
                room=self.worker.room,
            )
        )

    async def _handle(self, tools: Tools, job: Job) -> tuple[Job, ...]:
        self.begun[job.subject].set()
        if job.subject in self.gates:
            await self.gates[job.subject].wait()
        await tools.store.run(finish_job, job)
        self.done[job.subject].set()
        return ()

    def shut(self, *subjects: str) -> None:
        for subject in subjects:
            self.gates[subject] = asyncio.Event()

    def open_all(self) -> None:
        for gate in self.gates.values():
            gate.set()

    async def record(self, kind: JobKind, *subjects: str) -> None:
        """Record jobs that nobody holds, each in an order of its own."""
        for subject in subjects:
            await self.store.run(
                record_job,
                job_id=self.ids.new(),
                kind=kind,
                ordering_key=subject,
                subject=subject,
                now=self.clock.now(),
            )

    def run(self, store: Store | None = None) -> None:
        """Begin to work."""
        self._serve(store or self.store)
        self._running = asyncio.create_task(self.worker.run())

    async def stop(self) -> None:
        """Stop as a process does."""
        await self.worker.drain(SOON)
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    async def held(self) -> list[str]:
        """The subjects of jobs that somebody holds."""

        def read(tx: Transaction) -> list[str]:
            held = select(jobs.c.subject).where(jobs.c.lease_until.is_not(None))
            return list(tx.execute(held).scalars())

        return await self.store.read(read)


@pytest.fixture
async def bench(store: Store) -> AsyncIterator[Bench]:
    bench = Bench(store)
    yield bench
    bench.open_all()
    await bench.stop()


async def all_set(events: defaultdict[str, asyncio.Event], *subjects: str) -> None:
    async with asyncio.timeout(SOON):
        for subject in subjects:
            await events[subject].wait()


def names(word: str, number: int) -> list[str]:
    return [f"{word} {each}" for each in range(number)]


async def test_a_provider_that_never_answers_holds_up_no_questions(bench: Bench):
    texts = names("text", 3 * CONCURRENCY)
    bench.shut(*texts)
    await bench.record(JobKind.DELIVER, *texts)
    bench.run()
    await all_set(bench.begun, *texts[:CONCURRENCY])
    assert bench.worker.room(JobKind.DELIVER) == 0
    assert bench.worker.room(JobKind.PROCESS) == CONCURRENCY
    await bench.record(JobKind.PROCESS, *names("question", 3))
    await all_set(bench.done, *names("question", 3))


async def test_slow_processing_holds_up_no_deliveries(bench: Bench):
    questions = names("question", 2 * CONCURRENCY)
    bench.shut(*questions)
    await bench.record(JobKind.PROCESS, *questions)
    bench.run()
    await all_set(bench.begun, *questions[:CONCURRENCY])
    await bench.record(JobKind.DELIVER, "text")
    await all_set(bench.done, "text")


async def test_while_many_messages_arrive_a_hanging_delivery_is_not_all_that_runs(bench: Bench):
    bench.worker.yield_to(lambda: 10 * CONCURRENCY)
    bench.shut("text")
    await bench.record(JobKind.DELIVER, "text")
    bench.run()
    await all_set(bench.begun, "text")
    await bench.record(JobKind.PROCESS, "question")
    await all_set(bench.done, "question")


async def test_the_last_room_beside_slow_jobs_is_used(bench: Bench):
    slow = names("slow", CONCURRENCY - WORTH_A_CLAIM + 1)
    bench.shut(*slow)
    await bench.record(JobKind.PROCESS, *slow)
    bench.run()
    await all_set(bench.begun, *slow)
    await bench.record(JobKind.PROCESS, *names("question", 2 * WORTH_A_CLAIM))
    await all_set(bench.done, *names("question", 2 * WORTH_A_CLAIM))


async def test_work_is_taken_up_once_the_rush_of_messages_is_over(bench: Bench):
    arriving = 10 * CONCURRENCY
    bench.worker.yield_to(lambda: arriving)
    bench.shut("slow")
    await bench.record(JobKind.PROCESS, "slow")
    bench.run()
    await all_set(bench.begun, "slow")
    await bench.record(JobKind.PROCESS, "question")
    arriving = 0
    bench.worker.look_again()
    await all_set(bench.done, "question")


class SlowToAnswer:
    """A store that has committed a claim, and is slow to say so."""

    def __init__(self, store: Store) -> None:
        self.claimed, self.answer = asyncio.Event(), asyncio.Event()
        self._store = store

    async def run(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        result = await self._store.run(work, *args, **kwargs)
        if work is claim_jobs and result:
            self.claimed.set()
            await self.answer.wait()
        return result

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


async def test_a_process_that_stops_while_it_claims_holds_nothing_afterwards(bench: Bench):
    store = SlowToAnswer(bench.store)
    await bench.record(JobKind.PROCESS, "question")
    bench.run(cast("Store", store))
    await store.claimed.wait()
    stopping = asyncio.create_task(bench.stop())
    # One turn of the loop, in which it stops as far as it can.
    await asyncio.sleep(0)
    store.answer.set()
    await stopping
    assert await bench.held() == []
    now = bench.clock.now()
    (job,) = await bench.store.run(claim_jobs, now=now, lease_until=now + LEASE, limit=10)
    assert (job.subject, job.failures) == ("question", 0)


async def test_a_stopping_process_finishes_what_it_began_and_begins_no_more(bench: Bench):
    bench.shut("begun")
    await bench.record(JobKind.PROCESS, "begun")
    bench.run()
    await all_set(bench.begun, "begun")
    stopping = asyncio.create_task(bench.stop())
    await asyncio.sleep(0)
    await bench.record(JobKind.PROCESS, "late")
    bench.open_all()
    await stopping
    assert bench.done["begun"].is_set()
    assert not bench.begun["late"].is_set()
    assert await bench.held() == []
