"""A gateway in memory: what Frontdesk offers to the sockets of a channel, without a database."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from domain.channels import (
    Accepted,
    Cursor,
    CursorKey,
    Follower,
    Signal,
    StoredFile,
    ThreadEntry,
    ThreadKey,
    ThreadView,
    Upload,
)
from domain.errors import LeaseLostError, NotFoundError
from domain.messages import Attachment, DeliveryState, DeliveryUpdate, QuickReply, RawMessage


class FakeFollower:
    """Hears the signals of its topics through a queue."""

    def __init__(self) -> None:
        self.signals: asyncio.Queue[Signal] = asyncio.Queue()

    async def next(self, timeout: float) -> Signal | None:  # noqa: ASYNC109 - the protocol's
        try:
            # Not wait_for: before Python 3.12 it can swallow a cancellation.
            async with asyncio.timeout(timeout):
                return await self.signals.get()
        except TimeoutError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """One call of `record_collected`."""

    key: ThreadKey
    upto: int
    seen: bool


class FakeGateway:
    """Records what channels hand over; tests append what customers are to read.

    Attributes:
        received: every raw message, once, in the order of arrival.
        refuse_with: an error that the next calls of `receive` raise, such as a full disk's.
        left: set whenever a follower goes.
        fail_reading_with: an error that the next calls of `read_thread` raise.
        cursors: what was recorded of each place; `holders`: who reads it.
    """

    def __init__(self) -> None:
        self.received: list[RawMessage] = []
        self.deliveries: list[DeliveryUpdate] = []
        self.collected: list[Collected] = []
        self.announced: list[Signal] = []
        self.refuse_with: Exception | None = None
        self.fail_reading_with: Exception | None = None
        self.left = asyncio.Event()
        self.status: str | None = None
        self.with_person = False
        self.cursors: dict[CursorKey, Mapping[str, Any]] = {}
        self.holders: dict[CursorKey, str] = {}
        self._accepted: dict[tuple[str, str, str], Accepted] = {}
        self._threads: defaultdict[ThreadKey, list[ThreadEntry]] = defaultdict(list)
        self._files: dict[str, tuple[ThreadKey, StoredFile]] = {}
        self._followers: defaultdict[str, set[FakeFollower]] = defaultdict(set)
        self._position = 0

    async def receive(self, raw: RawMessage) -> Accepted:
        if self.refuse_with is not None:
            raise self.refuse_with
        key = (raw.channel, raw.account, raw.delivery_id)
        if key in self._accepted:
            return replace(self._accepted[key], duplicate=True)
        self.received.append(raw)
        number = len(self.received)
        accepted = Accepted(raw_id=f"raw-{number}", reference=f"FD-{number:08}", duplicate=False)
        self._accepted[key] = accepted
        return accepted

    async def record_delivery(self, update: DeliveryUpdate) -> None:
        self.deliveries.append(update)

    async def read_thread(self, key: ThreadKey, *, after: int, limit: int) -> ThreadView:
        if self.fail_reading_with is not None:
            raise self.fail_reading_with
        entries = [entry for entry in self._threads[key] if entry.position > after][:limit]
        status = self.status or ("open" if self._threads[key] else None)
        return ThreadView(entries=tuple(entries), status=status, with_person=self.with_person)

    async def record_collected(self, key: ThreadKey, *, upto: int, seen: bool) -> None:
        self.collected.append(Collected(key=key, upto=upto, seen=seen))

    async def store_file(self, upload: Upload) -> Attachment:
        file_id = f"file-{len(self._files) + 1}"
        stored = StoredFile(
            id=file_id,
            filename=upload.filename,
            media_type=upload.media_type,
            content=upload.content,
        )
        self._files[file_id] = (upload.thread, stored)
        return Attachment(
            filename=upload.filename,
            media_type=upload.media_type,
            size=len(upload.content),
            file_id=file_id,
        )

    async def get_file(self, key: ThreadKey, file_id: str) -> StoredFile:
        owner, stored = self._files.get(file_id, (None, None))
        if stored is None or owner != key:
            raise NotFoundError("there is no such file in this thread")
        return stored

    async def claim_cursor(self, key: CursorKey, *, holder: str, seconds: int) -> Cursor | None:
        if self.refuse_with is not None:
            raise self.refuse_with
        if self.holders.setdefault(key, holder) != holder:
            return None
        return Cursor(key=key, payload=self.cursors.get(key, {}))

    async def record_cursor(
        self, key: CursorKey, payload: Mapping[str, Any], *, holder: str
    ) -> None:
        if self.refuse_with is not None:
            raise self.refuse_with
        if self.holders.get(key) != holder:
            raise LeaseLostError(f"another process reads {key.name} now")
        self.cursors[key] = dict(payload)

    async def release_cursor(self, key: CursorKey, *, holder: str) -> None:
        if self.holders.get(key) == holder:
            del self.holders[key]

    def follow(self, *topics: str) -> AbstractAsyncContextManager[Follower]:
        return self._follow(topics)

    @asynccontextmanager
    async def _follow(self, topics: tuple[str, ...]) -> AsyncIterator[Follower]:
        follower = FakeFollower()
        for topic in topics:
            self._followers[topic].add(follower)
        try:
            yield follower
        finally:
            for topic in topics:
                self._followers[topic].discard(follower)
            self.left.set()

    async def announce(self, topic: str, payload: str) -> None:
        self.announced.append(Signal(topic=topic, payload=payload))
        self.signal(topic, payload)

    # What a test does on behalf of the rest of Frontdesk:

    def signal(self, topic: str, payload: str = "") -> None:
        """Wake the followers of a topic."""
        for follower in self._followers[topic]:
            follower.signals.put_nowait(Signal(topic=topic, payload=payload))

    def followers(self, topic: str) -> int:
        """How many follow a topic now."""
        return len(self._followers[topic])

    def append(
        self,
        key: ThreadKey,
        text: str,
        *,
        author: str = "bot",
        author_name: str | None = None,
        html: str | None = None,
        quick_replies: tuple[QuickReply, ...] = (),
        attachments: tuple[Attachment, ...] = (),
        external_id: str | None = None,
        at: datetime | None = None,
        announce: bool = True,
    ) -> ThreadEntry:
        """Put an entry at the end of a thread and wake its followers."""
        self._position += 1
        entry = ThreadEntry(
            position=self._position,
            id=f"entry-{self._position}",
            reference="FD-7K3M9QXD",
            author=author,
            author_name=author_name,
            at=at or datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
            text=text,
            html=html,
            quick_replies=quick_replies,
            attachments=attachments,
            external_id=external_id,
            delivery=None if author == "customer" else DeliveryState.QUEUED,
        )
        self._threads[key].append(entry)
        if announce:
            self.signal(key.topic)
        return entry
