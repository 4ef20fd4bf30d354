"""The whole story in a real browser: answered, handed over, reloaded, killed, settled."""

import re
from dataclasses import dataclass, field

import aiohttp
from playwright.async_api import Browser, expect

from crm_store.conversation_view import ConversationView, read_conversation_view
from crm_store.inbox import InboxFilter, list_conversations
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus, Direction
from tests.end_to_end.agents import GRACE, create_agent
from tests.end_to_end.browser import NEEDS_CHROMIUM, open_window
from tests.end_to_end.chat_window import ChatWindow
from tests.end_to_end.conftest import ANSWER, QUESTION
from tests.end_to_end.console_window import ConsoleWindow
from tests.end_to_end.processes import Site
from tests.end_to_end.shop import Shop
from tests.engines import SLOW_ON_POSTGRES

pytestmark = [*NEEDS_CHROMIUM, SLOW_ON_POSTGRES]

TITLE = "How much cabin baggage may I take?"
UNKNOWN = "My violin was left on the apron in the rain, who pays for the varnish?"
HANDED_OVER = re.compile(
    r"I have no sure answer to that, so I am passing your question on to our team\. "
    r"A person will answer you by \d\d:\d\d (today|tomorrow) \(UTC\)\. "
    r"Your reference is (FD-[0-9A-Z]{8})\."
)
REPLY = "I am so sorry. When did you fly?"
IN_THE_MIDDLE = "On Friday, from Oslo."
WHILE_AWAY = ("It is an old violin.", "Are you still there?")
SETTLED = "We pay for it. Please send us the bill."


@dataclass
class Story:
    """Two people, each at a window, and what was said so far as both must read it."""

    site: Site
    customer: ChatWindow
    desk: ConsoleWindow
    reference: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)

    async def both_read(self, *said: tuple[str, str]) -> None:
        """Wait until both read this after all that went before, and nothing else."""
        self.lines += said
        await self.customer.expect_lines(*self.lines)
        await self.desk.expect_lines(*self.lines)


async def test_the_whole_story(site: Site, shop: Shop, browser: Browser, record: Store):
    await create_agent(site)
    server = await site.start_server()
    customer = ChatWindow(await open_window(browser), shop.url)
    desk = ConsoleWindow(await open_window(browser), site.url)
    story = Story(site, customer, desk)

    await get_an_answer(story)
    await be_handed_to_a_person(story)
    await find_it_at_the_top_of_the_queue(story)
    await read_everything_and_why(story)
    await take_it_and_reply(story)
    await load_the_page_again(story)
    server.kill()
    await server.wait()
    await write_while_nobody_is_there(story)
    await site.start_server()
    await go_on_as_if_nothing_had_been(story)
    await settle_it(story)

    await check_the_record(story, record)
    assert customer.complaints == []
    assert desk.complaints == []


async def get_an_answer(story: Story) -> None:
    await story.customer.open()
    await story.customer.write(QUESTION)
    story.lines += [("customer", QUESTION), ("bot", ANSWER)]
    await story.customer.expect_lines(*story.lines)


async def be_handed_to_a_person(story: Story) -> None:
    """What nobody wrote an article about gets no guess, but a reference and a time."""
    await story.customer.write(UNKNOWN)
    story.lines.append(("customer", UNKNOWN))
    await story.customer.expect_lines(*story.lines, ("bot", HANDED_OVER))
    promise = await story.customer.read_last()
    told = HANDED_OVER.fullmatch(promise)
    assert told is not None
    story.reference = told[2]
    story.lines.append(("bot", promise))


async def find_it_at_the_top_of_the_queue(story: Story) -> None:
    """The list shows by itself who comes later, below who has waited longer."""
    await story.desk.log_in(GRACE.email, GRACE.password)
    await story.desk.expect_queue(story.reference)
    later = await write_by_form(story.site)
    await story.desk.expect_queue(story.reference, later)


async def read_everything_and_why(story: Story) -> None:
    await story.desk.open_first()
    await story.both_read()
    answered = re.compile(rf"Answered with the article “{re.escape(TITLE)}”, \d+ % sure\.")
    await story.desk.expect_why(QUESTION, answered)
    handed_over = "Handed over to the queue General, because it had no sure answer."
    await story.desk.expect_why(UNKNOWN, handed_over)


async def take_it_and_reply(story: Story) -> None:
    await story.desk.take()
    await story.desk.reply(REPLY)
    await story.both_read(("agent", REPLY))
    author = story.customer.entries.last.locator(".fd-name")
    await expect(author).to_have_text(GRACE.name)


async def load_the_page_again(story: Story) -> None:
    """What was said is there again; what is said next is on its way when the server dies."""
    await story.customer.reload()
    await story.both_read()
    await story.customer.write(IN_THE_MIDDLE)


async def write_while_nobody_is_there(story: Story) -> None:
    """The customer's words are kept to be sent later, the agent's to be sent again."""
    await story.customer.expect_cut_off()
    for text in WHILE_AWAY:
        await story.customer.write(text)
    await story.desk.reply(SETTLED)
    await expect(story.desk.page.get_by_text("The server cannot be reached.")).to_be_visible()


async def go_on_as_if_nothing_had_been(story: Story) -> None:
    """Both pages come back by themselves."""
    await story.customer.expect_connected()
    await story.both_read(*(("customer", text) for text in (IN_THE_MIDDLE, *WHILE_AWAY)))
    await story.desk.press_send()
    await story.both_read(("agent", SETTLED))


async def settle_it(story: Story) -> None:
    """What was said stays as it was, on pages that are loaded anew too."""
    await story.desk.resolve("Solved")
    await story.customer.reload()
    await story.desk.page.reload()
    await story.both_read()


async def check_the_record(story: Story, record: Store) -> None:
    view = await record.read(read_conversation_view, story.reference)
    assert read_lines(view) == story.lines
    assert view.conversation.status is ConversationStatus.RESOLVED
    assert view.conversation.disposition == "solved"
    assert await record.read(count_conversations) == 2


async def write_by_form(site: Site) -> str:
    """Somebody else writes, later, and waits too; the reference they are told."""
    message = {
        "name": "Jonas Weber",
        "email": "jonas.weber@example.com",
        "subject": "Varnish",
        "message": UNKNOWN,
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{site.url}/channels/web-form/contact", json=message) as response,
    ):
        assert response.status == 202
        reference: str = (await response.json())["reference"]
        return reference


def count_conversations(tx: Transaction) -> int:
    """How many there are: the customer's and the one by the form."""
    found = list_conversations(tx, InboxFilter(), limit=10)
    return len(found)


def read_lines(view: ConversationView) -> list[tuple[str, str]]:
    """What was said, as it is in the record."""
    return [
        (said.author.value, said.text)
        for said in view.interactions
        if said.direction in (Direction.IN, Direction.OUT)
    ]
