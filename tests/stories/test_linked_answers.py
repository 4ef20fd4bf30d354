"""Links between articles, and to their files, lead customers there from every channel."""

from dataclasses import replace

from crm_store.articles import record_article
from crm_store.transaction import Transaction
from tests.engines import SLOW_ON_POSTGRES
from tests.fakes import MONDAY_MORNING
from tests.stories.letters import MARA, Letters
from tests.stories.story_desk import ASTRID, StoryDesk
from tests.stories.world import ARTICLES, KNOWN

pytestmark = SLOW_ON_POSTGRES


def link(tx: Transaction) -> None:
    bag = next(each for each in ARTICLES if each.id == "cabin-baggage")
    answer = "8 kg. See [lost bags](article:lost-baggage) and [sizes](/help/files/f1/sizes.pdf)."
    record_article(tx, replace(bag, answer=answer), author="kim", now=MONDAY_MORNING)


async def test_a_text_message_holds_whole_addresses(desk: StoryDesk):
    await desk.system.store.run(link)
    await desk.customer_texts(ASTRID, KNOWN)
    told = desk.said_to(ASTRID)[-1]
    assert f"lost bags ({desk.public_url}/help/en/articles/lost-baggage)" in told
    assert f"sizes ({desk.public_url}/help/files/f1/sizes.pdf)" in told


async def test_the_chat_page_links_to_whole_addresses(desk: StoryDesk):
    await desk.system.store.run(link)
    await desk.visitor_writes("visitor-1", KNOWN)
    shown = await desk.page_shows("visitor-1")
    html = shown.entries[-1].html or ""
    assert f'href="{desk.public_url}/help/en/articles/lost-baggage"' in html


async def test_a_mail_holds_whole_addresses_in_both_its_parts(desk: StoryDesk, letters: Letters):
    await desk.system.store.run(link)
    await letters.arrive(MARA, KNOWN)
    letter = letters.sent[-1]
    address = f"{desk.public_url}/help/en/articles/lost-baggage"
    assert address in letter.text
    assert f'href="{address}"' in (letter.html or "")
