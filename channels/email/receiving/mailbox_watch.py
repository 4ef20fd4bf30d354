"""One connection's life: look, then wait for new mail and take it, until it breaks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import structlog

from channels.email.receiving.dedicated_thread import DedicatedThread
from channels.email.receiving.folder_reader import FolderReader
from channels.email.receiving.imap_client import IdleRefusedError
from channels.email.receiving.mailbox import Mailbox
from channels.email.settings import ImapSettings

_log = structlog.get_logger()

# RFC 2177 asks for less than 29 minutes; many a router forgets a silent connection sooner.
_IDLE_SECONDS: Final = 300.0


async def wait_for_stop(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until it is time to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return


@asynccontextmanager
async def connected(
    settings: ImapSettings, *, largest: int, access_token: str | None, name: str
) -> AsyncIterator[tuple[Mailbox, DedicatedThread]]:
    """Log in to a mailbox, with a thread for its calls, and leave both in the end.

    Raises:
        FrontdeskError: it cannot be done; says what to do.
    """
    thread, mailbox = DedicatedThread(name), Mailbox(settings, largest=largest)
    try:
        await thread.run(mailbox.open, access_token)
        yield mailbox, thread
        await thread.run(mailbox.log_out)
    finally:
        # A call that is still under way must not wait for its server.
        mailbox.abort()
        thread.start(mailbox.close)
        thread.close()


class MailboxWatch:
    """Waits for new mail in the best way that the server is capable of.

    One watch outlives many connections, as it learns what the server's word is worth.
    """

    def __init__(self, settings: ImapSettings) -> None:
        self._poll_seconds = settings.poll_seconds
        self._idle_seconds = _IDLE_SECONDS
        self._idles = True

    async def wait(
        self, mailbox: Mailbox, thread: DedicatedThread, reader: FolderReader, stop: asyncio.Event
    ) -> None:
        """Take what comes, until it is time to look at the whole folder again."""
        if not (self._idles and mailbox.idles):
            await wait_for_stop(stop, self._poll_seconds)
            return
        interrupting = asyncio.create_task(_interrupt(mailbox, stop))
        try:
            await self._idle(mailbox, thread, reader, stop)
        except IdleRefusedError:
            _log.warning("mailbox_does_not_idle", seconds=self._poll_seconds)
            self._idles = False
        finally:
            interrupting.cancel()

    async def _idle(
        self, mailbox: Mailbox, thread: DedicatedThread, reader: FolderReader, stop: asyncio.Event
    ) -> None:
        now = asyncio.get_running_loop().time
        until = now() + self._idle_seconds
        while not stop.is_set() and (left := until - now()) > 0:
            heard = await thread.run(mailbox.wait, left)
            if not stop.is_set() and await reader.take_new() and not heard:
                # It had word of nothing, and there was something.
                self._idle_seconds = min(_IDLE_SECONDS, self._poll_seconds)


async def _interrupt(mailbox: Mailbox, stop: asyncio.Event) -> None:
    await stop.wait()
    mailbox.interrupt()
