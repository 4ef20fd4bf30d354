"""The pages of complaints have no barriers, and all of them work where no script runs."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from demo.seed_complaint_policy import load_complaint_policy
from tests.console.record import PASSWORD
from tests.end_to_end.accessibility import DESKTOP, NEEDS_AXE, Inspection
from tests.end_to_end.browser import NEEDS_CHROMIUM, open_window
from tests.end_to_end.floor import CLARA, SVEN, Floor, open_floor
from tests.stories.story_desk import ASTRID

pytestmark = [*NEEDS_CHROMIUM]

ANGRY = "My bag is lost for the third time and nobody answers. You promised to call. Disgraceful!"
DOING = "Your bag was found in Oslo and is at your door by 20:00"
REGISTER = "/console/complaints"
PAGES = (
    "",
    "?view=closed",
    "/approvals",
    "/vouchers",
    "/policy",
    "/templates",
    "/templates/en/sms",
)
_UNFOLD = "() => document.querySelectorAll('main details:not(.menu)').forEach(e => e.open = true)"


@pytest.fixture
async def floor(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Floor]:
    """A desk whose policy gives something, where an angry customer has just written."""
    async with open_floor(sqlite_url, tmp_path) as floor:
        await floor.system.redress.save_policy(load_complaint_policy(), by=SVEN.name)
        assert await floor.text_arrives(ASTRID, ANGRY) == 200
        await floor.settle()
        yield floor


async def log_in(page: Page, email: str) -> None:
    await page.goto("/console/login")
    await page.get_by_label("Email address").fill(email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Log in").click()
    await expect(page.get_by_role("navigation", name="Complaints")).to_be_attached()


async def open_the_complaint(page: Page) -> str:
    """Open the one that there is from the register; return its number."""
    await page.goto(REGISTER)
    link = page.locator(".register-link")
    number = await link.inner_text()
    await link.click()
    await expect(page.get_by_role("heading", name=number)).to_be_visible()
    return number


@NEEDS_AXE
async def test_nobody_meets_a_barrier_on_the_pages_of_complaints(floor: Floor, browser: Browser):
    inspection = Inspection()
    page = await open_window(browser, base_url=floor.public_url, bypass_csp=True, viewport=DESKTOP)
    await inspection.prepare(page.context)
    await log_in(page, SVEN.email)
    number = await open_the_complaint(page)
    await page.evaluate(_UNFOLD)
    await inspection.inspect(page, "complaint")
    await page.get_by_role("button", name="Send the response").click()
    await expect(page.get_by_role("alert").first).to_be_visible()
    await inspection.inspect(page, "complaint, refused")
    for place in PAGES:
        await page.goto(f"{REGISTER}{place}")
        await page.evaluate(_UNFOLD)
        await inspection.inspect(page, f"complaints{place}")
    await page.get_by_label("The words").fill("Sorry.")
    await page.get_by_role("button", name="Save").click()
    await inspection.inspect(page, "responses, refused")
    await page.goto(f"{REGISTER}/policy")
    await page.get_by_label("A voucher is good for").fill("soon")
    await page.get_by_role("button", name="Save").last.click()
    await expect(page.get_by_role("alert")).to_contain_text("One thing is wrong")
    await inspection.inspect(page, "policy, refused")
    await page.goto(REGISTER)
    await page.get_by_label(f"Choose {number}").check()
    await page.get_by_role("button", name="Gestures for the chosen").click()
    await inspection.inspect(page, "several at once")
    inspection.check()


async def test_a_complaint_is_seen_to_where_no_script_runs(floor: Floor, browser: Browser):
    page = await open_window(browser, base_url=floor.public_url, java_script_enabled=False)
    await log_in(page, CLARA.email)
    number = await open_the_complaint(page)
    await page.get_by_role("button", name="Look into it").click()
    await expect(page.get_by_role("status").first).to_contain_text("It is being looked into.")
    await page.get_by_text("Overrule it").click()
    await page.get_by_label("It is", exact=True).select_option(label="Minor")
    await page.get_by_label("Because").fill("It is in the next room")
    await page.get_by_role("button", name="Overrule").click()
    await expect(page.locator("#severity")).to_contain_text("It is in the next room")

    said = page.get_by_label("What is being done about it")
    await said.fill(DOING)
    await page.get_by_role("button", name="Preview").click()
    await expect(page.locator("#response-preview")).to_contain_text(DOING)
    await expect(said).to_have_value(DOING)
    await page.get_by_role("button", name="Send the response").click()
    await expect(page.locator("#response")).to_contain_text("with all three parts")
    await floor.settle()
    assert DOING in floor.said_to(ASTRID)[-1]
    assert number in floor.said_to(ASTRID)[-1]


async def test_the_preview_follows_as_somebody_writes(floor: Floor, browser: Browser):
    clara = await floor.sit_down(browser, CLARA)
    await open_the_complaint(clara.page)
    preview = clara.page.locator("#response-preview")
    await expect(preview).to_contain_text("Say what is being done about it.")
    await clara.page.get_by_label("What is being done about it").fill(DOING)
    await expect(preview).to_contain_text(DOING)
    await expect(preview).not_to_contain_text("Say what is being done about it.")
    await clara.page.get_by_label("The apology").fill("")
    await expect(preview).to_contain_text("The apology is missing")
    assert clara.complaints == []


async def test_the_register_is_searched_from_the_keyboard(floor: Floor, browser: Browser):
    clara = await floor.sit_down(browser, CLARA)
    page = clara.page
    await page.goto(REGISTER)
    number = await page.locator(".register-link").inner_text()
    await page.keyboard.press("/")
    await expect(page.get_by_role("searchbox")).to_be_focused()
    await page.keyboard.type(number.lower())
    await page.keyboard.press("Enter")
    await expect(page.locator(".register-link")).to_have_text(number)
    await page.locator(".register-link").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=number)).to_be_visible()
    assert clara.complaints == []
