"""What a customer's page reads grows only at its end, whoever writes at once."""

import asyncio

from crm_store.conversations import record_conversation
from crm_store.customers import record_customer
from crm_store.interactions import record_interaction
from crm_store.store import Store
from crm_store.threads import read_thread
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.conversations import Author, Conversation, Direction
from tests.fakes import MONDAY_MORNING as NOW

KEY = ThreadKey(channel="web_chat", account="site", thread="v1")


def begin_two(tx: Transaction) -> list[Conversation]:
    record_customer(tx, customer_id="c1", name=None, language=None, now=NOW)
    return [
        record_conversation(
            tx,
            conversation_id=name,
            reference=f"FD-{name}",
            customer_id="c1",
            key=KEY,
            subject=None,
            language="en",
            now=NOW,
        )
        for name in ("a", "b")
    ]


def say(tx: Transaction, conversation: Conversation, number: int) -> None:
    record_interaction(
        tx,
        conversation,
        interaction_id=f"{conversation.id}{number}",
        direction=Direction.OUT,
        author=Author.AGENT,
        now=NOW,
        text=str(number),
    )


async def test_a_page_that_reads_on_from_where_it_was_misses_nothing(store: Store):
    conversations = await store.run(begin_two)
    seen: list[str] = []

    async def read_on() -> None:
        after = 0
        while len(seen) < 60:
            view = await store.read(read_thread, KEY, after=after, limit=100)
            seen.extend(entry.id for entry in view.entries)
            after = max([after, *(entry.position for entry in view.entries)])

    async def write(conversation: Conversation) -> None:
        for number in range(30):
            await store.run(say, conversation, number)

    async with asyncio.timeout(30):
        await asyncio.gather(read_on(), *(write(each) for each in conversations))
    assert sorted(seen) == sorted(f"{name}{number}" for name in "ab" for number in range(30))
