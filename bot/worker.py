"""Works on jobs: those this process was born to do at once, and those that wait in the store."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bot.backoff import PROCESS_ATTEMPTS, delay_before
from bot.tools import LEASE, Tools
from crm_store.jobs import TOPIC, claim_jobs, retry_job, shunt_job
from domain.error_words import describe_error
from domain.errors import FrontdeskError, LeaseLostError, MalformedMessage
from domain.jobs import Job, JobKind

POLL_SECONDS = 1.0
# A claim is a transaction of its own, whether it takes up one job or several.
WORTH_A_CLAIM = 4
# What fails is put aside long before; only a job over which processes die comes so far.
MOST_TAKEN_UP = 20
Handler = Callable[..., Awaitable[tuple[Job, ...]]]
log = structlog.get_logger()


class RepeatedCrashError(FrontdeskError):
    """A job was taken up again and again, and no process lived to see its end."""


class Worker:
    """Runs up to `concurrency` jobs at a time.

    Args:
        handlers: what to do for each kind of job; a handler finishes its job in its own commit and
            returns further jobs that are this process's to work on at once.
    """

    def __init__(self, handlers: Mapping[JobKind, Handler], *, concurrency: int = 16) -> None:
        self._handlers = handlers
        self._concurrency = concurrency
        self._running: set[asyncio.Task[None]] = set()
        self._freed = asyncio.Event()
        self._stopping = False
        self._arriving: Callable[[], int] = lambda: 0
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
        """Run fewer jobs at once, though never none, while messages wait to be taken in.

        Whoever sends a message waits until it is kept; what is done about it can wait a little.
        """
        self._arriving = arriving

    def room(self) -> int:
        """Tell how many jobs more could be begun at once."""
        if self._stopping:
            return 0
        return max(0, max(1, self._concurrency - self._arriving()) - len(self._running))

    def start(self, job: Job, *hints: Any) -> None:
        """Begin a job that this process holds the lease of.

        Args:
            hints: what the handler would otherwise have to read again.
        """
        task = asyncio.create_task(self._work(job, *hints))
        self._running.add(task)
        task.add_done_callback(self._end)

    async def run(self) -> None:
        """Claim and work on waiting jobs until `drain` is called."""
        async with self.tools.store.follow(TOPIC) as follower:
            while not self._stopping:
                await self._until_room()
                if not await self._claim():
                    await follower.next(POLL_SECONDS)

    async def work_off(self) -> None:
        """Do all that is ready now, and all that follows from it, then return."""
        while self._running or await self._claim():
            await asyncio.wait(self._running)

    async def drain(self, seconds: float) -> None:
        """Begin nothing more, and wait for what is under way.

        What is not done in time is done by whoever takes it up after its lease has run out.
        """
        self._stopping = True
        self._freed.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                # What is done may begin something that follows from it.
                while self._running:
                    await asyncio.wait(self._running)

    async def _claim(self) -> bool:
        """Take up what waits; False where nothing does."""
        room, now = self.room(), self.tools.clock.now()
        try:
            jobs = await self.tools.store.run(
                claim_jobs, now=now, lease_until=now + LEASE, limit=room
            )
        except Exception as error:  # noqa: BLE001 - the store may be away for a while
            log.error("claim_failed", error=type(error).__name__)
            return False
        for job in jobs:
            self.start(job)
        return bool(jobs)

    async def _until_room(self) -> None:
        while self._running and self.room() < WORTH_A_CLAIM and not self._stopping:
            self._freed.clear()
            await self._freed.wait()

    def _end(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._freed.set()

    async def _work(self, job: Job, *hints: Any) -> None:
        if job.attempts > MOST_TAKEN_UP:
            await self._give_back(job, RepeatedCrashError(f"taken up {job.attempts} times"))
            return
        try:
            follow_ups = await self._handlers[job.kind](self.tools, job, *hints)
        except LeaseLostError:
            log.warning("lease_lost", job=job.id, kind=job.kind)
        except Exception as error:  # noqa: BLE001 - one poison job must stop nobody
            await self._give_back(job, error)
        else:
            self.tools.count("job", kind=job.kind, outcome="done")
            log.debug("job_done", job=job.id, kind=job.kind)
            for follow_up in follow_ups:
                if follow_up.lease_until is not None:
                    self.start(follow_up)

    async def _give_back(self, job: Job, error: Exception) -> None:
        """Try again later, or put the job aside once its attempts are spent."""
        reason = describe_error(error)[:1000]
        spent = isinstance(error, MalformedMessage) or job.attempts >= PROCESS_ATTEMPTS
        outcome = "shunted" if spent else "retried"
        log.warning("job_failed", job=job.id, kind=job.kind, outcome=outcome, error=reason)
        self.tools.count("job", kind=job.kind, outcome=outcome)
        try:
            await self._record_failure(job, reason, spent=spent)
        except LeaseLostError:
            log.warning("lease_lost", job=job.id, kind=job.kind)
        except Exception as failure:  # noqa: BLE001 - its lease runs out, and another takes it up
            log.error("job_not_given_back", job=job.id, error=describe_error(failure))

    async def _record_failure(self, job: Job, reason: str, *, spent: bool) -> None:
        store, now = self.tools.store, self.tools.clock.now()
        if spent:
            await store.run(shunt_job, job, error=reason)
        else:
            later = now + delay_before(job.attempts + 1)
            await store.run(retry_job, job, available_at=later, error=reason)
