"""Browsers in which somebody has logged in."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient

from tests.console.browser import Browser, Console


async def open_browser(console: Console, email: str) -> AsyncIterator[Browser]:
    client: TestClient[web.Request, None] = TestClient(
        console.server, cookie_jar=CookieJar(unsafe=True)
    )
    async with client:
        browser = Browser(client=client)
        await browser.log_in(email)
        yield browser


@pytest.fixture
async def agent(console: Console) -> AsyncIterator[Browser]:
    async for browser in open_browser(console, "agent@example.com"):
        yield browser


@pytest.fixture
async def supervisor(console: Console) -> AsyncIterator[Browser]:
    async for browser in open_browser(console, "supervisor@example.com"):
        yield browser


@pytest.fixture
async def admin(console: Console) -> AsyncIterator[Browser]:
    """A second one who may supervise."""
    async for browser in open_browser(console, "admin@example.com"):
        yield browser
