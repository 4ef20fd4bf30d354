"""One request to the Bot API, whatever its other end does."""

import asyncio

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram.error import NetworkError

from channels.telegram.api_request import SessionRequest


async def _trickle(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    while True:
        await answer.write(b" ")
        await asyncio.sleep(0.01)


async def test_an_answer_that_trickles_in_for_ever_is_given_up() -> None:
    app = web.Application()
    app.router.add_post("/getUpdates", _trickle)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        asking = SessionRequest(lambda: session, longest=0.1)
        async with asyncio.timeout(5):
            with pytest.raises(NetworkError, match="did not answer"):
                await asking.do_request(str(server.make_url("/getUpdates")), "POST")
