"""The supervisor's first page and the wallboard in a real browser: they keep themselves fresh."""

import re
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from playwright.async_api import Page, expect

from crm_store.conversations import change_conversation, get_conversation
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus
from tests.clocks import meet_clocks
from tests.console.browser import Console
from tests.console.record import PASSWORD, reference_of
from tests.console.test_exceptions import record_late
from tests.end_to_end.browser import NEEDS_CHROMIUM, note_complaints, open_browser, open_window

pytestmark = NEEDS_CHROMIUM
FIRST = reference_of(1)
ROWS = "#exception-rows > li"


@pytest.fixture
async def page(console: Console) -> AsyncIterator[Page]:
    """A window in which a supervisor has just logged in."""
    async with open_browser() as chromium:
        window = await open_window(
            chromium,
            base_url=str(console.server.make_url("/")),
            viewport={"width": 1280, "height": 900},
        )
        await window.goto("/console/login")
        await window.get_by_label("Email").fill("supervisor@example.com")
        await window.get_by_label("Password").fill(PASSWORD)
        await window.get_by_role("button", name="Log in").click()
        await expect(window.get_by_role("heading", name="Exceptions", exact=True)).to_be_visible()
        yield window


async def settle(console: Console) -> None:
    """Have the conversation be answered and resolved elsewhere."""

    def resolve(tx: Transaction, now: datetime) -> None:
        one = get_conversation(tx, FIRST)
        meet_clocks(tx, one.id, now=now)
        change_conversation(tx, one, now=now, status=ConversationStatus.RESOLVED)

    await console.services.store.run(resolve, console.clock.now())


async def test_what_goes_wrong_shows_up_is_taken_in_place_and_is_gone_once_it_is_settled(
    page: Page, console: Console
):
    complaints = note_complaints(page)
    await expect(page.get_by_role("heading", name="All is well")).to_be_visible()
    await record_late(console, 1, 2)
    await expect(page.locator(ROWS)).to_have_count(2)

    row = page.locator("#exception-v-1")
    await row.get_by_role("button", name="Take it").click()
    await expect(row.get_by_role("status")).to_have_text(
        "It is yours now. It stays here until the promise is kept."
    )
    await expect(row.get_by_text("Supervisor Berg has it.")).to_be_visible()
    await expect(row.get_by_role("button", name="Take it")).to_have_count(0)

    other = page.locator("#exception-v-2")
    await other.get_by_label("Give to").select_option(label="Agent Berg")
    await other.get_by_role("button", name="Give").click()
    await expect(other.get_by_role("status")).to_contain_text("Passed on.")

    await settle(console)
    await expect(page.locator(ROWS)).to_have_count(1)
    assert complaints == []


async def test_a_choice_that_was_begun_survives_what_happens_meanwhile(
    page: Page, console: Console
):
    await record_late(console, 1)
    give = page.locator("#exception-v-1").get_by_label("Give to")
    await give.select_option(label="Agent Berg")
    await record_late(console, 2)
    await expect(page.locator(ROWS)).to_have_count(2)
    await expect(give).to_have_value("agent:s-agent")


async def test_the_wallboard_looks_again_by_itself(page: Page, console: Console):
    await page.goto("/console/wallboard")
    await expect(page.get_by_text("All is well.")).to_be_visible()
    await record_late(console, 1)
    await expect(page.locator(".wall-worst li")).to_have_count(1)
    await expect(page.locator(".wall-tile.bad .wall-value").first).to_have_text("1")


async def test_the_wallboard_says_that_it_is_old_and_goes_on_once_the_network_is_back(
    page: Page, console: Console
):
    await page.clock.install()
    await page.goto("/console/wallboard")
    notice = page.get_by_role("alert")
    await page.context.set_offline(True)
    await page.clock.fast_forward(60_000)
    await expect(notice).to_have_text(re.compile("No word from the server since .*Trying again"))
    await record_late(console, 1)
    await page.context.set_offline(False)
    await page.clock.fast_forward(20_000)
    await expect(page.locator(".wall-worst li")).to_have_count(1)
    await expect(notice).to_be_hidden()


async def test_the_wallboard_has_no_sideways_scroll_and_fits_large_screens(
    page: Page, console: Console
):
    await record_late(console, 1, 2, 3)
    for width, height in ((375, 800), (1280, 720), (1920, 1080), (3840, 2160)):
        await page.set_viewport_size({"width": width, "height": height})
        await page.goto("/console/wallboard")
        wider = "() => document.documentElement.scrollWidth > innerWidth"
        assert not await page.evaluate(wider), width
        if width >= 1280:
            assert not await page.evaluate(
                "() => document.documentElement.scrollHeight > innerHeight"
            ), width
