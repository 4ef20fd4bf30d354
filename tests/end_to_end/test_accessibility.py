"""Every page, in light and dark and on a small telephone, is free of barriers found by rule.

The demo company's pages are looked at, since they have something of everything on them.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.demo.demo_site import DemoSite, open_demo
from tests.end_to_end.accessibility import DESKTOP, NEEDS_AXE, Inspection
from tests.end_to_end.browser import NEEDS_CHROMIUM_ALONE, PATIENCE, open_window

# The process that tests the demo has it ready.
pytestmark = [*NEEDS_CHROMIUM_ALONE, NEEDS_AXE, pytest.mark.xdist_group("demo")]

KNOWLEDGE_PAGES = (
    "knowledge",
    "knowledge/articles/cabin-baggage-allowance/en",
    "knowledge/articles/cabin-baggage-allowance/de/beside/en",
    "knowledge/articles/cabin-baggage-allowance/en/versions",
    "knowledge/categories",
    "knowledge/conflicts",
    "knowledge/readers",
    "gaps",
    "try",
    "report",
    "self-service",
    "self-service/dropped?action=check_in&slot=booking_reference",
    "answers",
)
SERVICE_LEVEL_PAGES = (
    "service-levels?tier=gold&by=sms&queue=baggage&priority=urgent",
    "service-levels/policies/baggage",
    "service-levels/policies/baggage/remove",
    "service-levels/calendars",
    "service-levels/calendars/office",
    "service-levels/new-calendar",
)
ROUTING_PAGES = (
    "routing/log?span=7",
    "routing/log?kind=overflowed",
    "routing/needs-a-person",
    "routing/simulator",
    "routing/simulator?scenario=small-multilingual-helpdesk",
    "routing",
    "routing/agents/agent@example.com",
    "routing/queues",
    "routing/queues/baggage",
    "routing/queues/baggage/remove",
    "routing/skills",
    "routing/skills/baggage/remove",
    "routing/rules",
    "routing/rules/strike?try=1",
    "routing/macros/tag-number",
    "routing/triggers/still-there?try=1",
    "routing/new-rule",
    "routing/new-macro",
    "routing/macros",
    "routing/triggers",
    "routing/new-trigger",
)
EXCEPTION_PAGES = (
    "exceptions",
    "exceptions?kind=stuck",
    "wallboard",
    "wallboard?look=light",
)
REPORT_PAGES = (
    "reports/service?days=7",
    "reports/service?days=365",
    "reports/complaints?days=28",
    "reports/behind?figure=arrived&from=2026-01-01&to=2026-12-31",
)
HELP_PAGES = {
    "first page": "",
    "all articles": "articles",
    "article": "articles/pets",
    "article, rated": "articles/pets?rated=no",
    "search": "search?q=dog",
    "nothing found": "search?q=xyzzy",
    "contact": "contact?article=pets&q=dog",
    "no such page": "none",
}
LONG_WORD = "https://aurora.example/" + "Donaudampfschifffahrtsgesellschaft" * 4


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[DemoSite]:
    """The demo as `make run` puts it together."""
    async with open_demo(tmp_path) as site:
        yield site


@pytest.fixture
def inspection() -> Inspection:
    return Inspection()


@pytest.fixture
async def page(browser: Browser, demo: DemoSite, inspection: Inspection) -> Page:
    """A window that knows the rules."""
    page = await open_window(browser, base_url=demo.url, bypass_csp=True, viewport=DESKTOP)
    await inspection.prepare(page.context)
    return page


async def test_the_inspection_finds_what_is_wrong(browser: Browser, inspection: Inspection):
    page = await open_window(browser, bypass_csp=True, viewport=DESKTOP)
    await inspection.prepare(page.context)
    await page.goto(
        "data:text/html,<title>t</title><main><img src='data:,'><pre style='overflow:auto'>"
        f"{'wide ' * 90}</pre><p style='width:900px'>wide</p></main>"
    )
    await inspection.inspect(page, "page")
    assert any(": image-alt: " in barrier for barrier in inspection.barriers)
    assert inspection.sideways == ["page: the page, by 588 px", "page: pre"]


async def test_nobody_meets_a_barrier(page: Page, demo: DemoSite, inspection: Inspection):
    await page.goto("/")
    await inspection.inspect(page, "front page")
    await look_at_the_playground(page, inspection)
    await look_at_the_form(page, inspection)
    await look_at_the_chat(page, inspection)
    for name, place in HELP_PAGES.items():
        await page.goto(f"/help/en/{place}")
        await inspection.inspect(page, f"help centre, {name}")
    await log_in(page, demo, inspection)
    for view in ("waiting", "mine", "bot", "resolved"):
        await page.goto(f"/console/?view={view}")
        await inspection.inspect(page, f"inbox, {view}")
    await look_at_a_conversation(page, inspection)
    for place in (
        *("operations", "nowhere", *KNOWLEDGE_PAGES, *SERVICE_LEVEL_PAGES),
        *(*ROUTING_PAGES, *EXCEPTION_PAGES, *REPORT_PAGES),
    ):
        await page.goto(f"/console/{place}")
        await inspection.inspect(page, place)
    inspection.check()


async def look_at_the_playground(page: Page, inspection: Inspection) -> None:
    await page.goto("/demo")
    await page.get_by_role("textbox", name="Text message").fill(
        "How much cabin baggage may I take?"
    )
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator("#bubbles li")).not_to_have_count(0, timeout=PATIENCE)
    await inspection.inspect(page, "playground")


async def look_at_the_form(page: Page, inspection: Inspection) -> None:
    await page.goto("/channels/web-form/contact")
    await inspection.inspect(page, "form")
    await page.locator("form").evaluate("form => { form.noValidate = true; }")
    await page.get_by_role("button", name="Send message").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await inspection.inspect(page, "form with faults")
    fields = {
        "name": "Astrid Lindqvist",
        "email": "astrid@example.com",
        "subject": "Bags",
        "message": f"How much cabin baggage may I take? {LONG_WORD}",
    }
    answer = await page.request.post("/channels/web-form/contact", data=fields)
    await page.goto((await answer.json())["url"])
    await expect(page.locator("#thread .entry")).to_have_count(2, timeout=PATIENCE)
    await inspection.inspect(page, "thread")


async def look_at_the_chat(page: Page, inspection: Inspection) -> None:
    await page.goto("/demo/site")
    await inspection.inspect(page, "website with the chat closed")
    await page.get_by_role("button", name="Chat with us").click()
    await inspection.inspect(page, "chat, empty")
    box = page.get_by_role("textbox", name="Your message")
    said = page.locator(".fd-entry")
    for number, text in enumerate(
        ("How much cabin baggage may I take?", f"And the varnish of my violin? {LONG_WORD}"), 1
    ):
        await box.fill(text)
        await box.press("Enter")
        await expect(said).to_have_count(2 * number, timeout=PATIENCE)
    await inspection.inspect(page, "chat with messages")


async def log_in(page: Page, demo: DemoSite, inspection: Inspection) -> None:
    await page.goto("/console/login")
    await inspection.inspect(page, "log-in")
    for attempt in ("a wrong one", demo.password):
        await page.get_by_label("Email address").fill("admin@example.com")
        await page.get_by_label("Password").fill(attempt)
        await page.get_by_role("button", name="Log in").click()
        if attempt != demo.password:
            await expect(page.get_by_role("alert")).to_be_visible()
            await inspection.inspect(page, "log-in refused")
    await expect(page.get_by_role("heading", name="Exceptions")).to_be_visible()


async def look_at_a_conversation(page: Page, inspection: Inspection) -> None:
    await page.goto("/console/")
    await page.locator("#rows .row-link").first.click()
    await page.locator("#timeline .why summary").first.click()
    await expect(page.locator("#suggestions-wait")).to_have_count(0)
    await page.get_by_label("Find another article").fill("dog")
    await page.locator("#suggestions-found").get_by_role("button").first.click()
    await inspection.inspect(page, "conversation with suggested articles")
    await page.get_by_label("Note", exact=True).check()
    await page.locator("#menu-resolve summary").click()
    await inspection.inspect(page, "conversation with a note and a menu")
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="Whole history of this customer").click()
    await expect(page.locator("main")).to_be_visible()
    await inspection.inspect(page, "customer")
    await page.get_by_role("button", name="Keyboard shortcuts").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await inspection.inspect(page, "keyboard shortcuts")
