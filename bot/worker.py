"""Works on jobs: those this process was born to do at once, and those that wait in the store."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog

from bot.give_back import check_taken_up, give_back
from bot.pool import POLL_SECONDS, Pool
from bot.tools import LEASE, PROCESS_LEASE, Tools
from crm_store.jobs import TOPIC, claim_jobs, jobs_topic, release_jobs
from domain.error_words import describe_error
from domain.errors import LeaseLostError
from domain.jobs import Job, JobKind

# These wait for somebody else's server, which may take as long as it likes.
NETWORK_BOUND = frozenset(
    {
        JobKind.ACT,
        JobKind.DELIVER,
        JobKind.CODE,
        JobKind.NOTICE,
        JobKind.FETCH,
        JobKind.RELAY,
        JobKind.STAFF_MAIL,
        JobKind.WEBHOOK,
    }
)
# A stopping process waits so long for a claim under way, so that it leaves no lease behind.
CLAIM_SECONDS = 5.0
Handler = Callable[..., Awaitable[tuple[Job, ...]]]
log = structlog.get_logger()


class Worker:
    """Runs up to `concurrency` jobs at a time, and as many again that wait for the network.

    Args:
        handlers: what to do for each kind of job; a handler finishes its job in its own commit and
            returns further jobs that are this process's to work on at once.
    """

    def __init__(self, handlers: Mapping[JobKind, Handler], *, concurrency: int = 16) -> None:
        self._handlers = handlers
        quick = [kind for kind in JobKind if kind not in NETWORK_BOUND]
        self._quick = Pool(quick, size=concurrency, lease=PROCESS_LEASE)
        self._pools = (self._quick, Pool(NETWORK_BOUND, size=concurrency, lease=LEASE))
        self._pool_of = {kind: pool for pool in self._pools for kind in pool.kinds}
        self._loops: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._tools: Tools | None = None

    def serve(self, tools: Tools) -> None:
        """Give the worker its tools; they in turn know what room it has."""
        self._tools = tools

    @property
    def tools(self) -> Tools:
        """The tools it was given."""
        assert self._tools is not None, "serve() comes first"  # noqa: S101 - a programming error
        return self._tools

    def yield_to(self, arriving: Callable[[], int]) -> None:
        """Run fewer jobs at once, for a moment none, while messages wait to be taken in.

        Whoever sends a message waits until it is kept; what is done about it can wait a little.
        Jobs that wait for the network are in nobody's way.
        """
        self._quick.yield_to(arriving)

    def look_again(self) -> None:
        """Take notice that fewer messages wait to be taken in."""
        self._quick.stir()

    def room(self, kind: JobKind) -> int:
        """Tell how many jobs more of a kind could be begun at once."""
        return self._pool_of[kind].room()

    def start(self, job: Job, *hints: Any) -> None:
        """Begin a job that this process holds the lease of.

        Args:
            hints: what the handler would otherwise have to read again.
        """
        self._pool_of[job.kind].begin(self._work(job, *hints))

    async def run(self) -> None:
        """Claim and work on waiting jobs until `drain` is called."""
        async with asyncio.TaskGroup() as group:
            for pool in self._pools:
                loop = group.create_task(self._claim_for(pool))
                self._loops.add(loop)
                loop.add_done_callback(self._loops.discard)

    async def work_off(self) -> None:
        """Do all that is ready now, and all that follows from it, then return."""
        while self._running() or await self._claim(JobKind, self._quick.room(), LEASE):
            await asyncio.wait(self._running())

    async def drain(self, seconds: float) -> None:
        """Begin nothing more, and wait for what is under way.

        What is not done in time is done by whoever takes it up after its lease has run out.
        """
        self._stopping = True
        for pool in self._pools:
            pool.close()
        if self._loops:
            # They may be waiting to hear of jobs.
            await self.tools.store.announce(TOPIC, "")
            await asyncio.wait(self._loops, timeout=CLAIM_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                # What is done may begin something that follows from it.
                while running := self._running():
                    await asyncio.wait(running)

    def _running(self) -> set[asyncio.Task[None]]:
        return set().union(*(pool.running for pool in self._pools))

    async def _claim_for(self, pool: Pool) -> None:
        topics = (jobs_topic(kind) for kind in pool.kinds)
        async with self.tools.store.follow(TOPIC, *topics) as follower:
            while not self._stopping:
                await pool.until_room()
                if not await self._claim(pool.kinds, pool.room(), pool.lease):
                    await follower.next(POLL_SECONDS)

    async def _claim(self, kinds: Iterable[JobKind], room: int, lease: timedelta) -> bool:
        """Take up what waits; False where nothing does."""
        if not room:
            return False
        now = self.tools.clock.now()
        try:
            jobs = await self.tools.store.run(
                claim_jobs, now=now, lease_until=now + lease, limit=room, kinds=tuple(kinds)
            )
        except Exception as error:  # noqa: BLE001 - the store may be away for a while
            log.error("claim_failed", error=type(error).__name__)
            return False
        if self._stopping:
            await self._release(jobs)
            return False
        for job in jobs:
            self.start(job)
        return bool(jobs)

    async def _release(self, jobs: Sequence[Job]) -> None:
        """Leave what was claimed at the last moment to others."""
        try:
            await self.tools.store.run(release_jobs, jobs)
        except Exception as error:  # noqa: BLE001 - their leases run out, and others take them up
            log.error("jobs_not_released", number=len(jobs), error=describe_error(error))

    async def _work(self, job: Job, *hints: Any) -> None:
        try:
            check_taken_up(job)
            follow_ups = await self._handlers[job.kind](self.tools, job, *hints)
        except LeaseLostError:
            log.warning("lease_lost", job=job.id, kind=job.kind)
        except Exception as error:  # noqa: BLE001 - one poison job must stop nobody
            await give_back(self.tools, job, error)
        else:
            self.tools.count("job", kind=job.kind, outcome="done")
            log.debug("job_done", job=job.id, kind=job.kind)
            for follow_up in follow_ups:
                if follow_up.lease_until is not None:
                    self.start(follow_up)
