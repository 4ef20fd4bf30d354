"""Connections that stay open from one message to the next."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import aiosmtplib

from channels.email.sending.connecting import Opener
from domain.errors import SendError

IDLE_SECONDS: Final = 20.0  # servers close idle connections after 30 s at the earliest
_PROBE_SECONDS: Final = 5.0
# So shortly after it served, a connection is taken to be alive; the sender minds one that is not.
PROBE_AFTER_SECONDS: Final = 1.0
_MOST_MESSAGES: Final = 100  # over one connection; several providers close it after as many


@dataclass(slots=True, eq=False)
class Lent:
    """A connection on loan.

    Attributes:
        reused: it was opened for an earlier message.
        messages: how many it has carried.
        fresh_until: until then it is sure to be alive, and to be done with its last message.
    """

    smtp: aiosmtplib.SMTP
    reused: bool = False
    messages: int = 0
    fresh_until: float = 0.0


class SmtpPool:
    """Lends connections, no more than so many at a time.

    Args:
        open_connection: connects and logs in.
        most: connections at a time.
        idle_seconds: for how long one that nobody uses is kept.
        probe_after: seconds after which it is asked whether it still works.
    """

    def __init__(
        self,
        open_connection: Opener,
        *,
        most: int,
        idle_seconds: float = IDLE_SECONDS,
        probe_after: float = PROBE_AFTER_SECONDS,
    ) -> None:
        self._open = open_connection
        self._room = asyncio.Semaphore(most)
        self._idle: deque[Lent] = deque()
        self._idle_seconds = idle_seconds
        self._probe_after = probe_after
        self._timers: dict[Lent, asyncio.TimerHandle] = {}
        self._closing: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Lent]:
        """Lend a connection that works; it comes back unless it was closed.

        A `SendError` on the way is a refusal, after which the connection is as good as before.

        Raises:
            SendError: none can be opened.
        """
        async with self._room:
            lent = await self._take() or Lent(await self._open())
            try:
                yield lent
            except SendError:
                self._put_back(lent)
                raise
            except BaseException:
                lent.smtp.close()
                raise
            lent.fresh_until = asyncio.get_running_loop().time() + self._probe_after
            self._put_back(lent)

    async def replace(self, lent: Lent) -> None:
        """Put a new connection in the place of one that broke.

        Raises:
            SendError: none can be opened.
        """
        lent.smtp.close()
        lent.smtp = await self._open()
        lent.reused, lent.messages = False, 0

    async def close(self) -> None:
        """Take leave of the server on every connection that nobody uses."""
        while self._idle:
            self._dismiss(self._idle.pop())
        if self._closing:
            await asyncio.gather(*self._closing)

    async def _take(self) -> Lent | None:
        """Return an idle connection that still answers; the last one used is the likeliest to.

        RSET clears whatever the last message left behind (RFC 5321, 4.1.1.5).
        """
        while self._idle:
            lent = self._idle.pop()
            self._timers.pop(lent).cancel()
            if await self._is_ready(lent):
                lent.reused, lent.fresh_until = True, 0.0
                return lent
        return None

    async def _is_ready(self, lent: Lent) -> bool:
        if lent.smtp.is_connected and asyncio.get_running_loop().time() < lent.fresh_until:
            return True
        try:
            await lent.smtp.rset(timeout=_PROBE_SECONDS)
        except (aiosmtplib.SMTPException, OSError):
            lent.smtp.close()
            return False
        except BaseException:
            lent.smtp.close()
            raise
        return True

    def _put_back(self, lent: Lent) -> None:
        lent.messages += 1
        if not lent.smtp.is_connected:
            return
        if lent.messages >= _MOST_MESSAGES:
            self._dismiss(lent)
            return
        self._idle.append(lent)
        loop = asyncio.get_running_loop()
        self._timers[lent] = loop.call_later(self._idle_seconds, self._expire, lent)

    def _expire(self, lent: Lent) -> None:
        self._idle.remove(lent)
        self._dismiss(lent)

    def _dismiss(self, lent: Lent) -> None:
        if (timer := self._timers.pop(lent, None)) is not None:
            timer.cancel()
        task = asyncio.ensure_future(quit_politely(lent.smtp))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


async def quit_politely(smtp: aiosmtplib.SMTP) -> None:
    """Send QUIT before closing (RFC 5321, 4.1.1.10); what the server says to it is all one."""
    try:
        with contextlib.suppress(aiosmtplib.SMTPException, OSError):
            await smtp.quit(timeout=_PROBE_SECONDS)
    finally:
        smtp.close()
