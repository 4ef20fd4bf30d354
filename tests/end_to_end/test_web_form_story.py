"""A message by the form, answered on its thread page, by the bot or by a person; HTTP alone."""

import asyncio
import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from typing import Any

import aiohttp
import pytest

from tests.end_to_end.agents import GRACE, create_agent
from tests.end_to_end.conftest import ANSWER, QUESTION
from tests.end_to_end.processes import Site
from tests.engines import SLOW_ON_POSTGRES

pytestmark = SLOW_ON_POSTGRES

WAIT_SECONDS = 60.0
UNKNOWN = "My violin was left on the apron in the rain, who pays for the varnish?"
REPLY = "We do. Please send us the bill."


@pytest.fixture
async def running(site: Site) -> Site:
    """The site with its server running."""
    await site.start_server()
    return site


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """A client that keeps cookies, as a browser does."""
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of 127.0.0.1, which is no name
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        yield session


class ThreadPage(HTMLParser):
    """The lines of a thread page: whose they are, and their words."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str]] = []
        self._within = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = (dict(attributes).get("class") or "").split()
        if "entry" in names:
            self.lines.append(("mine" if "mine" in names else "theirs", ""))
        if self._within or "words" in names:
            self._within += tag not in {"br", "hr"}

    def handle_endtag(self, tag: str) -> None:
        self._within = max(0, self._within - 1)

    def handle_data(self, data: str) -> None:
        if self._within:
            side, words = self.lines.pop()
            self.lines.append((side, " ".join((words + data).split())))


async def post_form(http: aiohttp.ClientSession, site: Site, text: str) -> dict[str, Any]:
    """Post a message as a program does; what was answered."""
    fields = {
        "name": "Astrid Lindqvist",
        "email": "astrid.lindqvist@example.com",
        "subject": "A question",
        "message": text,
    }
    async with http.post(f"{site.url}/channels/web-form/contact", json=fields) as response:
        assert response.status == 202, await response.text()
        answer: dict[str, Any] = await response.json()
        assert re.fullmatch(r"FD-[0-9A-Z]{8}", answer["reference"])
        return answer


async def read_page(http: aiohttp.ClientSession, url: str) -> str:
    async with http.get(url) as response:
        assert response.status == 200, await response.text()
        return await response.text()


async def read_thread(http: aiohttp.ClientSession, url: str, number: int) -> list[tuple[str, str]]:
    """Load the thread page until it has so many lines; all that it has."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            page = ThreadPage()
            page.feed(await read_page(http, url))
            if len(page.lines) >= number:
                return page.lines
            await asyncio.sleep(0.1)


async def log_in(http: aiohttp.ClientSession, site: Site) -> None:
    fields = {"email": GRACE.email, "password": GRACE.password, "next": ""}
    async with http.post(f"{site.url}/console/login", data=fields) as response:
        assert response.status == 200
        assert response.url.path == "/console/"


async def reply_as_agent(http: aiohttp.ClientSession, page: str, url: str, text: str) -> None:
    """Press the button of the conversation's page, in a browser that runs no scripts."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None
    fields = {"csrf": found[1], "text": text}
    async with http.post(f"{url}/reply", data=fields) as response:
        assert response.status == 200, await response.text()
        assert str(response.url) == url


@pytest.mark.slow  # the other way begins alike and goes further
async def test_a_known_question_is_answered_on_its_page(running: Site, http: aiohttp.ClientSession):
    posted = await post_form(http, running, QUESTION)
    assert await read_thread(http, posted["url"], 2) == [("mine", QUESTION), ("theirs", ANSWER)]
    assert posted["reference"] in await read_page(http, posted["url"])


async def test_an_unknown_question_is_acknowledged_and_answered_by_a_person(
    running: Site, http: aiohttp.ClientSession
):
    posted = await post_form(http, running, UNKNOWN)
    asked, acknowledged = await read_thread(http, posted["url"], 2)
    assert asked == ("mine", UNKNOWN)
    side, promise = acknowledged
    assert side == "theirs"
    assert posted["reference"] in promise
    assert re.search(r"by \d\d:\d\d (today|tomorrow)", promise)

    await create_agent(running)
    await log_in(http, running)
    url = f"{running.url}/console/conversations/{posted['reference']}"
    inbox = await read_page(http, f"{running.url}/console/")
    assert re.findall(r'href="(/console/conversations/[^"]+)"', inbox) == [
        url.removeprefix(running.url)
    ]
    page = await read_page(http, url)
    assert UNKNOWN in page
    assert "because it had no sure answer" in page
    await reply_as_agent(http, page, url, REPLY)

    lines = [asked, acknowledged, ("theirs", REPLY)]
    assert await read_thread(http, posted["url"], 3) == lines
    assert GRACE.name in await read_page(http, posted["url"])
