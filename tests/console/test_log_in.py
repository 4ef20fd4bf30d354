"""Logging in: who may, who may not, and what nobody learns from trying."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from aiohttp import TCPConnector
from aiohttp.test_utils import TestClient, TestServer
from argon2 import PasswordHasher
from prometheus_client import CollectorRegistry

from console.pages.log_in import PASSWORDS, choose_target
from console.sessions import COOKIE
from crm_store.staff import find_staff_by_email, record_staff_member
from tests.console.browser import Browser, Console, words_of
from tests.console.quick_app import make_quick_app


async def test_who_is_not_logged_in_is_sent_to_log_in_and_back(browser: Browser):
    refused = await browser.get("/console/?view=mine")
    assert refused.status == 303
    assert refused.headers["Location"] == f"/console/login?next={quote('/console/?view=mine', '')}"

    welcome = await browser.log_in("agent@example.com", next="/console/?view=mine")

    assert welcome.headers["Location"] == "/console/?view=mine"
    assert "You have nothing open" in await browser.read("/console/?view=mine")


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser):
    response = await browser.log_in("agent@example.com")

    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/console"
    assert int(cookie["max-age"]) == 12 * 3600


async def test_the_address_may_be_written_in_any_case(browser: Browser):
    assert (await browser.log_in(" Agent@Example.COM ")).status == 303


async def test_a_wrong_password_and_an_unknown_address_read_the_same(browser: Browser):
    wrong = await browser.log_in("agent@example.com", "wrong")
    unknown = await browser.log_in("nobody@example.com", "wrong")

    assert (wrong.status, unknown.status) == (401, 401)
    pages = [await each.text() for each in (wrong, unknown)]
    assert pages[0].replace("agent@", "nobody@") == pages[1]
    assert not wrong.cookies


async def test_who_has_left_cannot_log_in(browser: Browser, console: Console):
    store = console.services.store
    member = await store.read(find_staff_by_email, "agent@example.com")
    assert member is not None
    await store.run(record_staff_member, replace(member, active=False))

    assert (await browser.log_in("agent@example.com")).status == 401


async def test_ten_failures_close_the_door_for_a_while_and_say_so(
    browser: Browser, console: Console
):
    for _ in range(10):
        assert (await browser.log_in("agent@example.com", "guess")).status == 401

    refused = await browser.log_in("agent@example.com")

    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) == 900
    assert "Wait 15 minutes" in words_of(await refused.text())
    console.clock.advance(timedelta(minutes=15))
    assert (await browser.log_in("agent@example.com")).status == 303


async def test_one_computer_cannot_lock_staff_out_of_theirs(browser: Browser, console: Console):
    for _ in range(60):
        await browser.log_in("agent@example.com", "guess")
    elsewhere = TCPConnector(local_addr=("127.0.0.2", 0))
    client: TestClient[Any, Any] = TestClient(console.server, connector=elsewhere)
    async with client:
        assert (await Browser(client=client).log_in("agent@example.com")).status == 303


async def test_logging_in_rightly_never_counts_as_a_failure(browser: Browser):
    for _ in range(12):
        assert (await browser.log_in("agent@example.com")).status == 303


async def test_logging_in_anew_ends_the_session_before(browser: Browser):
    first = (await browser.log_in("agent@example.com")).cookies[COOKIE].value
    second = (await browser.log_in("agent@example.com")).cookies[COOKIE].value
    assert first != second

    browser.client.session.cookie_jar.clear()
    old = await browser.get("/console/", Cookie=f"{COOKIE}={first}")

    assert old.status == 303


async def test_a_cookie_in_no_encoding_is_nobodys_session(browser: Browser):
    # Sent by hand: no client sends such a one.
    client = browser.client
    reading, writing = await asyncio.open_connection(client.host, client.port)
    head = "GET /console/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    writing.write(f"{head}Cookie: {COOKIE}=a\xffb\r\n\r\n".encode("latin-1"))
    answer = await reading.read()
    writing.close()
    await writing.wait_closed()

    assert answer.startswith(b"HTTP/1.1 303")


async def test_a_session_ends_after_twelve_hours(browser: Browser, console: Console):
    await browser.log_in("agent@example.com")
    console.clock.advance(timedelta(hours=12))

    assert (await browser.get("/console/")).status == 303


async def test_logging_out_ends_the_session(browser: Browser):
    cookie = (await browser.log_in("agent@example.com")).cookies[COOKIE].value

    response = await browser.act("/console/logout")

    assert response.headers["Location"] == "/console/login"
    assert (await browser.get("/console/", Cookie=f"{COOKIE}={cookie}")).status == 303


async def test_a_password_kept_with_old_parameters_is_kept_anew(browser: Browser, console: Console):
    store = console.services.store
    before = await store.read(find_staff_by_email, "agent@example.com")
    console.app[PASSWORDS]._hasher = PasswordHasher()

    await browser.log_in("agent@example.com")

    after = await store.read(find_staff_by_email, "agent@example.com")
    assert before is not None
    assert after is not None
    assert before.password_hash != after.password_hash
    assert (await browser.log_in("agent@example.com")).status == 303


async def test_another_sites_page_cannot_log_anybody_in(browser: Browser):
    fields = {"email": "agent@example.com", "password": "x"}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        response = await browser.post("/console/login", fields, headers=headers)
        assert response.status == 403


async def test_over_https_the_cookie_never_travels_in_the_open(console: Console):
    services = replace(
        console.services, public_url="https://desk.example.com", metrics=CollectorRegistry()
    )
    client: TestClient[Any, Any] = TestClient(TestServer(make_quick_app(services)))
    async with client:
        response = await Browser(client=client).log_in("agent@example.com")
        assert response.cookies[COOKIE]["secure"]
        assert "max-age" in response.headers["Strict-Transport-Security"]


def test_after_logging_in_nobody_is_sent_to_another_site():
    for bad in (
        "https://evil.example",
        "//evil.example",
        "/console/\\evil",
        "/api",
        "",
        "/console/login",
    ):
        assert choose_target(bad) == "/console/"
    assert choose_target("/console/conversations/FD-1") == "/console/conversations/FD-1"
