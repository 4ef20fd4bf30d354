"""The chat's WebSocket: `GET /channels/web-chat/{account}/ws`."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import structlog
from aiohttp import WSCloseCode, web

from channels.problems import problem_response
from channels.rate_limit import network_key
from channels.web_chat.channel_parts import ChannelParts
from channels.web_chat.frame_handler import FrameHandler
from channels.web_chat.frame_reader import FrameReader
from channels.web_chat.frame_sender import FrameSender, SlowReaderError
from channels.web_chat.frames import FrameRefusedError
from channels.web_chat.greeting import Arrival, admit, receive_hello
from channels.web_chat.origins import refuse_origin
from channels.web_chat.socket_places import ChatFullError, SocketPlaces
from channels.web_chat.thread_feed import ThreadFeed
from channels.web_chat.tokens import FileGrant
from channels.web_chat.typing_indicator import TypingIndicator
from domain.channels import Follower, Gateway
from domain.errors import TooManyRequestsError

log = structlog.get_logger()


class SocketRoute:
    """Serves the sockets of one account."""

    def __init__(self, parts: ChannelParts, gateway: Gateway) -> None:
        self._parts = parts
        self._limits = parts.limits
        self._gateway = gateway
        self._places = SocketPlaces(
            limit=parts.settings.max_sockets,
            per_network=parts.settings.sockets_per_network,
            per_visitor=parts.limits.sockets_per_visitor,
        )
        self._open: set[web.WebSocketResponse] = set()

    async def get(self, request: web.Request) -> web.StreamResponse:
        """Open a socket and serve it until it is closed."""
        if not self._parts.origins.allows(request.headers.get("Origin"), request.host):
            return refuse_origin(self._parts.settings.account)
        socket = web.WebSocketResponse(
            heartbeat=self._limits.heartbeat_seconds,
            max_msg_size=self._limits.max_frame_bytes,
            timeout=3,
            compress=False,
        )
        if not socket.can_prepare(request).ok:
            return problem_response(
                426, "Upgrade required", "this address speaks WebSocket (RFC 6455) only"
            )
        try:
            with self._places.occupy(network_key(request.remote or "unknown")):
                await socket.prepare(request)
                await self._serve(request, socket)
        except TooManyRequestsError as error:
            log.warning("web_chat.socket_refused", remote=request.remote, reason=str(error))
            return _refuse_socket(error)
        return socket

    async def drain(self) -> None:
        """Ask every page to come back later, and close."""
        await asyncio.gather(
            *(
                socket.close(code=WSCloseCode.GOING_AWAY, message=b"the server is restarting")
                for socket in tuple(self._open)
            )
        )

    async def _serve(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        sender = FrameSender(socket, request.transport, self._limits.send_seconds)
        self._open.add(socket)
        try:
            await self._greet(socket, sender, network_key(request.remote or "unknown"))
        except FrameRefusedError as refusal:
            await _turn_away(socket, sender, refusal.reason, refusal.code)
        except TooManyRequestsError as error:
            await _turn_away(socket, sender, str(error), "too_many_sockets", error.retry_after)
        except SlowReaderError:
            log.info("web_chat.slow_reader", account=self._parts.settings.account)
        except ConnectionResetError:
            pass
        except Exception as error:  # noqa: BLE001 - whatever it was, the page tries again
            log.warning("web_chat.socket_failed", error=type(error).__name__)
            await socket.close(code=WSCloseCode.INTERNAL_ERROR, message=b"try again")
        finally:
            self._open.discard(socket)

    async def _greet(
        self, socket: web.WebSocketResponse, sender: FrameSender, network: str
    ) -> None:
        hello = await receive_hello(socket, self._limits.hello_seconds)
        arrival = admit(hello, self._parts.tokens, self._parts.ids)
        if arrival.new:
            self._parts.usage.claim_visitor(network)
        key = self._parts.thread_key(arrival.visitor)
        with self._places.occupy_as(arrival.visitor):
            async with self._gateway.follow(key.topic) as follower:
                handler = self._make_handler(sender, arrival, network)
                await self._converse(socket, handler, arrival, follower)

    async def _converse(
        self,
        socket: web.WebSocketResponse,
        handler: FrameHandler,
        arrival: Arrival,
        follower: Follower,
    ) -> None:
        await self._welcome(handler.sender, arrival, handler.feed)
        reader = FrameReader(socket, handler, self._parts.clock, self._limits)
        try:
            async with self._feeding(socket, handler.feed, follower):
                await reader.run()
        finally:
            handler.typing.forget()

    def _make_handler(self, sender: FrameSender, arrival: Arrival, network: str) -> FrameHandler:
        key = self._parts.thread_key(arrival.visitor)
        typing = TypingIndicator(sender, self._limits.typing_seconds)

        def make_url(file_id: str) -> str:
            return self._parts.links.make_url(FileGrant(visitor=arrival.visitor, file_id=file_id))

        feed = ThreadFeed(
            gateway=self._gateway, key=key, sender=sender, typing=typing, make_url=make_url
        )
        return FrameHandler(
            gateway=self._gateway,
            clock=self._parts.clock,
            key=key,
            sender=sender,
            feed=feed,
            typing=typing,
            usage=self._parts.usage,
            network=network,
            language=arrival.language,
        )

    async def _welcome(self, sender: FrameSender, arrival: Arrival, feed: ThreadFeed) -> None:
        view = await feed.start(arrival.after)
        await sender.send(
            {
                "type": "welcome",
                "token": arrival.token,
                "visitor": arrival.visitor,
                "new": arrival.new,
                "position": arrival.after,
                "company": self._parts.company,
                "with_person": view.with_person,
            }
        )
        await feed.catch_up(view)

    @contextlib.asynccontextmanager
    async def _feeding(
        self, socket: web.WebSocketResponse, feed: ThreadFeed, follower: Follower
    ) -> AsyncIterator[None]:
        task = asyncio.create_task(self._feed(socket, feed, follower))
        try:
            yield
        finally:
            # More than once: `asyncio.wait_for`, which a follower may use, can swallow a
            # cancellation before Python 3.12.
            while not task.done():
                task.cancel()
                await asyncio.wait([task], timeout=1)

    async def _feed(
        self, socket: web.WebSocketResponse, feed: ThreadFeed, follower: Follower
    ) -> None:
        """Feed the page; where that fails, close, so that it comes back and catches up."""
        try:
            await feed.follow(follower, self._limits.poll_seconds)
        except (SlowReaderError, ConnectionResetError):
            pass  # the reading half notices by itself
        except Exception as error:  # noqa: BLE001 - whatever it was, the page tries again
            log.warning("web_chat.feed_failed", error=type(error).__name__)
            await socket.close(code=WSCloseCode.INTERNAL_ERROR, message=b"try again")


def _refuse_socket(error: TooManyRequestsError) -> web.Response:
    status, title = (503, "Chat full") if isinstance(error, ChatFullError) else (429, "Too many")
    response = problem_response(status, title, str(error), retry_after=error.retry_after)
    response.headers["Retry-After"] = str(error.retry_after)
    return response


async def _turn_away(
    socket: web.WebSocketResponse,
    sender: FrameSender,
    reason: str,
    code: str,
    retry_after: int | None = None,
) -> None:
    """Say why, and close."""
    frame: dict[str, Any] = {"type": "refused", "reason": reason, "code": code}
    if retry_after is not None:
        frame["retry_after"] = retry_after
    with contextlib.suppress(SlowReaderError, ConnectionResetError):
        await sender.send(frame)
    close_code = (
        WSCloseCode.POLICY_VIOLATION if retry_after is None else WSCloseCode.TRY_AGAIN_LATER
    )
    await socket.close(code=close_code, message=reason.encode()[:120])
