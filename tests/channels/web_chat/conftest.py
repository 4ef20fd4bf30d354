"""A real server with one web chat account and a gateway in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from channels.contract import ChannelTools
from channels.web_chat import SocketLimits, WebChatChannel, WebChatSettings
from domain.channels import ThreadKey
from tests.fake_gateway import FakeGateway
from tests.fakes import FakeClock, SequentialIds

SITE = "https://www.example.com"
BASE = "/channels/web-chat/site"


class Page:
    """What a page does over its socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.token = ""
        self.visitor = ""

    async def say(self, **frame: Any) -> None:
        await self.socket.send_json(frame)

    async def hear(self) -> dict[str, Any]:
        frame: dict[str, Any] = await self.socket.receive_json(timeout=60)
        return frame

    async def hear_until(self, kind: str) -> dict[str, Any]:
        """Read on to the first frame of a type."""
        while (frame := await self.hear())["type"] != kind:
            pass
        return frame

    async def hear_close(self) -> int | None:
        """Read on to the end; the code the server closed with."""
        while (await self.socket.receive(timeout=60)).type is aiohttp.WSMsgType.TEXT:
            pass
        return self.socket.close_code

    @property
    def key(self) -> ThreadKey:
        return ThreadKey(channel="web_chat", account="site", thread=self.visitor)


@dataclass
class Chat:
    """The server under test and what a test needs of it."""

    gateway: FakeGateway
    clock: FakeClock
    channel: WebChatChannel
    client: TestClient[web.Request, web.Application]

    async def connect(self, *, origin: str | None = SITE) -> Page:
        headers = {} if origin is None else {"Origin": origin}
        return Page(await self.client.ws_connect(f"{BASE}/ws", headers=headers))

    async def enter(
        self, token: str | None = None, *, after: int = 0, language: str | None = None
    ) -> Page:
        """Connect, say hello, and read up to the end of what was there already."""
        page = await self.connect()
        await page.say(type="hello", token=token, after=after, language=language)
        welcome = await page.hear_until("welcome")
        page.token, page.visitor = welcome["token"], welcome["visitor"]
        return page

    async def enter_idle(self, token: str | None = None, *, after: int = 0) -> Page:
        page = await self.enter(token, after=after)
        await page.hear_until("status")
        return page

    async def upload(
        self, page: Page, filename: str, content: bytes, *, origin: str = SITE
    ) -> aiohttp.ClientResponse:
        headers = {
            "Authorization": f"Bearer {page.token}",
            "X-Filename": filename,
            "Origin": origin,
        }
        return await self.client.post(f"{BASE}/files", data=BytesIO(content), headers=headers)


StartChat = Callable[..., Any]


@pytest.fixture
async def start_chat() -> AsyncIterator[StartChat]:
    clients: list[TestClient[web.Request, web.Application]] = []

    async def start(*, limits: SocketLimits | None = None, **settings: Any) -> Chat:
        gateway, clock = FakeGateway(), FakeClock()
        tools = ChannelTools(
            clock=clock,
            ids=SequentialIds(),
            public_url="http://desk.example",
            secret="a key for tests alone",
            company="Aurora Airways",
            http=_no_session,
        )
        settings = {"account": "site", "allowed_origins": [SITE], **settings}
        channel = WebChatChannel(
            WebChatSettings.model_validate(settings), tools, limits or SocketLimits()
        )
        app = web.Application()
        channel.add_routes(app.router, gateway)
        client = TestClient(TestServer(app))
        clients.append(client)
        await client.start_server()
        return Chat(gateway=gateway, clock=clock, channel=channel, client=client)

    yield start
    await asyncio.gather(*(client.close() for client in clients))


@pytest.fixture
async def chat(start_chat: StartChat) -> Chat:
    started: Chat = await start_chat()
    return started


def _no_session() -> aiohttp.ClientSession:
    raise AssertionError("web chat needs no client session")
