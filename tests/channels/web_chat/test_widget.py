"""The widget in a real browser, on a page of another origin with a strict content policy."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Error,
    FilePayload,
    Page,
    async_playwright,
    expect,
)

from channels.contract import ChannelTools
from channels.web_chat import WebChatChannel, WebChatSettings
from domain.channels import Accepted, ThreadKey
from domain.messages import QuickReply, RawMessage
from tests.fake_gateway import FakeGateway
from tests.fakes import SequentialIds

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = Path(__file__).parents[3] / "node_modules/axe-core/axe.min.js"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no program named chromium"),
    pytest.mark.xdist_group("browser"),
    # One browser serves all of them, and lives on one loop.
    pytest.mark.asyncio(loop_scope="module"),
]

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


class RealClock:
    """The time that the browser sees too."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class AnsweringGateway(FakeGateway):
    """Logs what visitors say into their threads, and answers as the bot would."""

    def __init__(self) -> None:
        super().__init__()
        self.channel: WebChatChannel | None = None
        self.silent = False
        self.seen = asyncio.Event()

    async def record_collected(self, key: ThreadKey, *, upto: int, seen: bool) -> None:
        await super().record_collected(key, upto=upto, seen=seen)
        if seen:
            self.seen.set()

    async def receive(self, raw: RawMessage) -> Accepted:
        accepted = await super().receive(raw)
        if not accepted.duplicate:
            self._answer(raw)
        return accepted

    def _answer(self, raw: RawMessage) -> None:
        assert self.channel is not None
        message = self.channel.parse(raw)
        key = ThreadKey(channel="web_chat", account="site", thread=raw.source)
        now = datetime.now(UTC)
        self.append(
            key,
            message.text,
            author="customer",
            external_id=message.external_id,
            attachments=message.attachments,
            at=now,
        )
        if not self.silent:
            self.append(
                key,
                f"You said: {message.text}",
                html=f"<p>You <strong>said</strong>: {message.text}</p>",
                quick_replies=(QuickReply(label="And bags?", value="article:bags"),),
                at=now,
            )


class Desk:
    """A Frontdesk that can be killed and started again; the gateway is its disk."""

    def __init__(self, gateway: AnsweringGateway) -> None:
        self.gateway = gateway
        self.port = 0
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self, allowed_origin: str) -> None:
        app = web.Application()
        self._runner = web.AppRunner(app)
        if self.port == 0:
            self.port = await _find_port()
        tools = ChannelTools(
            clock=RealClock(),
            ids=SequentialIds(),
            public_url=self.url,
            secret="a key for tests alone",
            company="Aurora Airways",
            http=lambda: pytest.fail("web chat needs no client session"),
        )
        settings = WebChatSettings(account="site", allowed_origins=(allowed_origin,))
        self.gateway.channel = WebChatChannel(settings, tools)
        self.gateway.channel.add_routes(app.router, self.gateway)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def kill(self) -> None:
        """Go without a word to anybody."""
        assert self._runner is not None
        assert self._runner.server is not None
        for site in tuple(self._runner.sites):
            await site.stop()
        for connection in self._runner.server.connections:
            if connection.transport is not None:
                connection.transport.abort()
        await self._runner.cleanup()


async def _find_port() -> int:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    return port


class Site:
    """Somebody's page on another origin, with the widget and a policy that forbids much.

    Attributes:
        complaints: what the browser's console said was wrong.
    """

    def __init__(self, desk: Desk) -> None:
        self.complaints: list[str] = []
        self.desk = desk
        self.port = 0
        app = web.Application()
        app.router.add_get("/", self._page)
        self._runner = web.AppRunner(app)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self.port = await _find_port()
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _page(self, request: web.Request) -> web.Response:
        desk = self.desk.url
        policy = (
            f"default-src 'none'; script-src 'self' {desk}; style-src 'self'; img-src {desk}; "
            f"connect-src {desk} {desk.replace('http', 'ws')}"
        )
        script = f"{desk}/channels/web-chat/site/widget.js"
        return web.Response(
            text="<!doctype html><html lang=en><title>Shop</title><meta name=viewport "
            f'content="width=device-width"><main><h1>Shop</h1></main><script src="{script}" '
            f"{unquote(request.query_string)} async></script>",
            content_type="text/html",
            headers={"Content-Security-Policy": policy},
        )


@pytest_asyncio.fixture(loop_scope="module")
async def desk() -> AsyncIterator[Desk]:
    desk = Desk(AnsweringGateway())
    yield desk
    await desk.kill()


@pytest_asyncio.fixture(loop_scope="module")
async def site(desk: Desk) -> AsyncIterator[Site]:
    site = Site(desk)
    await site.start()
    await desk.start(site.origin)
    yield site
    await site.stop()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="module")
async def browser(running_browser: Browser) -> AsyncIterator[Browser]:
    """A browser without a window; those that are opened share nothing with one another."""
    yield running_browser
    for context in running_browser.contexts:
        await context.close()


async def open_page(browser: Browser, site: Site, query: str = "", **context: Any) -> Page:
    page = await (await browser.new_context(**{"locale": "en-GB", **context})).new_page()

    def note_error(error: Error) -> None:
        site.complaints.append(str(error))

    def note_line(line: ConsoleMessage) -> None:
        if line.type == "error" and "ERR_CONNECTION_REFUSED" not in line.text:
            site.complaints.append(line.text)

    page.on("pageerror", note_error)
    page.on("console", note_line)
    await page.goto(f"{site.origin}/?{query}")
    return page


async def write(page: Page, text: str) -> None:
    await page.locator(".fd-input").fill(text)
    await page.locator(".fd-input").press("Enter")


def entries(page: Page, author: str) -> Any:
    return page.locator(f".fd-entry[data-author={author}]")


async def test_a_question_is_asked_and_answered_by_keyboard_alone(
    browser: Browser, site: Site
) -> None:
    page = await open_page(browser, site)
    await page.locator(".fd-launcher").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".fd-input")).to_be_focused()
    await page.keyboard.type("How big")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("may my bag be?")
    await page.keyboard.press("Enter")
    await expect(entries(page, "bot")).to_contain_text("You said: How big may my bag be?")
    await expect(entries(page, "bot").locator("strong")).to_have_text("said")
    await expect(entries(page, "customer")).to_have_attribute("data-state", "read")
    await page.locator(".fd-quick").click()
    await expect(entries(page, "bot")).to_have_count(2)
    assert site.desk.gateway.channel is not None
    chosen = site.desk.gateway.channel.parse(site.desk.gateway.received[1])
    assert (chosen.text, chosen.choice) == ("And bags?", "article:bags")
    await page.keyboard.press("Escape")
    await expect(page.locator(".fd-panel")).to_be_hidden()
    await expect(page.locator(".fd-launcher")).to_be_focused()
    assert site.complaints == []


async def test_a_reload_and_a_killed_server_lose_nothing_and_double_nothing(
    browser: Browser, site: Site
) -> None:
    desk = site.desk
    page = await open_page(browser, site, "data-open=true")
    await write(page, "one")
    await expect(entries(page, "bot")).to_have_count(1)
    await page.reload()
    await expect(entries(page, "customer")).to_have_count(1)
    await desk.kill()
    await expect(page.locator(".fd-banner")).to_be_visible()
    await write(page, "two, while nobody is there")
    await expect(entries(page, "customer").last).to_have_attribute("data-state", "pending")
    await desk.start(site.origin)
    await expect(entries(page, "bot")).to_have_count(2)
    await expect(page.locator(".fd-banner")).to_be_hidden()
    await page.reload()
    await expect(entries(page, "customer").locator(".fd-bubble")).to_have_text(
        ["one", "two, while nobody is there"]
    )
    await expect(entries(page, "bot")).to_have_count(2)
    assert len(desk.gateway.received) == 2


async def test_what_was_written_offline_survives_even_a_reload(
    browser: Browser, site: Site
) -> None:
    page = await open_page(browser, site, "data-open=true")
    await expect(page.locator(".fd-state")).to_have_text("We are online")
    await site.desk.kill()
    await write(page, "kept")
    await site.desk.start(site.origin)
    await page.reload()
    await expect(entries(page, "bot")).to_contain_text("You said: kept")
    assert len(site.desk.gateway.received) == 1


async def test_two_tabs_are_one_visitor_and_show_one_thread(browser: Browser, site: Site) -> None:
    first = await open_page(browser, site, "data-open=true")
    await write(first, "from the first tab")
    await expect(entries(first, "bot")).to_have_count(1)
    second = await first.context.new_page()
    await second.goto(f"{site.origin}/?data-open=true")
    await expect(entries(second, "bot")).to_have_count(1)
    await write(second, "from the second tab")
    for page in (first, second):
        await expect(entries(page, "bot")).to_have_count(2)
        await expect(entries(page, "customer")).to_have_count(2)


async def test_an_agents_answer_while_closed_shows_on_the_button(
    browser: Browser, site: Site
) -> None:
    gateway = site.desk.gateway
    gateway.silent = True
    page = await open_page(browser, site)
    await page.locator(".fd-launcher").click()
    await write(page, "a person, please")
    await expect(entries(page, "customer")).to_have_attribute("data-state", "delivered")
    await page.keyboard.press("Escape")
    key = ThreadKey(channel="web_chat", account="site", thread=gateway.received[0].source)
    gateway.with_person = True
    gateway.append(
        key, "Maria here.", author="agent", author_name="Maria Berg", at=datetime.now(UTC)
    )
    await expect(page.locator(".fd-badge")).to_have_text("1")
    await page.locator(".fd-launcher").click()
    await expect(page.locator(".fd-state")).to_have_text("You are talking to Maria Berg")
    await expect(page.locator(".fd-badge")).to_be_hidden()
    async with asyncio.timeout(60):
        await gateway.seen.wait()


async def test_a_file_is_attached_sent_and_shown(browser: Browser, site: Site) -> None:
    page = await open_page(browser, site, "data-open=true")
    pixel = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
        b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\xdac\xfc\xcf\xc0P\x0f\x00\x04\x85\x01\x80\x84\xa9"
        b"\x8c!\x00\x00\x00\x00IEND\xaeB`\x82"
    )
    await page.locator(".fd-picker").set_input_files(
        FilePayload(name="Gepäck.png", mimeType="image/png", buffer=pixel)
    )
    await expect(page.locator(".fd-send")).to_be_enabled()
    await page.locator(".fd-send").click()
    picture = entries(page, "customer").locator("img")
    await expect(picture).to_have_attribute("alt", "Gepäck.png")
    await expect(picture).to_have_js_property("naturalWidth", 1)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed; run make install-dev")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "colour"), [(320, "2f4fd8"), (1280, "ffd400")])
async def test_the_window_has_no_barrier_that_can_be_found_by_rule(
    browser: Browser, site: Site, scheme: str, width: int, colour: str
) -> None:
    page = await open_page(
        browser,
        site,
        f"data-open=true%20data-colour=%23{colour}",
        color_scheme=scheme,
        viewport={"width": width, "height": 640},
        locale="de-DE",
        reduced_motion="reduce",
    )
    await write(page, "Wie groß darf mein Gepäck sein?")
    await expect(page.locator(".fd-quick")).to_be_visible()
    await page.evaluate(AXE.read_text())
    found = await page.evaluate("axe.run('frontdesk-chat', {resultTypes: ['violations']})")
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
    wider = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wider
