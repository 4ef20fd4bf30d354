"""The shelves of the help centre stand in order, and none is thrown away with articles on it."""

from dataclasses import replace

import pytest

from crm_store.articles import record_article
from crm_store.categories import delete_category, list_categories, record_category
from crm_store.store import Store
from domain.errors import ConflictError, InvalidInputError
from domain.knowledge import Article
from domain.knowledge_desk import Category
from tests.fakes import MONDAY_MORNING as NOW

BAGGAGE = Category(id="baggage", position=2, titles={"en": "Baggage", "de": "Gepäck"})
BOOKING = Category(id="booking", position=1, titles={"en": "Booking"})


async def test_categories_are_listed_in_their_order(store: Store):
    for category in (BAGGAGE, BOOKING):
        await store.run(record_category, category)
    assert await store.read(list_categories) == (BOOKING, BAGGAGE)
    await store.run(record_category, replace(BAGGAGE, position=0))
    assert [each.id for each in await store.read(list_categories)] == ["baggage", "booking"]
    assert BAGGAGE.name("de") == "Gepäck"


async def test_a_category_stands_neither_in_itself_nor_in_nothing(store: Store):
    await store.run(record_category, BAGGAGE)
    await store.run(record_category, replace(BOOKING, parent="baggage"))
    with pytest.raises(InvalidInputError, match="would stand in itself"):
        await store.run(record_category, replace(BAGGAGE, parent="booking"))
    with pytest.raises(InvalidInputError, match="no category"):
        await store.run(record_category, replace(BAGGAGE, parent="nowhere"))
    with pytest.raises(InvalidInputError, match="a name"):
        await store.run(record_category, replace(BAGGAGE, titles={"en": " "}))


async def test_a_category_with_something_in_it_is_not_deleted(store: Store):
    await store.run(record_category, BAGGAGE)
    await store.run(record_category, replace(BOOKING, parent="baggage"))
    article = Article(
        id="a", locale="en", title="Bags?", variants=(), answer="One.", category="baggage"
    )
    await store.run(record_article, article, author="Ann", now=NOW)
    with pytest.raises(ConflictError, match="1 article and 1 category are still in this category"):
        await store.run(delete_category, "baggage")
    await store.run(delete_category, "booking")
    await store.run(record_article, replace(article, category=None), author="Ann", now=NOW)
    await store.run(delete_category, "baggage")
    assert await store.read(list_categories) == ()
