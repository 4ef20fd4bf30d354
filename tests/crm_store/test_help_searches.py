"""What readers search for is kept, as far as it is worth keeping."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from crm_store.help_searches import (
    LONGEST_TEXT,
    forget_help_searches,
    record_help_search,
    record_opened,
)
from crm_store.schema import help_searches
from crm_store.store import Store
from crm_store.transaction import Transaction
from tests.fakes import MONDAY_MORNING as NOW


def list_all(tx: Transaction) -> list[Any]:
    return list(tx.execute(select(help_searches).order_by(help_searches.c.id)))


def search(tx: Transaction, search_id: str, text: str, now: datetime = NOW) -> None:
    record_help_search(tx, search_id=search_id, text=text, locale="en", found=3, now=now)


async def test_a_search_and_the_article_that_was_chosen_first_are_kept(store: Store):
    await store.run(search, "s1", "refund")
    assert await store.run(record_opened, "s1", "refunds")
    assert not await store.run(record_opened, "s1", "bags")
    assert not await store.run(record_opened, "no such search", "bags")
    (row,) = await store.read(list_all)
    assert (row.text, row.locale, row.found, row.opened) == ("refund", "en", 3, "refunds")
    assert row.at == NOW


async def test_whatever_was_typed_is_kept_within_bounds(store: Store):
    for number, text in enumerate(("\0 \ud800\n", "🧳", "refund " * 20_000)):
        await store.run(search, f"s{number}", text)
    texts = [row.text for row in await store.read(list_all)]
    assert texts[:2] == ["?", "🧳"]
    assert len(texts[2]) <= LONGEST_TEXT


async def test_searches_of_long_ago_are_forgotten_some_at_a_time(store: Store):
    for number in range(3):
        await store.run(search, f"s{number}", "x", NOW - timedelta(days=number))
    assert await store.run(forget_help_searches, before=NOW - timedelta(hours=1)) == 2
    assert await store.run(forget_help_searches, before=NOW - timedelta(hours=1)) == 0
    assert [row.id for row in await store.read(list_all)] == ["s0"]
