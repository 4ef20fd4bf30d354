"""An agent takes suggested articles into replies in a real browser; the record keeps which."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from crm_store.conversations import get_conversation
from crm_store.feedback import list_feedback_in
from crm_store.store import Store
from domain.feedback import FeedbackSource, Verdict
from tests.end_to_end.agents import GRACE, create_agent
from tests.end_to_end.browser import NEEDS_CHROMIUM, PATIENCE, open_window
from tests.end_to_end.chat_window import ChatWindow
from tests.end_to_end.conftest import ANSWER, QUESTION
from tests.end_to_end.console_window import ConsoleWindow
from tests.end_to_end.processes import Site
from tests.end_to_end.shop import Shop
from tests.engines import SLOW_ON_POSTGRES

# What the pages and the API do is held by faster tests; here is how it looks and feels.
pytestmark = [*NEEDS_CHROMIUM, SLOW_ON_POSTGRES, pytest.mark.slow]

TITLE = "How much cabin baggage may I take?"
DOGS = "Can my dog fly with me?"
PERSON = "I want to talk to a person"


async def test_an_agent_inserts_an_article_links_another_and_both_are_kept(
    site: Site, shop: Shop, browser: Browser, record: Store
):
    await create_agent(site)
    await site.start_server()
    customer = ChatWindow(await open_window(browser), shop.url)
    desk = ConsoleWindow(await open_window(browser), site.url)
    await customer.open()
    await customer.write(PERSON)
    await desk.log_in(GRACE.email, GRACE.password)
    await expect(desk.page.locator("#rows .row-reference")).to_have_count(1, timeout=PATIENCE)
    await desk.open_first()
    reference = desk.page.url.rsplit("/", 1)[-1]

    await see_them_as_the_customer_asks(customer, desk.page)
    await insert_behind_the_greeting(desk)
    await find_another_and_link_it(desk)
    await desk.press_send()
    sent = desk.page.locator("#timeline .said.by-agent").last
    await expect(sent.locator(".words")).to_contain_text(f"Hello!\n\n{ANSWER}", timeout=PATIENCE)
    await expect(sent.locator(".with-article")).to_have_text(
        [f"With the article “{TITLE}”", f"With a link to the article “{DOGS}”"]
    )

    await expect(desk.page.get_by_label("Your words")).to_have_value("")
    await expect(desk.page.locator("#composer [name=articles]")).to_have_value("")
    conversation = await record.read(get_conversation, reference)
    kept = await record.read(list_feedback_in, conversation.id)
    assert {(one.article_id, one.source, one.verdict) for one in kept} == {
        ("cabin-baggage", FeedbackSource.SUGGESTION, Verdict.RIGHT),
        ("pets", FeedbackSource.SUGGESTION, Verdict.RIGHT),
    }
    sure = {one.article_id: one.confidence for one in kept}
    assert sure["cabin-baggage"] > sure["pets"]
    await take_it_from_the_page_of_its_own(desk)
    assert customer.complaints == []
    assert desk.complaints == []


async def see_them_as_the_customer_asks(customer: ChatWindow, page: Page) -> None:
    """What is suggested changes by itself with what the customer writes."""
    await customer.write(QUESTION)
    first = page.locator("#suggestions-best .suggestion").first
    await expect(first.locator("h3")).to_have_text(TITLE, timeout=PATIENCE)
    await expect(first.locator(".sureness")).to_contain_text(re.compile("this, [0-9]+ % sure"))


async def insert_behind_the_greeting(desk: ConsoleWindow) -> None:
    """An article goes where the cursor is, beside what is written there, also from a note."""
    words = desk.page.get_by_label("Your words")
    await words.fill("Hello!  Yours, Grace")
    await words.evaluate("field => field.setSelectionRange(7, 7)")
    await desk.page.locator(".note-tab").click()
    await desk.page.locator(".tab").first.click()
    await words.evaluate("field => field.setSelectionRange(7, 7)")
    card = desk.page.locator("#suggestions-best .suggestion").filter(has_text=TITLE)
    await card.get_by_role("button", name="Insert as reply").click()
    await expect(words).to_have_value(f"Hello!\n\n{ANSWER}\n\nYours, Grace")
    await expect(words).to_be_focused()


async def find_another_and_link_it(desk: ConsoleWindow) -> None:
    """What is searched for appears below, and stays while the page looks again."""
    await desk.page.get_by_label("Find another article").fill("dog")
    found = desk.page.locator("#suggestions-found .suggestion").filter(has_text=DOGS)
    await found.get_by_role("button", name="Send link").click()
    await expect(desk.page.get_by_label("Your words")).to_have_value(
        re.compile(rf"{re.escape(ANSWER)}\n\n{re.escape(DOGS)}\nhttp\S+/help/en/articles/pets\n\nY")
    )


async def take_it_from_the_page_of_its_own(desk: ConsoleWindow) -> None:
    """What comes with the page goes behind what was being written, and is there once."""
    words = desk.page.get_by_label("Your words")
    await words.fill("Once more:")
    await desk.page.goto(f"{desk.page.url.partition('#')[0]}/suggestions")
    card = desk.page.locator(".suggestion").filter(has_text=TITLE)
    await card.get_by_role("button", name="Insert as reply").click()
    for _ in range(2):
        await expect(words).to_have_value(f"Once more:\n\n{ANSWER}")
        used = desk.page.locator("#composer [name=articles]")
        await expect(used).to_have_value("answer:en:cabin-baggage")
        await desk.page.reload()
