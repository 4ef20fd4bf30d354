"""From an angry text message to a voucher that was redeemed, and "is it right now?" after it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from demo.seed_complaint_policy import load_complaint_policy
from tests.end_to_end.browser import NEEDS_CHROMIUM
from tests.end_to_end.floor import CLARA, SVEN, Floor, open_floor
from tests.engines import SLOW_ON_POSTGRES
from tests.stories.story_desk import ASTRID

pytestmark = [*NEEDS_CHROMIUM, SLOW_ON_POSTGRES]

ANGRY = "My bag is lost for the third time and nobody answers. You promised to call. Disgraceful!"
DOING = "Your bag was found in Oslo and is at your door by 20:00"
NUMBER = re.compile(r"\bC-[0-9A-Z]{6}\b")
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b")
WORTH = "EUR 80.00"
# What a browser says of the response that was not sent, as it has to wait.
REFUSED = "Failed to load resource: the server responded with a status of 409 (Conflict)"


@pytest.fixture
async def floor(database_url: str, tmp_path: Path) -> AsyncIterator[Floor]:
    """A desk whose policy gives EUR 80.00 for a lost bag, and asks a second person above EUR 60."""
    async with open_floor(database_url, tmp_path) as floor:
        await floor.system.redress.save_policy(load_complaint_policy(), by=SVEN.name)
        yield floor


async def test_an_angry_text_message_is_made_good(floor: Floor, browser: Browser):
    number = await astrid_complains(floor)
    clara = await floor.sit_down(browser, CLARA)
    await find_it_in_the_conversation(clara.page, number)
    await find_out_what_happened(floor, clara.page, number)
    await answer_before_anybody_approved(floor, clara.page)

    sven = await floor.sit_down(browser, SVEN)
    await approve(sven.page, number)

    code = await answer(floor, clara.page, number)
    await see_no_code(floor, clara.page, number, code)
    await redeem_it_once(floor, sven.page, number, code)
    await settle(floor, clara.page, number)
    await astrid_votes(floor, clara.page, number)
    assert (clara.complaints, sven.complaints) == ([REFUSED], [])

    await two_days_pass(floor, number)
    clara = await floor.sit_down(browser, CLARA)
    await see_that_it_is_right_now(clara.page, number)
    assert clara.complaints == []


async def astrid_complains(floor: Floor) -> str:
    """She is told that we are sorry and under which number it stands; then nobody answers her."""
    assert await floor.text_arrives(ASTRID, ANGRY) == 200
    await floor.settle()
    (told,) = floor.said_to(ASTRID)
    found = NUMBER.search(told)
    assert found is not None, told
    assert told.startswith("I am sorry about this.")
    assert "A person will answer you by" in told
    await floor.time_passes(minutes=45)
    return found[0]


async def find_it_in_the_conversation(page: Page, number: str) -> None:
    """The agent sees beside the conversation that it is a complaint, and opens it from there."""
    await page.locator("#rows .row-link").first.click()
    panel = page.locator("#side-complaints")
    await expect(panel).to_contain_text("Acknowledged")
    await panel.get_by_role("link", name=number).click()
    await expect(page.get_by_role("heading", name=number)).to_be_visible()
    severity = page.locator("#severity")
    await expect(severity.get_by_role("row", name="First response")).to_contain_text("10")
    await expect(severity.locator("tfoot")).to_contain_text(re.compile(r"Sum\s*[34]\d"))
    await expect(severity.locator(".severity-both")).to_contain_text("Moderate")


async def find_out_what_happened(floor: Floor, page: Page, number: str) -> None:
    """The agent looks into it and writes down what went wrong."""
    await page.get_by_role("button", name="Look into it").click()
    await expect(page.locator(".track-step.now")).to_contain_text("Investigating")
    findings = page.locator("#findings")
    await expect(findings.get_by_label("What went wrong")).to_have_value("lost baggage")
    await findings.get_by_label("What it is about").fill("AU 231")
    await findings.get_by_label("Root cause").select_option("partner or supplier")
    await findings.get_by_label("does not happen again").fill("Ask Oslo for a second scan.")
    await findings.get_by_role("button", name="Save findings").click()
    await expect(page.get_by_text("The findings are saved.")).to_be_visible()
    case = await floor.system.complaints.get(number)
    assert case.complaint.owner == CLARA.id
    assert case.complaint.root_cause == "partner or supplier"


async def answer_before_anybody_approved(floor: Floor, page: Page) -> None:
    """What costs so much waits for a second person, and nothing is said before."""
    before = len(floor.said_to(ASTRID))
    gesture = page.locator("#gesture")
    await expect(gesture).to_contain_text(WORTH)
    await page.get_by_label("What is being done about it").fill(DOING)
    await page.get_by_role("button", name="Send the response").click()
    await expect(page.get_by_role("alert")).to_contain_text("needs a second person")
    await expect(page.get_by_label("What is being done about it")).to_have_value(DOING)
    await expect(gesture).to_contain_text("A supervisor decides.")
    await floor.settle()
    assert len(floor.said_to(ASTRID)) == before


async def approve(page: Page, number: str) -> None:
    """The supervisor finds it among what is wrong, looks at the rules, and agrees."""
    await page.goto("/console/exceptions")
    row = page.locator(".exception").filter(has_text=number)
    await expect(row).to_contain_text(WORTH)
    await row.get_by_role("link", name="Decide on it").click()
    await expect(page.locator("#gesture")).to_contain_text("Proposed by Clara Vik")
    await page.goto("/console/complaints/approvals")
    waiting = page.locator(".approve-list .card").filter(has_text=number)
    await expect(waiting).to_contain_text("lost baggage", ignore_case=True)
    await waiting.get_by_role("button", name="Approve").click()
    await expect(page.get_by_text("Approved. It is told with the response.")).to_be_visible()
    await expect(page.locator("#budget")).to_contain_text("EUR 80.00 reserved")


async def answer(floor: Floor, page: Page, number: str) -> str:
    """The response goes out with all that it needs; return the code that Astrid reads in it."""
    await page.goto(f"/console/complaints/{number}")
    await page.get_by_label("What is being done about it").fill(DOING)
    preview = page.locator("#response-preview")
    await expect(preview).to_contain_text(DOING)
    await expect(preview).to_contain_text("•••")
    await page.get_by_role("button", name="Send the response").click()
    await expect(page.locator("#response")).to_contain_text("with all three parts")
    await floor.settle()
    text = floor.said_to(ASTRID)[-1]
    assert text.startswith("We are sorry for the inconvenience.")
    assert f"We take complaint {number} seriously" in text
    assert DOING in text
    assert f"we give you a voucher for {WORTH}" in text
    found = CODE.search(text)
    assert found is not None, text
    return found[0]


async def see_no_code(floor: Floor, page: Page, number: str, code: str) -> None:
    """Staff read what was sent but for the code, of which they see the last group."""
    await expect(page.locator(".gesture-voucher")).to_contain_text(f"…{code[-4:]}")
    assert code not in await page.content()
    await page.goto(f"/console/conversations/{await floor.reference(ASTRID)}")
    sent = page.locator("#timeline .said").filter(has_text=number).last
    await expect(sent).to_contain_text("We are sorry for the inconvenience.")
    await expect(sent).to_contain_text("•••")
    assert code not in await page.content()


async def redeem_it_once(floor: Floor, page: Page, number: str, code: str) -> None:
    """The airline's shop takes the voucher; nobody takes it a second time."""
    status, done = await floor.shop_redeems(code, use="order 1", amount=80_00)
    assert (status, done["status"], done["repeated"]) == (200, "redeemed", False)
    status, refused = await floor.shop_redeems(code, use="order 2", amount=80_00)
    assert (status, refused["refusal"]) == (409, "redeemed")
    await page.goto("/console/complaints/vouchers")
    row = page.get_by_role("row").filter(has_text=number)
    await expect(row).to_contain_text("order 1")
    await page.goto("/console/complaints/approvals")
    await expect(page.locator("#budget")).to_contain_text("EUR 80.00 spent")


async def settle(floor: Floor, page: Page, number: str) -> None:
    """The agent closes the complaint, then the conversation."""
    await page.goto(f"/console/complaints/{number}")
    await page.locator("#fold-close summary").click()
    await page.get_by_label("How it ended").select_option(label="Settled")
    await page.get_by_label("In a few words").fill("Her bag is home")
    await page.get_by_role("button", name="Close it").click()
    await expect(page.locator("#next")).to_contain_text("It ended as: settled")
    await expect(page.locator("#afterwards")).to_contain_text("Will be asked")
    await page.goto(f"/console/conversations/{await floor.reference(ASTRID)}")
    await page.locator("#menu-resolve summary").click()
    await page.get_by_role("button", name="Solved", exact=True).click()
    await expect(page.get_by_role("button", name="Open again")).to_be_visible()
    await floor.settle()


async def astrid_votes(floor: Floor, page: Page, number: str) -> None:
    """A quarter of an hour later she is asked how we did, and a digit tells it."""
    await floor.time_passes(minutes=15)
    assert await floor.ask_customers() == 1
    assert "Answer with a number from 1" in floor.said_to(ASTRID)[-1]
    await floor.customer_texts(ASTRID, "3")
    assert floor.said_to(ASTRID)[-1] == "Thank you for telling us."
    await page.goto(f"/console/complaints/{number}")
    afterwards = page.locator("#afterwards")
    await expect(afterwards).to_contain_text("3 of 5")
    await expect(afterwards).not_to_contain_text("Won back")


async def two_days_pass(floor: Floor, number: str) -> None:
    """She is asked whether it is right now, and it is."""
    before = len(floor.said_to(ASTRID))
    await floor.time_passes(hours=47)
    assert len(floor.said_to(ASTRID)) == before
    await floor.time_passes(hours=2)
    (asked,) = floor.said_to(ASTRID)[before:]
    assert number in asked
    assert "right now?" in asked
    await floor.customer_texts(ASTRID, "yes")


async def see_that_it_is_right_now(page: Page, number: str) -> None:
    """What she said stands on the complaint, which is recovered."""
    await page.goto(f"/console/complaints/{number}")
    afterwards = page.locator("#afterwards")
    await expect(afterwards).to_contain_text("Won back")
    await expect(afterwards.get_by_role("definition").first).to_contain_text("Yes")
    await expect(page.locator(".case-head")).to_contain_text("Closed")
