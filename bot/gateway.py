"""What Frontdesk offers to the sockets of its channels."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import structlog

from bot.receive import Intake
from bot.tools import Tools
from bot.undelivered import record_word
from bot.verification.unrecorded_ids import is_unrecorded
from bot.worker import Worker
from crm_store import threads
from crm_store.cursors import claim_cursor, record_cursor, release_cursor
from crm_store.files import get_file, record_file
from crm_store.outbox import record_collected
from domain.channels import (
    Accepted,
    Cursor,
    CursorKey,
    Follower,
    StoredFile,
    ThreadKey,
    ThreadView,
    Upload,
)
from domain.messages import Attachment, DeliveryUpdate, RawMessage

log = structlog.get_logger()


class BotGateway:
    """The gateway of this process; see `domain.channels.Gateway`."""

    def __init__(self, tools: Tools, worker: Worker) -> None:
        self._tools = tools
        self._worker = worker
        self._intake = Intake(tools, worker.look_again)
        worker.yield_to(self._intake.rush)

    async def receive(self, raw: RawMessage) -> Accepted:
        """Commit one raw message, then work on it."""
        kept, job = await self._intake.receive(raw)
        if job is not None:
            self._worker.start(job, (raw, kept.reference))
        return Accepted(raw_id=kept.id, reference=kept.reference, duplicate=kept.duplicate)

    async def record_delivery(self, update: DeliveryUpdate) -> None:
        """Record what a provider says became of a message."""
        if is_unrecorded(update.outbound_id):
            return
        now = self._tools.clock.now()
        if not await self._tools.store.run(record_word, self._tools, update, now=now):
            log.warning("delivery_of_unknown_message", channel=update.channel, state=update.state)

    async def read_thread(self, key: ThreadKey, *, after: int, limit: int) -> ThreadView:
        """Read what the customer may see of a thread."""
        return await self._tools.store.read(threads.read_thread, key, after=after, limit=limit)

    async def record_collected(self, key: ThreadKey, *, upto: int, seen: bool) -> None:
        """Record that the customer's page has taken, or shown, all up to a position."""
        now = self._tools.clock.now()
        await self._tools.store.run(record_collected, key, upto=upto, seen=seen, now=now)

    async def store_file(self, upload: Upload) -> Attachment:
        """Keep a file."""
        file_id = self._tools.ids.new()
        now = self._tools.clock.now()
        await self._tools.store.run(record_file, upload, file_id=file_id, now=now)
        return Attachment(
            filename=upload.filename,
            media_type=upload.media_type,
            size=len(upload.content),
            file_id=file_id,
        )

    async def get_file(self, key: ThreadKey, file_id: str) -> StoredFile:
        """Read a file of this thread."""
        return await self._tools.store.read(get_file, file_id, key)

    async def claim_cursor(self, key: CursorKey, *, holder: str, seconds: int) -> Cursor | None:
        """Take, or keep, a place to read from for so long."""
        now = self._tools.clock.now()
        until = now + timedelta(seconds=seconds)
        return await self._tools.store.run(claim_cursor, key, holder=holder, until=until, now=now)

    async def record_cursor(
        self, key: CursorKey, payload: Mapping[str, Any], *, holder: str
    ) -> None:
        """Record how far a place has been read."""
        await self._tools.store.run(record_cursor, key, payload, holder=holder)

    async def release_cursor(self, key: CursorKey, *, holder: str) -> None:
        """Leave a place to other processes."""
        await self._tools.store.run(release_cursor, key, holder=holder)

    def follow(self, *topics: str) -> AbstractAsyncContextManager[Follower]:
        """Hear what happens under `topics` from now on."""
        return self._tools.store.follow(*topics)

    async def announce(self, topic: str, payload: str) -> None:
        """Tell the followers of a topic something that need not be kept."""
        await self._tools.store.announce(topic, payload)
