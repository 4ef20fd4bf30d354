"""A Rasa server's REST channel on a real socket, which answers what it was told to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from frontdesk.rasa_server import HEALTH, WEBHOOK


class Rasa:
    """A stand-in that answers what it was told to, and keeps what it heard."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.answer: Any = []
        self.status = 200
        self.raw: bytes | None = None

    async def hear(self, request: web.Request) -> web.Response:
        self.heard.append(await request.json())
        if self.raw is not None:
            return web.Response(body=self.raw)
        return web.json_response(self.answer, status=self.status)

    async def tell_health(self, _: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})


@asynccontextmanager
async def open_rasa() -> AsyncIterator[tuple[Rasa, str]]:
    """Open a stand-in; itself, and where it listens."""
    stand_in = Rasa()
    app = web.Application()
    app.router.add_post(WEBHOOK, stand_in.hear)
    app.router.add_get(HEALTH, stand_in.tell_health)
    async with TestServer(app) as server:
        yield stand_in, str(server.make_url("")).rstrip("/")
