"""Writing to us from the help centre."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client import CollectorRegistry
from sqlalchemy import select

from console.help_centre.limits import SEARCHES_PER_MINUTE
from crm_store.schema import raw_messages
from crm_store.transaction import Transaction
from tests.console.help_centre.conftest import Reader
from tests.console.quick_app import make_quick_app

FIELDS = {
    "name": "Astrid Lindqvist",
    "email": "astrid@example.com",
    "phone": "",
    "subject": "Still no bag",
    "message": "It has been three days.",
}


async def open_form(reader: Reader, path: str = "/help/en/contact") -> dict[str, str]:
    """Open the form, take a minute over it, and return its hidden fields."""
    page = await reader.ask(path, 200)
    reader.desk.clock.advance(timedelta(minutes=1))
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in hidden}


async def received(reader: Reader) -> list[dict[str, Any]]:
    def read(tx: Transaction) -> list[dict[str, Any]]:
        return [json.loads(row.body) for row in tx.execute(select(raw_messages.c.body))]

    return await reader.desk.store.read(read)


async def test_what_was_read_searched_and_said_travels_with_the_message(reader: Reader):
    path = "/help/en/contact?article=late&q=bag+gone&rated=no"
    page = await reader.ask(path, 200)
    assert "My bag is late" in page
    assert "bag gone" in page

    response = await reader.post(
        "/help/en/contact", {**FIELDS, **await open_form(reader, path), "website": ""}
    )

    assert response.status == 303
    assert response.headers["Location"].startswith("/channels/web-form/contact/t/")
    (message,) = await received(reader)
    assert message["email"] == "astrid@example.com"
    told = {name: message[name] for name in ("article", "locale", "helpful", "searched")}
    assert told == {"article": "late", "locale": "en", "helpful": False, "searched": "bag gone"}


async def test_an_article_that_is_not_published_is_not_believed(reader: Reader):
    await reader.desk.retire("old")
    for claimed in ("old", "never", "x" * 5_000):
        hidden = await open_form(reader, f"/help/en/contact?article={claimed}&rated=no")
        assert "article" not in hidden
        forged = {**FIELDS, **hidden, "article": claimed, "rated": "no"}
        assert (await reader.post("/help/en/contact", forged)).status == 303

    assert all("article" not in each and "helpful" not in each for each in await received(reader))


async def test_nothing_typed_is_lost_to_a_mistake(reader: Reader):
    hidden = await open_form(reader, "/help/de/contact?q=Koffer")
    wrong = {**FIELDS, **hidden, "email": "astrid", "name": ""}

    response = await reader.post("/help/de/contact", wrong)
    page = await response.text()

    assert response.status == 422
    assert "It has been three days." in page
    assert 'value="astrid"' in page
    assert "Bitte ausfüllen." in page
    assert "Das ist keine E-Mail-Adresse" in page
    assert "Koffer" in page


async def test_a_form_sent_too_fast_or_without_its_stamp_is_shown_again(reader: Reader):
    for token in ("", "made up"):
        response = await reader.post("/help/en/contact", {**FIELDS, "token": token})
        assert response.status == 422
        assert "press “Send message” once more" in await response.text()
    assert await received(reader) == []


async def test_a_robot_succeeds_and_is_not_heard(reader: Reader):
    hidden = await open_form(reader)

    response = await reader.post("/help/en/contact", {**FIELDS, **hidden, "website": "spam"})

    assert response.status == 303
    assert await received(reader) == []


async def test_a_network_that_writes_too_much_is_told_when_to_go_on(reader: Reader):
    statuses = []
    for _ in range(21):
        hidden = await open_form(reader)
        statuses.append((await reader.post("/help/en/contact", {**FIELDS, **hidden})).status)
        reader.desk.clock.advance(timedelta(minutes=-1))

    assert statuses == [303] * 20 + [429]


async def test_without_a_form_the_page_says_so(reader: Reader):
    services = reader.desk.services
    channels = tuple(each for each in services.channels if each.kind != "web_form")
    without = replace(services, channels=channels, metrics=CollectorRegistry())
    server = TestServer(make_quick_app(without))
    client: TestClient[web.Request, web.Application] = TestClient(server)
    async with server, client:
        response = await client.get("/help/en/contact")
        page = await response.text()

        assert response.status == 200
        assert "cannot be sent from this page" in page
        assert "<textarea" not in page
        assert (await client.post("/help/en/contact", data=FIELDS)).status == 200


async def test_what_is_no_form_is_refused_in_the_look_of_the_help_centre(reader: Reader):
    response = await reader.client.post("/help/de/contact", json={"message": "hello"})

    assert response.status == 415
    assert "Das hat nicht geklappt" in await response.text()


async def test_who_has_searched_enough_still_gets_the_form_without_suggestions(reader: Reader):
    path = "/help/en/contact?q=bag"
    assert "My bag is late" in await reader.ask(path, 200)
    for _ in range(SEARCHES_PER_MINUTE):
        page = await reader.ask(path, 200)

    assert "My bag is late" not in page
    assert "<textarea" in page
