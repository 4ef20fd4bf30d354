"""From what nobody could answer to an article that does, and to a reader who finds it."""

import asyncio
import re
from dataclasses import dataclass

import aiohttp
from playwright.async_api import Browser, expect

from tests.end_to_end.agents import GRACE, IDA, create_agent
from tests.end_to_end.browser import NEEDS_CHROMIUM, open_window
from tests.end_to_end.chat_window import ChatWindow
from tests.end_to_end.console_window import ConsoleWindow
from tests.end_to_end.knowledge_window import KnowledgeWindow
from tests.end_to_end.processes import Site
from tests.end_to_end.reader_window import TELEPHONE, ReaderWindow
from tests.end_to_end.shop import Shop
from tests.engines import SLOW_ON_POSTGRES

pytestmark = [*NEEDS_CHROMIUM, SLOW_ON_POSTGRES]

UNANSWERED = (
    "is there wifi during the flight",
    "does your wifi work during a flight",
    "what does the wifi cost during the flight",
    "wifi password for the flight?",
    "how do I connect to the wifi while flying",
)
DECIDED = r'^frontdesk_decision_total{channel="web_form",.*} (.*)$'
WAIT_SECONDS = 60.0
TITLE = "Is there wifi during the flight?"
ANSWER = "Yes, for 6 EUR a flight. Choose Aurora in your settings."
CHANGED = "Yes, for 9 EUR a flight. Choose Aurora in your settings."
HANDED_OVER = re.compile(r"I have no sure answer to that.*", re.DOTALL)
PETS = "Can my dog fly with me?"
RIVAL = "may I bring my dog on board\nmay I take my dog on board\nbring a dog on board"
# Not one word of it is in the article.
BY_MEANING = "surfing the internet on an aeroplane"
COMMENT = "Is it quick enough for films?"
MESSAGE = "My daughter wants to see films. Is it quick enough?"


@dataclass
class Windows:
    """Everybody's window."""

    customer: ChatWindow
    manager: KnowledgeWindow
    reader: ReaderWindow
    desk: ConsoleWindow


async def test_from_a_gap_to_an_answer_and_to_a_reader(site: Site, shop: Shop, browser: Browser):
    await create_agent(site)
    await create_agent(site, IDA, role="knowledge")
    await site.start_server()
    windows = Windows(
        customer=ChatWindow(await open_window(browser), shop.url),
        manager=KnowledgeWindow(await open_window(browser), site.url),
        reader=ReaderWindow(await open_window(browser, viewport=TELEPHONE), site.url),
        desk=ConsoleWindow(await open_window(browser), site.url),
    )

    await be_unable_to_answer(site, windows.customer)
    await write_the_article(windows.manager)
    await be_answered_now(windows.customer)
    await be_warned_of_a_conflict(windows.manager)
    await take_a_change_back(windows.manager)
    await find_it_by_meaning_and_write(windows.reader)
    await see_what_was_read(windows.desk)

    for window in (windows.customer, windows.manager, windows.reader, windows.desk):
        assert window.complaints == []


async def be_unable_to_answer(site: Site, customer: ChatWindow) -> None:
    """Several people ask what no article answers."""
    async with aiohttp.ClientSession() as session:
        for number, question in enumerate(UNANSWERED[1:]):
            await write_by_form(session, site, number, question)
        await until_decided(session, site, len(UNANSWERED) - 1)
    await customer.open()
    await customer.write(UNANSWERED[0])
    await customer.expect_lines(("customer", UNANSWERED[0]), ("bot", HANDED_OVER))


async def until_decided(session: aiohttp.ClientSession, site: Site, number: int) -> None:
    """Wait until so many forms are on record, rather than only taken in."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            async with session.get(f"{site.url}/metrics") as response:
                counted = re.findall(DECIDED, await response.text(), re.MULTILINE)
            if sum(float(each) for each in counted) >= number:
                return
            await asyncio.sleep(0.1)


async def write_by_form(
    session: aiohttp.ClientSession, site: Site, number: int, question: str
) -> None:
    message = {
        "name": f"Customer {number}",
        "email": f"customer{number}@example.com",
        "subject": "On my way",
        "message": question,
    }
    url = f"{site.url}/channels/web-form/contact"
    async with session.post(url, json=message) as response:
        assert response.status == 202


async def write_the_article(manager: KnowledgeWindow) -> None:
    """The gap becomes a draft with the customers' own wordings, and then an article."""
    await manager.log_in(IDA.email, IDA.password)
    await manager.find_gap("wifi")
    await manager.draft_from_gap()
    await expect(manager.wordings.nth(2)).not_to_have_value("")
    await manager.write(title=TITLE, answer=ANSWER)
    await manager.look_before_publishing()
    await expect(manager.page.locator("#conflicts")).to_contain_text("No conflict")
    await manager.publish()


async def be_answered_now(customer: ChatWindow) -> None:
    """Whoever asks is answered; in the first moments the bot may still ask whether it is meant."""
    async with asyncio.timeout(WAIT_SECONDS):
        while not await is_answered(customer):
            pass


async def is_answered(customer: ChatWindow) -> bool:
    """Ask as somebody who was never here before."""
    await customer.page.context.clear_cookies()
    await customer.page.evaluate("() => localStorage.clear()")
    await customer.reload()
    await customer.write(UNANSWERED[1])
    bubbles = customer.page.locator(".fd-entry").locator(".fd-bubble")
    await expect(bubbles).to_have_count(2, timeout=WAIT_SECONDS * 1000)
    return ANSWER in await bubbles.nth(1).inner_text()


async def be_warned_of_a_conflict(manager: KnowledgeWindow) -> None:
    """What another article answers already is named before it is published twice."""
    await manager.begin("Bringing animals")
    await manager.write(answer="Ask us.", variants=RIVAL)
    await manager.look_before_publishing()
    await expect(manager.page.locator("#conflicts")).to_contain_text(PETS)


async def take_a_change_back(manager: KnowledgeWindow) -> None:
    """A change is published, and what was before it comes back."""
    await manager.page.goto(f"{manager.url}/console/knowledge?q=wifi")
    await manager.page.get_by_role("main").get_by_role("link", name=TITLE).first.click()
    await manager.write(answer=CHANGED)
    await manager.look_before_publishing()
    await expect(manager.page.get_by_role("main")).to_contain_text("9 EUR")
    await manager.publish()
    await manager.restore(1)
    await expect(manager.page.locator("#answer")).to_have_value(ANSWER)
    await manager.look_before_publishing()
    await manager.publish()


async def find_it_by_meaning_and_write(reader: ReaderWindow) -> None:
    """A reader finds it by what it means, is not helped, and writes to us."""
    await reader.search(BY_MEANING)
    await reader.open_found(TITLE)
    await expect(reader.page.get_by_role("main")).to_contain_text(ANSWER)
    await reader.rate_down(COMMENT)
    await reader.write(
        name="Noa Berg", email="noa.berg@example.com", subject="Films", message=MESSAGE
    )
    await expect(reader.page.get_by_text(re.compile(r"FD-[0-9A-Z]{8}")).first).to_be_visible()


async def see_what_was_read(desk: ConsoleWindow) -> None:
    """The agent knows what the customer has read already, and what they thought of it."""
    await desk.log_in(GRACE.email, GRACE.password)
    await desk.page.locator("#rows .row-link").filter(has_text="Noa Berg").click()
    timeline = desk.page.locator("#timeline")
    await expect(timeline).to_contain_text(MESSAGE)
    await expect(timeline).to_contain_text(TITLE)
    await expect(timeline).to_contain_text("not helpful")
