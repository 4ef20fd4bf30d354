"""The beginning of a socket: who comes, and from where they go on."""

import asyncio
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from channels.web_chat.frames import FrameRefusedError, Hello, parse_frame
from channels.web_chat.tokens import VisitorTokens
from domain.clock import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A page that has said hello.

    Attributes:
        token: fresh, so that a visitor who comes back in time is never forgotten.
        new: the page brought no token that holds; its old thread, if any, is out of reach.
        after: the position the page is up to date with.
    """

    visitor: str
    token: str
    new: bool
    after: int
    language: str | None


async def receive_hello(socket: web.WebSocketResponse, seconds: float) -> Hello:
    """Wait for the first frame.

    Raises:
        FrameRefusedError: it is not a hello, or nothing came in time.
    """
    reason = 'say hello first: {"type": "hello", "token": null}'
    try:
        async with asyncio.timeout(seconds):
            message = await socket.receive()
    except TimeoutError:
        raise FrameRefusedError(
            f"nothing came in {seconds:g} seconds; {reason}", code="hello"
        ) from None
    if message.type is not WSMsgType.TEXT:
        raise FrameRefusedError(reason, code="hello")
    frame = parse_frame(message.data)
    if not isinstance(frame, Hello):
        raise FrameRefusedError(reason, code="hello")
    return frame


def admit(hello: Hello, tokens: VisitorTokens, ids: Ids) -> Arrival:
    """Recognise a visitor by their token, or make them a new one."""
    known = tokens.find_visitor(hello.token)
    visitor = known or ids.new()
    return Arrival(
        visitor=visitor,
        token=tokens.sign(visitor),
        new=known is None,
        after=hello.after if known else 0,
        language=hello.language,
    )
