"""The form in a real browser: what the style, the script and the policy make of it together."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, async_playwright

from channels.contract import ChannelTools
from channels.web_form import WebFormChannel, WebFormSettings
from domain.channels import ThreadKey
from domain.messages import QuickReply
from tests.channels.web_form.conftest import PATH
from tests.fake_gateway import FakeGateway
from tests.fakes import FakeClock

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium at /usr/bin/chromium"),
]


@pytest.fixture
async def page(tools: ChannelTools, gateway: FakeGateway) -> AsyncIterator[Page]:
    app = web.Application()
    WebFormChannel(WebFormSettings(account="contact"), tools).add_routes(app.router, gateway)
    async with TestServer(app) as server, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        page = await browser.new_page(
            base_url=str(server.make_url("/")), viewport={"width": 320, "height": 640}
        )
        yield page
        await browser.close()


async def test_a_customer_writes_reads_the_answer_as_it_comes_and_presses_a_button(
    page: Page, gateway: FakeGateway, clock: FakeClock
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    await page.goto(PATH)
    await page.get_by_label("Your name").fill("Astrid Lindqvist")
    await page.get_by_label("Email").fill("astrid@example.com")
    await page.get_by_label("Subject").fill("Lost suitcase")
    await page.get_by_label("Message").fill("My suitcase did not arrive.")
    assert await page.locator("#website").evaluate("box => box.getBoundingClientRect().right < 0")
    clock.advance(timedelta(minutes=1))
    await page.get_by_role("button", name="Send message").click()
    await page.get_by_text("Thank you, we have your message").wait_for()

    thread = gateway.received[0].delivery_id
    key = ThreadKey(channel="web_form", account="contact", thread=thread)
    choice = QuickReply(label="My bag is late", value="late-bag")
    gateway.append(
        key, "Did you mean …?", html="<p>Did you <b>mean</b> …?</p>", quick_replies=(choice,)
    )
    await page.get_by_role("log").get_by_text("Did you mean …?").wait_for()
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, "nothing is wider than a small telephone"
    await page.get_by_role("button", name="My bag is late").click()
    await page.get_by_role("button", name="Send").wait_for()

    assert b'"choice":"late-bag"' in gateway.received[1].body
    assert complaints == [], "the policy blocks nothing that the pages need"
