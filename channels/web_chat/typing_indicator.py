"""Showing that the bot is at work on an answer."""

import asyncio
import contextlib

from channels.web_chat.frame_sender import FrameSender, SlowReaderError


class TypingIndicator:
    """Shows the bot typing until its answer comes, or until nobody would believe it any more."""

    def __init__(self, sender: FrameSender, seconds: float) -> None:
        self._sender = sender
        self._seconds = seconds
        self._expiry: asyncio.Task[None] | None = None

    async def show(self) -> None:
        """Show it, or show it for longer."""
        self.forget()
        self._expiry = asyncio.create_task(self._expire())
        await self._tell(on=True)

    async def hide(self) -> None:
        """Hide it where it is shown."""
        if self._expiry is not None:
            self.forget()
            await self._tell(on=False)

    def forget(self) -> None:
        """Stop waiting, with no word to the page."""
        if self._expiry is not None:
            self._expiry.cancel()
            self._expiry = None

    async def _expire(self) -> None:
        await asyncio.sleep(self._seconds)
        self._expiry = None
        # Whoever sends next learns that the page is gone.
        with contextlib.suppress(SlowReaderError, ConnectionResetError):
            await self._tell(on=False)

    async def _tell(self, *, on: bool) -> None:
        await self._sender.send({"type": "typing", "author": "bot", "on": on})
