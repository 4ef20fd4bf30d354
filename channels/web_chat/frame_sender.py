"""The sending half of a socket."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web


class SlowReaderError(Exception):
    """The page has not read for so long that holding frames for it would cost the others."""


class FrameSender:
    """Sends frames to one page; safe to use from several tasks of one loop.

    Args:
        socket: the prepared socket.
        transport: what it runs on; aborted where the page does not read, since a closing frame
            would wait as well.
        patience: seconds to wait for a page that does not read.
    """

    def __init__(
        self,
        socket: web.WebSocketResponse,
        transport: asyncio.Transport | None,
        patience: float,
    ) -> None:
        self._socket = socket
        self._transport = transport
        self._patience = patience

    async def send(self, frame: Mapping[str, Any]) -> None:
        """Send one frame.

        Raises:
            SlowReaderError: the page does not read.
            ConnectionResetError: the page is gone.
        """
        try:
            async with asyncio.timeout(self._patience):
                await self._socket.send_str(json.dumps(frame, separators=(",", ":")))
        except TimeoutError:
            if self._transport is not None:
                self._transport.abort()
            raise SlowReaderError from None
