"""Searching, and what stands on record of it."""

import re
from datetime import timedelta
from html import unescape

from sqlalchemy import select

from console.help_centre.limits import KEPT_SEARCHES_PER_HOUR
from crm_store.schema import help_searches
from crm_store.transaction import Transaction
from tests.console.browser import words_of
from tests.console.help_centre.conftest import Reader


async def test_what_is_found_is_marked_and_leads_to_the_article(reader: Reader):
    page = await reader.ask("/help/en/search?q=late+bag", 200)

    assert "<mark>late</mark>" in page
    found = re.search(r'href="(/help/en/articles/late\?[^"]+)"', page)
    assert found is not None
    article = await reader.ask(unescape(found[1]), 200)
    assert 'rel="canonical" href="http://127.0.0.1:8080/help/en/articles/late"' in article
    assert "article=late&amp;q=late+bag" in article


async def test_what_was_searched_and_chosen_is_on_record_without_who(reader: Reader):
    page = await reader.ask("/help/en/search?q=late+bag", 200)
    found = re.search(r'href="(/help/en/articles/late\?[^"]+)"', page)
    assert found is not None
    await reader.ask(unescape(found[1]), 200)
    await reader.client.head("/help/en/search?q=looked+at+by+a+robot")

    def read(tx: Transaction) -> list[tuple[str, str | None]]:
        return [(row.text, row.opened) for row in tx.execute(select(help_searches))]

    assert await reader.desk.store.read(read) == [("late bag", "late")]
    assert {column.name for column in help_searches.c} == {
        "id",
        "locale",
        "text",
        "found",
        "opened",
        "at",
    }  # fmt: skip - a list of names


async def test_nothing_found_says_so_and_offers_what_there_is(reader: Reader):
    page = await reader.ask("/help/en/search?q=%22%3Cscript%3Exyzzy", 200)

    assert "We found nothing for" in page
    assert "<script>xyzzy" not in page
    assert "Baggage" in words_of(page)
    assert 'href="/help/en/contact?q=%22%3Cscript%3Exyzzy"' in page


async def test_an_empty_or_endless_search_is_answered(reader: Reader):
    assert "Type a question" in await reader.ask("/help/en/search", 200)
    assert "Type a question" in await reader.ask("/help/en/search?q=%20%00", 200)
    await reader.ask(f"/help/en/search?q={'bag+' * 1_000}", 200)


async def test_results_are_kept_by_nobody_on_the_way(reader: Reader):
    response = await reader.get("/help/en/search?q=bag")

    assert response.headers["Cache-Control"] == "private, no-store"
    assert 'name="robots" content="noindex"' in await response.text()


async def test_an_article_in_another_language_says_which(reader: Reader):
    page = await reader.ask("/help/de/search?q=wifi", 200)

    assert 'href="/help/en/articles/wifi?' in page
    assert "Auf English" in page


async def test_one_network_cannot_keep_the_search_busy(reader: Reader):
    statuses = [(await reader.get("/help/en/search?q=bag")).status for _ in range(121)]

    assert statuses == [200] * 120 + [429]


async def test_one_network_cannot_fill_the_record_of_what_readers_miss(reader: Reader):
    for number in range(KEPT_SEARCHES_PER_HOUR + 20):
        reader.desk.clock.advance(timedelta(seconds=0.5))
        await reader.ask(f"/help/en/search?q=bag{number}", 200)

    def count(tx: Transaction) -> int:
        return len(tx.execute(select(help_searches.c.id)).all())

    # A few more than at once, as time goes by.
    kept = await reader.desk.store.read(count)
    assert KEPT_SEARCHES_PER_HOUR <= kept < KEPT_SEARCHES_PER_HOUR + 15
