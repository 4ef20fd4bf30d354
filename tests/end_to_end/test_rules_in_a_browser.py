"""A supervisor writes a rule, sees what it would have done, switches it on, and takes it back."""

import re

from playwright.async_api import Browser, Page, expect

from tests.end_to_end.agents import Agent, create_agent
from tests.end_to_end.browser import NEEDS_CHROMIUM, open_window
from tests.end_to_end.console_window import ConsoleWindow
from tests.end_to_end.processes import Site
from tests.end_to_end.texting import Texts
from tests.engines import SLOW_ON_POSTGRES

pytestmark = [*NEEDS_CHROMIUM, SLOW_ON_POSTGRES]

INGRID = Agent(email="ingrid@example.com", name="Ingrid Berg", password="an old harbour at dusk")
VIOLIN = "My violin was left on the apron in the rain, who pays for the varnish?"


async def test_a_rule_is_written_tried_switched_on_and_taken_back(site: Site, browser: Browser):
    await create_agent(site, INGRID, role="supervisor")
    await site.start_server()
    page = await open_window(browser, base_url=site.url)
    desk = ConsoleWindow(page, site.url)
    await desk.log_in(INGRID.email, INGRID.password)

    await text(site, 1)
    await expect_in_queue(page, "general", 1)
    await write_the_rule(page)
    await see_what_it_would_have_done(page)
    await text(site, 2)
    await expect_in_queue(page, "general", 2)

    await switch_it_on(page)
    await text(site, 3)
    await expect_in_queue(page, "baggage", 1)

    await take_it_back(page)
    await text(site, 4)
    await expect_in_queue(page, "general", 3)
    await expect_in_queue(page, "baggage", 1)
    assert desk.complaints == []


async def text(site: Site, number: int) -> None:
    """A customer of their own writes about their violin."""
    texts = Texts(site, {f"SM{number:032x}": (f"+1555{number:07}", f"{VIOLIN} {number}")})
    await texts.send_all()
    assert len(texts.acknowledged) == 1


async def expect_in_queue(page: Page, queue: str, number: int) -> None:
    """Look into a queue, and wait until so many are there."""
    await page.goto(f"/console/?view=queue:{queue}")
    await expect(page.locator("#rows .row-reference")).to_have_count(number)


async def write_the_rule(page: Page) -> None:
    """Write it with two actions; a second row for one is asked for without a script's help."""
    await page.get_by_role("link", name="Rules", exact=True).first.click()
    await page.get_by_role("link", name="New rule").click()
    await page.get_by_label("Title").fill("Violins")
    await page.get_by_label("Condition 1: about").select_option(label="Text")
    await page.get_by_label("Condition 1: how it compares").select_option(label="has the words")
    await page.get_by_label("Condition 1: values").fill("violin*, cello*")
    await page.get_by_label("Action 1: what is done").select_option(label="Queue Baggage")
    await page.get_by_role("button", name="Add an action").click()
    second = page.get_by_label("Action 2: what is done")
    await expect(second).to_be_focused()
    await expect(page.get_by_label("Action 2: the tag")).to_be_hidden()
    await second.select_option(label="Tag it…")
    await page.get_by_label("Action 2: the tag").fill("Instrument")
    await expect(page.get_by_label("Condition 1: values")).to_have_value("violin*, cello*")
    await page.get_by_role("button", name="Make the rule").click()
    await expect(page.get_by_role("heading", name="Violins")).to_be_visible()


async def see_what_it_would_have_done(page: Page) -> None:
    """Try it on the one message that there was; it changes nothing."""
    await page.get_by_role("button", name="Dry run").click()
    trial = page.locator("#trial")
    await expect(trial).to_contain_text(re.compile(r"fit 1\b.*done to 1\b"))
    await expect(trial.get_by_role("row", name="General Baggage 1")).to_be_visible()
    await expect(trial.locator(".trial-words")).to_contain_text("My violin was left")
    await expect(page.get_by_role("button", name="Save and switch it on")).to_be_visible()


async def switch_it_on(page: Page) -> None:
    """Switch it on from the list, where it stands in words."""
    await page.goto("/console/routing/rules")
    rule = page.locator("#rule-violins")
    await expect(rule).to_contain_text("the text has “violin*” or “cello*”")
    await rule.get_by_role("button", name="Switch on").click()
    await expect(rule.get_by_role("button", name="Switch off")).to_be_visible()


async def take_it_back(page: Page) -> None:
    """Make the version hold that was before it was switched on."""
    await page.get_by_role("link", name="Rules", exact=True).first.click()
    await page.get_by_role("link", name="Violins").click()
    await expect(page.locator(".version").first).to_contain_text("Switched on")
    await page.get_by_role("button", name="version 1").click()
    await expect(page.locator(".version .chip", has_text="Holds")).to_be_visible()
    await expect(page.get_by_label("Switched on")).not_to_be_checked()
