"""The receiving half of a socket: reads frames, limits them, and tells what was refused."""

import asyncio
from datetime import timedelta
from typing import Any

import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from channels.rate_limit import RateLimit
from channels.web_chat.frame_handler import FrameHandler
from channels.web_chat.frame_sender import SlowReaderError
from channels.web_chat.frames import ClientFrame, FrameRefusedError, Message, parse_frame
from channels.web_chat.settings import SocketLimits
from domain.clock import Clock
from domain.errors import TooManyRequestsError

log = structlog.get_logger()


class FrameReader:
    """Reads the frames of one page until it goes, or until it is shown the door."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        handler: FrameHandler,
        clock: Clock,
        limits: SocketLimits,
    ) -> None:
        self._socket = socket
        self._handler = handler
        self._sender = handler.sender
        self._clock = clock
        self._limits = limits
        period = timedelta(seconds=limits.burst / limits.frames_per_second)
        self._complaints = RateLimit(limits.burst, per=period)
        self._flood = RateLimit(limits.max_excess_frames, per=timedelta(minutes=1))
        self._bad = 0

    async def run(self) -> None:
        """Handle frame after frame; returns when the socket is closed."""
        async for message in self._socket:
            if message.type is WSMsgType.ERROR:
                return
            retry_after = self._handler.usage.claim_frame(self._handler.key.thread)
            if retry_after:
                await self._refuse_excess(message.data, retry_after)
            elif message.type is WSMsgType.TEXT:
                await self._handle(message.data)
            else:
                await self._refuse_bad(
                    FrameRefusedError("send text frames, not binary ones", code="bad_frame")
                )

    async def _handle(self, data: str) -> None:
        try:
            frame = parse_frame(data)
            await self._act(frame)
        except FrameRefusedError as refusal:
            if refusal.bad:
                await self._refuse_bad(refusal)
            else:
                await self._tell(refusal)

    async def _act(self, frame: ClientFrame) -> None:
        message_id = frame.id if isinstance(frame, Message) else None
        try:
            await self._handler.handle(frame)
        except (FrameRefusedError, SlowReaderError, ConnectionResetError):
            raise
        except TooManyRequestsError as error:
            await self._refuse(str(error), "rate", message_id, error.retry_after)
        except Exception as error:  # noqa: BLE001 - the page keeps the message and tries again
            # The error's own text may hold the message, so that only its kind is logged.
            log.warning("web_chat.frame_failed", frame=frame.type, error=type(error).__name__)
            reason = "this could not be saved just now; send it again with the same id"
            await self._refuse(reason, "unavailable", message_id, 5)

    async def _refuse_excess(self, data: Any, retry_after: int) -> None:
        """Refuse a frame over the rate; refusals are limited too, so that a flood costs little."""
        if self._flood.claim("", self._clock.now()):
            await self._close("too many frames")
        elif not self._complaints.claim("", self._clock.now()):
            await self._refuse("too many frames", "rate", _read_message_id(data), retry_after)
        else:
            await asyncio.sleep(0)

    async def _refuse_bad(self, refusal: FrameRefusedError) -> None:
        await self._tell(refusal)
        self._bad += 1
        if self._bad >= self._limits.max_bad_frames:
            await self._close("too many unreadable frames")

    async def _tell(self, refusal: FrameRefusedError) -> None:
        await self._refuse(refusal.reason, refusal.code, refusal.message_id, None)

    async def _refuse(
        self, reason: str, code: str, message_id: str | None, retry_after: int | None
    ) -> None:
        frame: dict[str, Any] = {"type": "refused", "reason": reason, "code": code}
        if message_id is not None:
            frame["id"] = message_id
        if retry_after is not None:
            frame["retry_after"] = retry_after
        await self._sender.send(frame)

    async def _close(self, reason: str) -> None:
        await self._socket.close(code=WSCloseCode.POLICY_VIOLATION, message=reason.encode())


def _read_message_id(data: Any) -> str | None:
    """Return the id of a message that is refused unread."""
    try:
        frame = parse_frame(data)
    except FrameRefusedError as refusal:
        return refusal.message_id
    return frame.id if isinstance(frame, Message) else None
