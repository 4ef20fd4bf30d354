"""Messages come in: keep each and the job to work on it, before its sender is told."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

from bot.tools import PROCESS_LEASE, Tools
from crm_store.jobs import NewJob, record_jobs
from crm_store.raw_messages import Arrival, KeptRaw, record_raws
from crm_store.transaction import Transaction
from domain.jobs import Job, JobKind
from domain.messages import RawMessage

# So many share a commit at most; those that come after wait no longer for it than these.
MOST_AT_ONCE = 64
MOMENT_SECONDS = 0.05

Received: TypeAlias = tuple[KeptRaw, Job | None]
"""What is on record, and the job where it is this process's to work on at once."""


class Intake:
    """Commits raw messages with their jobs; all that come during one commit share the next.

    Args:
        settled: called whenever one message fewer waits.
    """

    def __init__(self, tools: Tools, settled: Callable[[], None] = lambda: None) -> None:
        self._tools = tools
        self._settled = settled
        self._waiting: list[tuple[RawMessage, asyncio.Future[Received]]] = []
        self._committing: asyncio.Task[None] | None = None
        self._arriving = 0
        self._committed = 0
        self._committed_at = 0.0

    def arriving(self) -> int:
        """Tell how many messages are here and not committed yet."""
        return self._arriving

    def rush(self) -> int:
        """Tell how many messages come in at a time: those that arrive, or did a moment ago.

        Who sends many sends the next ones when it hears of the first, so that between two commits
        there may be none.
        """
        lately = asyncio.get_running_loop().time() - self._committed_at < MOMENT_SECONDS
        return max(self._arriving, self._committed if lately else 0)

    async def receive(self, raw: RawMessage) -> Received:
        """Return once a message is committed.

        Raises:
            Exception: the store could not keep it.
        """
        done: asyncio.Future[Received] = asyncio.get_running_loop().create_future()
        self._waiting.append((raw, done))
        if self._committing is None:
            self._committing = asyncio.create_task(self._commit_all())
        self._arriving += 1
        try:
            kept, job = await done
        finally:
            self._arriving -= 1
            self._settled()
        duplicate = str(kept.duplicate).lower()
        self._tools.count("received", channel=raw.channel, duplicate=duplicate)
        return kept, job

    async def _commit_all(self) -> None:
        try:
            while self._waiting:
                group = self._waiting[:MOST_AT_ONCE]
                del self._waiting[:MOST_AT_ONCE]
                await self._commit(group)
                self._committed = len(group)
                self._committed_at = asyncio.get_running_loop().time()
        finally:
            self._committing = None

    async def _commit(self, group: list[tuple[RawMessage, asyncio.Future[Received]]]) -> None:
        """Commit a group; where that fails, all but the one whose fault it is."""
        try:
            received = await self._record([raw for raw, _ in group])
        except Exception as error:  # noqa: BLE001 - whoever waits must hear it
            if len(group) == 1:
                _settle(group[0][1], error)
            else:
                for one in group:
                    await self._commit([one])
        else:
            for (_, done), each in zip(group, received, strict=True):
                _settle(done, each)

    async def _record(self, raws: Sequence[RawMessage]) -> list[Received]:
        tools = self._tools
        room = tools.room(JobKind.PROCESS)
        return await tools.store.run(
            record_all_received, tools, raws, now=tools.clock.now(), room=room
        )


def record_received(
    tx: Transaction, tools: Tools, raw: RawMessage, *, now: datetime, at_once: bool
) -> Received:
    """Record one raw message; see `record_all_received`."""
    (received,) = record_all_received(tx, tools, (raw,), now=now, room=int(at_once))
    return received


def record_all_received(
    tx: Transaction, tools: Tools, raws: Sequence[RawMessage], *, now: datetime, room: int
) -> list[Received]:
    """Record raw messages, each once, and their jobs with them.

    Args:
        room: how many of the jobs may be born leased to this process.
    """
    arrivals = [
        Arrival(raw=raw, raw_id=tools.ids.new(), reference=tools.ids.reference()) for raw in raws
    ]
    kept = record_raws(tx, arrivals)
    fresh = [
        NewJob(
            id=tools.ids.new(),
            kind=JobKind.PROCESS,
            ordering_key=f"in:{raw.channel}:{raw.account}:{raw.source}",
            subject=each.id,
        )
        for raw, each in zip(raws, kept, strict=True)
        if not each.duplicate
    ]
    recorded = record_jobs(tx, fresh, now=now, lease_until=now + PROCESS_LEASE, room=room)
    held = {job.subject: job for job in recorded if job.lease_until is not None}
    return [(each, None if each.duplicate else held.get(each.id)) for each in kept]


def _settle(done: asyncio.Future[Received], outcome: Received | Exception) -> None:
    """Tell whoever waits, unless they are gone."""
    if done.done():
        return
    if isinstance(outcome, Exception):
        done.set_exception(outcome)
    else:
        done.set_result(outcome)
