"""Of each article it is told how often it was of use: answers, reads, and what readers said."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.sql.schema import Table

from crm_store.article_use import ArticleUse, list_use
from crm_store.schema import answer_days, article_ratings, article_reads
from crm_store.store import Store
from crm_store.transaction import Transaction
from tests.fakes import MONDAY_MORNING as NOW

TODAY = NOW.date()
BAGS = {"article_id": "bags", "locale": "en"}
LAST_MONTH = NOW - timedelta(days=30)


async def put(store: Store, table: Table, *rows: dict[str, Any]) -> None:
    def insert(tx: Transaction) -> None:
        tx.execute(table.insert(), list(rows))

    await store.run(insert)


def answers(day: date, use: str, number: int, channel: str = "sms") -> dict[str, Any]:
    return {**BAGS, "day": day, "channel": channel, "use": use, "number": number}


async def test_answers_are_those_sent_at_once_and_those_chosen_on_all_channels(store: Store):
    await put(
        store,
        answer_days,
        answers(TODAY, "sent", 3),
        answers(TODAY, "sent", 4, channel="email"),
        answers(TODAY - timedelta(days=30), "chosen", 1),
        answers(TODAY, "offered", 20),
        answers(TODAY - timedelta(days=31), "sent", 50),
    )
    assert await store.read(list_use, LAST_MONTH) == {("bags", "en"): ArticleUse(answers=8)}


async def test_readers_and_what_they_said_are_counted_by_language(store: Store):
    reads = [
        {**BAGS, "day": TODAY, "reads": 5},
        {**BAGS, "day": TODAY - timedelta(days=1), "reads": 2},
        {**BAGS, "locale": "de", "day": TODAY, "reads": 1},
    ]
    said = [
        {**BAGS, "visitor": f"v{number}", "version": 1, "helpful": number < 2, "at": NOW}
        for number in range(5)
    ]
    await put(store, article_reads, *reads)
    await put(store, article_ratings, *said)
    assert await store.read(list_use, LAST_MONTH) == {
        ("bags", "en"): ArticleUse(reads=7, helpful=2, not_helpful=3),
        ("bags", "de"): ArticleUse(reads=1),
    }


async def test_only_the_articles_of_a_page_are_looked_up_where_they_are_named(store: Store):
    rows = [{"article_id": name, "locale": "en", "day": TODAY, "reads": 1} for name in "abc"]
    await put(store, article_reads, *rows)
    found = await store.read(list_use, LAST_MONTH, article_ids=["a", "c", "never read"])
    assert set(found) == {("a", "en"), ("c", "en")}
