"""Who holds a conversation keeps others from changing it, and nobody from writing to its log."""

import asyncio

from sqlalchemy.ext.asyncio import create_async_engine

from crm_store.conversations import (
    find_unlocked_conversation,
    lock_conversations,
    lock_conversations_found,
)
from crm_store.interactions import record_interaction
from crm_store.store import Store, make_store
from crm_store.transaction import Transaction
from domain.conversations import Author, Direction
from tests.console.record import begin, record_company
from tests.fakes import MONDAY_MORNING as NOW


async def test_a_log_is_written_to_while_somebody_else_has_the_conversation(
    postgres_url: str,
) -> None:
    """As an agent's reply is, who has the conversation that this one was merged into.

    Whoever undoes the merge holds the one and waits for the other: they would wait in a circle.
    """
    store = make_store(postgres_url)
    await store.open()
    await store.run(record_company, NOW)
    conversation = await store.run(begin, 1, now=NOW)
    ids = (conversation.id,)

    def write(tx: Transaction) -> bool:
        record_interaction(
            tx,
            conversation,
            interaction_id="x",
            direction=Direction.EVENT,
            author=Author.SYSTEM,
            text="late",
            now=NOW,
        )
        return find_unlocked_conversation(tx, conversation.id) is None

    engine = create_async_engine(postgres_url.replace("postgresql:", "postgresql+asyncpg:"))
    async with engine.begin() as connection:
        await connection.run_sync(lambda held: lock_conversations(Transaction(held), ids))
        async with asyncio.timeout(10):
            held = await store.run(write)
    await engine.dispose()
    await store.close()
    assert held


async def test_what_joined_meanwhile_is_locked_with_the_rest(store: Store) -> None:
    await store.run(record_company, NOW)
    first, second = [(await store.run(begin, number, now=NOW)).id for number in (1, 2)]
    told = iter([(second,), (first, second), (first, second), (first, second)])
    locked = await store.run(lock_conversations_found, lambda: next(told))
    assert set(locked) == {first, second}
    assert next(told, None) is None
