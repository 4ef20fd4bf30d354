"""Who the client is may be told by our proxies, and by nobody else."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from frontdesk.trusted_proxies import make_proxy_middleware


async def ask(trusted: list[str], headers: dict[str, str]) -> str:
    async def tell(request: web.Request) -> web.Response:
        return web.Response(text=f"{request.scheme} {request.remote} {request.match_info['name']}")

    app = web.Application(middlewares=[make_proxy_middleware(trusted)])
    app.router.add_get("/{name}", tell)
    async with TestClient(TestServer(app)) as client:
        return await (await client.get("/x", headers=headers)).text()


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        (["127.0.0.1"], "203.0.113.9", "https 203.0.113.9 x"),
        (["127.0.0.0/8"], "203.0.113.9", "https 203.0.113.9 x"),
        # A client may send the header too; the proxy adds what it saw itself on the right.
        (["127.0.0.1"], "198.51.100.1, 203.0.113.9", "https 203.0.113.9 x"),
        (["127.0.0.1", "10.0.0.0/8"], "203.0.113.9, 10.0.0.7", "https 203.0.113.9 x"),
        (["127.0.0.1"], "2001:db8::1", "https 2001:db8::1 x"),
        (["127.0.0.1"], "somebody", "https 127.0.0.1 x"),
        (["10.0.0.0/8"], "203.0.113.9", "http 127.0.0.1 x"),
        ([], "203.0.113.9", "http 127.0.0.1 x"),
    ],
)
async def test_a_trusted_proxy_tells_the_client_and_the_scheme(
    trusted: list[str], forwarded: str, expected: str
) -> None:
    headers = {"X-Forwarded-For": forwarded, "X-Forwarded-Proto": "https"}

    assert await ask(trusted, headers) == expected


async def test_a_scheme_that_is_none_is_not_believed() -> None:
    assert await ask(["127.0.0.1"], {"X-Forwarded-Proto": "javascript"}) == "http 127.0.0.1 x"
