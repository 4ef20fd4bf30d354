"""Open pages learn at once that something changed."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientResponse

from console.event_words import parse_typing, render_event
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from tests.console.browser import Browser, Console
from tests.console.record import begin, hand_over, reference_of

KEY = ThreadKey(channel="api", account="api", thread="visitor-1")


class Stream:
    """Reads events as a browser does."""

    def __init__(self, response: ClientResponse) -> None:
        self._response = response

    async def next(self) -> tuple[str, str]:
        fields: dict[str, str] = {}
        async with asyncio.timeout(60):
            while line := (await self._response.content.readline()).decode():
                if line == "\n" and fields:
                    return fields["event"], fields["data"]
                name, _, value = line.rstrip("\n").partition(": ")
                if name:
                    fields[name] = value
        raise EOFError

    async def ends(self) -> bool:
        async with asyncio.timeout(60):
            return await self._response.content.read() == b""


@asynccontextmanager
async def watching(browser: Browser, query: str = "") -> AsyncIterator[Stream]:
    headers = {"Accept": "text/event-stream"}
    async with browser.client.get(f"/console/events{query}", headers=headers) as response:
        assert response.status == 200
        assert response.content_type == "text/event-stream"
        stream = Stream(response)
        assert await stream.next() == ("inbox", "look")
        assert await stream.next() == ("conversation", "look")
        assert await stream.next() == ("alerts", "look")
        assert await stream.next() == ("complaints", "look")
        assert await stream.next() == ("presence", "look")
        yield stream


async def change(console: Console, number: int) -> None:
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        hand_over(tx, begin(tx, number, now=now), now=now)

    await console.services.store.run(record)


async def test_an_open_inbox_hears_of_a_change(browser: Browser, console: Console):
    await browser.log_in("agent@example.com")
    async with watching(browser) as stream:
        await change(console, 1)
        assert await stream.next() == ("inbox", "changed")


async def test_an_open_conversation_hears_of_a_reply(browser: Browser, console: Console):
    await change(console, 1)
    await browser.log_in("agent@example.com")
    async with watching(browser, f"?conversation={reference_of(1)}") as stream:
        await browser.act(f"/console/conversations/{reference_of(1)}/note", text="Look!")
        assert await stream.next() == ("inbox", "changed")
        assert await stream.next() == ("conversation", "changed")


async def test_the_customers_typing_shows(browser: Browser, console: Console):
    await change(console, 1)
    await browser.log_in("agent@example.com")
    async with watching(browser, f"?conversation={reference_of(1)}") as stream:
        store = console.services.store
        await store.announce(KEY.topic, json.dumps({"typing": "customer", "on": True}))
        name, data = await stream.next()
        assert name == "typing"
        assert "is typing" in data
        await store.announce(KEY.topic, json.dumps({"typing": "customer", "on": False}))
        assert await stream.next() == ("typing", "")


async def test_a_customer_who_writes_without_a_pause_does_not_set_the_pace(
    browser: Browser, console: Console
):
    await change(console, 1)
    await browser.log_in("agent@example.com")
    async with watching(browser, f"?conversation={reference_of(1)}") as stream:
        store = console.services.store
        for _ in range(1000):
            await store.announce(KEY.topic, json.dumps({"typing": "customer", "on": True}))
            await asyncio.sleep(0)
        await browser.act(f"/console/conversations/{reference_of(1)}/note", text="Look!")
        told = 0
        while await stream.next() != ("conversation", "changed"):
            told += 1
    assert told < 10


async def test_the_agents_typing_is_told_to_the_customer(browser: Browser, console: Console):
    await change(console, 1)
    await browser.log_in("agent@example.com")
    async with console.services.store.follow(KEY.topic) as follower:
        await browser.act(f"/console/conversations/{reference_of(1)}/typing", on="1")
        signal = await follower.next(5)
    assert signal is not None
    assert json.loads(signal.payload) == {"typing": "agent", "on": True, "name": "Agent Berg"}


async def test_streams_end_when_the_server_stops(browser: Browser, console: Console):
    await browser.log_in("agent@example.com")
    async with watching(browser) as stream:
        await console.app.shutdown()
        assert await stream.ends()


async def test_a_stream_is_for_those_who_are_logged_in(browser: Browser):
    response = await browser.get("/console/events", Accept="text/event-stream")

    assert response.status == 401


def test_what_is_no_word_of_the_customers_typing_is_passed_over():
    for payload in ("", "nonsense", "[]", '{"typing": "agent", "on": true}', "null", "1"):
        assert parse_typing(payload) is None


def test_an_event_of_several_lines_stays_one_event():
    assert render_event("x", "a\nb") == b"event: x\ndata: a\ndata: b\n\n"
