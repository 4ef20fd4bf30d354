"""Those who keep the articles are told where the bot finds less than it could."""

from dataclasses import replace

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from console.services import Services
from tests.console.browser import Browser, words_of
from tests.console.quick_app import make_quick_app

MISSING = "not installed: onnxruntime; install what requirements.lock names"


async def read_as(email: str, services: Services, path: str = "/console/") -> str:
    server = TestServer(make_quick_app(services))
    client = TestClient(server, cookie_jar=CookieJar(unsafe=True))
    async with client:
        browser = Browser(client=client)
        await browser.log_in(email)
        return words_of(await browser.read(path))


@pytest.mark.parametrize("path", ["/console/", "/console/answers", "/console/operations"])
async def test_an_administrator_reads_what_is_missing_and_what_to_do(
    console_services: Services, path: str
):
    words = await read_as(
        "admin@example.com", replace(console_services, encoder_missing=MISSING), path
    )

    assert "matches by words and letters alone" in words
    assert "Not installed: onnxruntime; install what requirements.lock names" in words


async def test_agents_are_not_told_what_they_cannot_change(console_services: Services):
    words = await read_as("agent@example.com", replace(console_services, encoder_missing=MISSING))

    assert "words and letters alone" not in words


async def test_nothing_is_said_where_nothing_is_missing(console_services: Services):
    assert "words and letters alone" not in await read_as("admin@example.com", console_services)
