"""What is new in a folder is handed over, each message once, and how far it got is recorded."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final, TypeVar

import structlog

from channels.email.receiving.dedicated_thread import DedicatedThread
from channels.email.receiving.evidence import Evidence
from channels.email.receiving.fetch_responses import Fetched
from channels.email.receiving.mail_fetcher import MailFetcher
from channels.email.receiving.mailbox import BROKEN, DEAD, FetchRefusedError, Mailbox
from channels.email.receiving.progress import FolderState, Progress, resume_progress
from domain.messages import RawMessage

_TOGETHER: Final = 20
_TOGETHER_BYTES: Final = 1_048_576
_TRIES: Final = 3

T = TypeVar("T")


class ConnectionSpentError(Exception):
    """What the connection broke at is not asked for again: go on over another one at once."""


class PoisonError(Exception):
    """A message cannot be fetched, while the server hands others over on the same connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """Where a folder's messages and its progress go.

    Attributes:
        begin: what the progress is in a folder that was never read.
        receive: commits messages, in the order in which they are.
        record: commits how far the folder has been read.
        stopping: whether to stop after the messages under way.
    """

    begin: Callable[[FolderState], Progress]
    receive: Callable[[Sequence[RawMessage]], Awaitable[None]]
    record: Callable[[Progress], Awaitable[None]]
    stopping: Callable[[], bool]


class FolderReader:
    """Reads one folder over one connection.

    Args:
        thread: where the calls of `mailbox` and `fetcher` run.
        largest: the longest message that is taken whole, in bytes.
        progress: how far the folder was read before; None where it never was.
        evidence: what is known of the server at the other end of the connection.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        fetcher: MailFetcher,
        thread: DedicatedThread,
        *,
        handover: Handover,
        largest: int,
        progress: Progress | None,
        evidence: Evidence,
        log: structlog.typing.FilteringBoundLogger,
    ) -> None:
        self._mailbox = mailbox
        self._fetcher = fetcher
        self._thread = thread
        self._handover = handover
        self._largest = largest
        self._progress = progress
        self._evidence = evidence
        self._log = log

    async def look(self) -> None:
        """Open the folder anew and take all that was not taken yet.

        Raises:
            ConnectionSpentError: the rest is to be had over another connection.
            PoisonError: so it is, and the first message of the rest may be at fault.
            Exception: the server, the way to it or the store fails; nothing is skipped.
        """
        folder = await self._thread.run(self._mailbox.select)
        progress = self._begin(folder)
        if progress != self._progress:
            await self._record(progress)
        if progress.fresh_from > progress.last_uid + 1:
            await self._take_old(progress, folder)
        await self.take_new()

    async def take_new(self) -> int:
        """Take what came since the last look; return how many messages there were."""
        first = self._known.last_uid + 1
        # A range to `*` holds the last message whether or not it is new (RFC 9051, 9).
        found = await self._thread.run(self._mailbox.search, f"UID {first}:*")
        uids = [uid for uid in found if uid >= first]
        await self._take_all(uids)
        return len(uids)

    @property
    def _known(self) -> Progress:
        if self._progress is None:
            raise RuntimeError("look() comes first")
        return self._progress

    def _begin(self, folder: FolderState) -> Progress:
        if self._progress is None:
            return self._handover.begin(folder)
        progress = resume_progress(self._progress, folder)
        if progress is not self._progress:
            self._evidence.forget_suspects()
            self._log.info("mailbox_begun_anew", there=folder.exists)
        return progress

    async def _record(self, progress: Progress) -> None:
        if progress != self._progress:
            await self._handover.record(progress)
            self._progress = progress

    async def _take_old(self, progress: Progress, folder: FolderState) -> None:
        """Take what was there at the first look and is not too old."""
        # SINCE knows days alone, and those of the server's own time zone (RFC 9051, 6.4.4).
        since = (progress.since - timedelta(days=1)).strftime("%d-%b-%Y")
        reach = f"UID {progress.last_uid + 1}:{progress.fresh_from - 1}"
        uids = await self._thread.run(self._mailbox.search, f"{reach} SINCE {since}")
        self._log.info("mailbox_first_look", there=folder.exists, recent=len(uids))
        await self._take_all(uids)
        if not self._handover.stopping():
            await self._record(self._known.passed(progress.fresh_from - 1))

    async def _take_all(self, uids: Sequence[int]) -> None:
        self._evidence.expire()
        while uids and not self._handover.stopping():
            await self._evidence.gather(uids, tried=uids[0] in self._known.tries)
            careful = uids[0] <= self._known.careful_upto or uids[0] in self._known.tries
            group = uids[: 1 if careful else _TOGETHER]
            await self._take(group)
            uids = uids[len(group) :]

    async def _take(self, group: Sequence[int]) -> None:
        if self._known.tries.get(group[0], 0) >= _TRIES:
            await self._give_up(group[0])
            return
        facts = await self._fetch(group, partial(self._fetcher.fetch_facts, group))
        for batch in _split([fetched for fetched in facts if self._known.wants(fetched)]):
            if self._handover.stopping():
                return
            await self._take_batch(batch)
        await self._record(self._known.passed(group[-1]))

    async def _take_batch(self, batch: Sequence[Fetched]) -> None:
        uids, size = [fetched.uid for fetched in batch], batch[0].size or 0
        if size > self._largest:
            fetch = partial(self._fetcher.fetch_beginning, uids[0], size)
        else:
            fetch = partial(self._fetcher.fetch_whole, uids)
        raws = await self._fetch(uids, fetch)
        if raws:
            self._evidence.note_taken()
        await self._hand_over(raws, upto=uids[-1])
        # The rest of what was not taken whole is in the mailbox alone, and stays there.
        await self._mark(uids, may_delete=size <= self._largest)

    async def _give_up(self, uid: int) -> None:
        """Keep what there is of a message that cannot be fetched, and go on."""
        ask = self._known.tries[uid] == _TRIES
        # Asking for the header may break the connection too, and is then not done again.
        await self._record(self._known.failed([uid]))
        head, spent = b"", None
        try:
            head = await self._thread.run(self._fetcher.fetch_head, uid) if ask else b""
        except BROKEN as error:
            spent = error
        stub = self._fetcher.make_stub(uid, head, uidvalidity=self._known.uidvalidity)
        await self._hand_over(stub, upto=uid)
        self._log.error("mail_given_up", uid=uid)
        if spent is not None:
            raise ConnectionSpentError from spent

    async def _fetch(self, uids: Sequence[int], fetch: Callable[[], list[T]]) -> list[T]:
        try:
            return await self._thread.run(fetch)
        except (FetchRefusedError, *BROKEN) as error:
            self._log.warning("mail_not_fetched", uids=list(uids), error=type(error).__name__)
            await self._record(self._known.failed(uids))
            if len(uids) > 1:
                # Each is fetched by itself from here on, which tells more.
                raise ConnectionSpentError from error
            if self._evidence.blames(uids[0]):
                raise PoisonError from error
            raise

    async def _hand_over(self, raws: Sequence[RawMessage], *, upto: int) -> None:
        await self._handover.receive(raws)
        await self._record(self._known.passed(upto))

    async def _mark(self, uids: Sequence[int], *, may_delete: bool) -> None:
        try:
            await self._thread.run(self._mailbox.mark_taken, uids, may_delete=may_delete)
        except BROKEN as error:
            # It is kept; what its mailbox looks like is no reason to take it again.
            self._log.warning("mail_not_marked", uids=list(uids), error=type(error).__name__)
            if isinstance(error, DEAD):
                # The next mail must not be charged with it.
                raise ConnectionSpentError from error


def _split(messages: Sequence[Fetched]) -> Iterator[list[Fetched]]:
    """Put together what may be fetched together; what is large is fetched by itself."""
    batch: list[Fetched] = []
    size = 0
    for fetched in messages:
        size += fetched.size or _TOGETHER_BYTES
        if batch and size > _TOGETHER_BYTES:
            yield batch
            batch, size = [], fetched.size or _TOGETHER_BYTES
        batch.append(fetched)
    if batch:
        yield batch
