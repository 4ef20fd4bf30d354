"""Supervisors see whom to call, each with why; files hold no formulas."""

from console.services import Services
from tests.console.browser import Browser
from tests.console.votes.risk_record import put_customers


async def test_the_page_lists_whom_to_call_with_why(browser: Browser, console_services: Services):
    await put_customers(console_services)
    await browser.log_in("supervisor@example.com")
    text = await (await browser.get("/console/customers/at-risk")).text()
    assert text.index("1 serious complaint open; 1 low vote.") < text.index(
        "1 complaint that lost them."
    )
    assert 'href="/console/customers/c-anna"' in text
    assert "Mia Lindholm" not in text, "10 points are no danger"


async def test_files_hold_no_formulas(browser: Browser, console_services: Services):
    await put_customers(console_services)
    await browser.log_in("supervisor@example.com")
    text = await (await browser.get("/console/customers/repeat.csv")).text()
    assert "c-jonas,'=Jonas+1,gold,3,0," in text
    risk = await (await browser.get("/console/customers/at-risk.csv")).text()
    assert "c-anna,Anna Berg,gold,55,40,0,15,0," in risk


async def test_agents_are_not_shown_the_lists(browser: Browser):
    await browser.log_in("agent@example.com")
    assert (await browser.get("/console/customers/at-risk")).status == 403


async def test_nobody_at_risk_is_said_in_words(browser: Browser):
    await browser.log_in("supervisor@example.com")
    text = await (await browser.get("/console/customers/at-risk")).text()
    assert "Nobody is at risk" in text
