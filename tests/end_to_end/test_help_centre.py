"""A reader on a telephone: finds by meaning, is not helped, writes to us; the agent sees it all."""

import re

import pytest
from playwright.async_api import Browser, expect

from tests.end_to_end.agents import GRACE, create_agent
from tests.end_to_end.browser import NEEDS_CHROMIUM, PATIENCE, note_complaints, open_window
from tests.end_to_end.conftest import ANSWER
from tests.end_to_end.console_window import ConsoleWindow
from tests.end_to_end.processes import Site
from tests.engines import SLOW_ON_POSTGRES

# The story of the knowledge desk ends with such a reader; here are the finer points.
pytestmark = [*NEEDS_CHROMIUM, SLOW_ON_POSTGRES, pytest.mark.slow]

TITLE = "How much cabin baggage may I take?"
QUESTION = "My harp weighs ninety kilos and hums at night, who carries it?"


async def test_a_reader_who_was_not_helped_is_heard(site: Site, browser: Browser):
    await create_agent(site)
    await site.start_server()
    # Nothing of it needs a script.
    page = await open_window(
        browser,
        base_url=site.url,
        viewport={"width": 375, "height": 700},
        java_script_enabled=False,
    )
    complaints = note_complaints(page)

    await page.goto("/help")
    await expect(page).to_have_url(re.compile("/help/en/$"))
    await page.get_by_role("searchbox").fill("weight of hand luggage")
    await page.get_by_role("button", name="Search").click()
    await page.get_by_role("link", name=TITLE).first.click()
    await expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    await expect(page.get_by_text(ANSWER)).to_be_visible()
    await page.get_by_role("button", name="No").click()
    await page.get_by_label("What was missing").fill("Nothing about harps.")
    await page.get_by_role("button", name="Send comment").click()
    await page.get_by_role("link", name="Write to us").first.click()
    await expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    await page.get_by_label("Your name").fill("Astrid Lindqvist")
    await page.get_by_label("Email").fill("astrid@example.com")
    await page.get_by_label("Subject").fill("A harp")
    await page.get_by_label("Message").fill(QUESTION)
    # Nobody fills in a form in less than two seconds.
    await page.wait_for_timeout(2_200)
    await page.get_by_role("button", name="Send message").click()
    await expect(page.get_by_role("heading", name="we have your message")).to_be_visible()

    desk = ConsoleWindow(await open_window(browser), site.url)
    await desk.log_in(GRACE.email, GRACE.password)
    await expect(desk.page.locator("#rows .row-link").first).to_be_visible(timeout=PATIENCE)
    await desk.open_first()
    event = desk.page.locator("#timeline .event", has_text="help centre").first
    await expect(event).to_contain_text(f"after reading “{TITLE}” (en, rated not helpful)")
    await expect(event).to_contain_text("searched for “weight of hand luggage”")
    assert complaints == []
    assert desk.complaints == []
