"""Requests that no page of ours sends: each is refused, none is a fault of the server."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.typedefs import Handler
from prometheus_client import CollectorRegistry

from crm_store.store import Store
from tests.console.api.bench import Readiness, make_services
from tests.console.browser import Browser, Console
from tests.console.quick_app import make_quick_app
from tests.console.record import begin, record_company, reference_of
from tests.fakes import FakeClock

FORM = "application/x-www-form-urlencoded"
NUL = "%00"


@pytest.fixture
async def either_browser(store: Store) -> AsyncIterator[Browser]:
    """A browser at a console on each engine in turn."""
    services = make_services(store, FakeClock(), Readiness())
    await store.run(record_company, services.clock.now())
    server = TestServer(make_quick_app(services))
    async with TestClient(server, cookie_jar=CookieJar(unsafe=True)) as client:
        await store.run(begin, 1, now=services.clock.now())
        yield Browser(client=client)


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        (FORM, b"\xff", 400),
        (FORM, b"email=%ff&password=x", 400),
        (FORM, b"email=%00&password=x", 400),
        (FORM, b"&".join([b"a=b"] * 1000), 400),
        (f"{FORM}; charset=foo", b"email=a", 415),
        (f"{FORM}; charset=unicode_escape", rb"email=\ud800", 415),
        ("multipart/form-data", b"email=a", 415),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n\xff\r\n--x--\r\n", 415),
        ("text/plain", b"email=a", 415),
        ("application/json", b"{}", 415),
    ],
)
async def test_a_body_that_is_no_form_of_ours_is_refused(
    browser: Browser, content_type: str, body: bytes, status: int
):
    response = await browser.client.post(
        "/console/login", data=body, headers={"Content-Type": content_type}
    )

    assert response.status == status, await response.text()


@pytest.mark.parametrize("origin", ["http://[", "http://[::1", "http://[x]:y", "null", "☃"])
async def test_an_origin_that_is_none_is_another_site(browser: Browser, origin: str):
    response = await browser.post("/console/login", {"email": "a"}, headers={"Origin": origin})

    assert response.status == 403


async def test_bytes_that_are_no_text_in_a_header_are_refused(browser: Browser):
    await browser.log_in("agent@example.com")
    headers = {"X-CSRF-Token": "\udcff"}

    response = await browser.post("/console/logout", {}, headers=headers)

    assert response.status == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/console/?q=a{NUL}b", 200),
        (f"/console/rows?q={NUL}", 200),
        (f"/console/?view=queue:{NUL}", 200),
        (f"/console/views?view={NUL}", 200),
        (f"/console/events?conversation=FD{NUL}", 404),
        (f"/console/conversations/FD{NUL}", 404),
        (f"/console/conversations/FD{NUL}/parts/head", 404),
        (f"/console/customers/c{NUL}", 404),
        (f"/console/customers/c-astrid?before={'9' * 18}", 200),
        (f"/console/files/f{NUL}", 404),
        (f"/static/{NUL}", 404),
    ],
)
async def test_the_character_nul_is_found_nowhere(either_browser: Browser, path: str, status: int):
    await either_browser.log_in("admin@example.com")

    response = await either_browser.get(path)

    assert response.status == status, path


@pytest.mark.parametrize("field", ["text", "key", "assignee", "queue", "disposition"])
async def test_the_character_nul_is_refused_in_every_field(either_browser: Browser, field: str):
    await either_browser.log_in("agent@example.com")
    here = f"/console/conversations/{reference_of(1)}"
    for action in ("reply", "note", "assign", "resolve"):
        response = await either_browser.act(f"{here}/{action}", **{field: "a\0b"})
        assert response.status == 400


async def test_nobody_unknown_can_bring_the_character_nul_to_the_store(either_browser: Browser):
    response = await either_browser.log_in("a\0b@example.com")

    assert response.status == 400


async def test_a_page_that_goes_away_in_the_middle_of_a_form_is_not_logged(
    console: Console, caplog: pytest.LogCaptureFixture
):
    over = asyncio.Event()

    @web.middleware
    async def tell_when_over(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        finally:
            over.set()

    app = make_quick_app(replace(console.services, metrics=CollectorRegistry()))
    app.middlewares.insert(0, tell_when_over)
    # As in service: the server for tests would cancel the handler.
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection(*runner.addresses[0])
    head = f"POST /console/login HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\n"
    more = "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\nemail="
    writer.write((head + more).encode())
    # The handler has begun to read once this is told.
    assert b"100 Continue" in await reader.readline()
    writer.close()
    async with asyncio.timeout(60):
        await over.wait()
    await runner.cleanup()

    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
