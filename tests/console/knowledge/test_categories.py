"""The shelves of the help centre are added, named, put in order, and deleted once empty."""

from dataclasses import replace

import pytest

from console.services import Services
from crm_store.categories import list_categories
from tests.console.browser import Browser, Console, words_of
from tests.console.knowledge.articles import ARTICLES, publish, write

CATEGORIES = f"{ARTICLES}/categories"


@pytest.fixture
async def console_services(console_services: Services) -> Services:
    return replace(console_services, languages=("en", "de"))


async def add(browser: Browser, name: str, **more: str) -> None:
    response = await browser.act(CATEGORIES, **{"title-en": name, **more})
    assert response.status == 303, await response.text()


async def test_a_category_is_named_in_each_language_and_renamed(browser: Browser, console: Console):
    await browser.log_in("knowledge@example.com")
    await add(browser, "Baggage", **{"words-en": "What to bring."})
    assert "no name in German" in words_of(await browser.read(CATEGORIES))

    response = await browser.act(
        f"{CATEGORIES}/baggage", **{"title-en": "Bags", "title-de": "Gepäck"}
    )

    assert response.headers["Location"] == f"{CATEGORIES}?said=category-changed"
    (category,) = await console.services.store.read(list_categories)
    assert category.titles == {"en": "Bags", "de": "Gepäck"}
    assert category.id == "baggage"


async def test_a_category_without_a_name_is_refused_and_its_words_stay(browser: Browser):
    await browser.log_in("knowledge@example.com")

    response = await browser.act(CATEGORIES, **{"title-en": " ", "words-en": "What to bring."})

    page = await response.text()
    assert response.status == 422
    assert "Give it a name in at least one language" in words_of(page)
    assert 'value="What to bring."' in page


async def test_categories_are_moved_up_and_down(browser: Browser, console: Console):
    await browser.log_in("knowledge@example.com")
    for name in ("Baggage", "Booking", "Pets"):
        await add(browser, name)

    await browser.act(f"{CATEGORIES}/pets/move", to="up")
    await browser.act(f"{CATEGORIES}/baggage/move", to="down")
    await browser.act(f"{CATEGORIES}/booking/move", to="down")
    await browser.act(f"{CATEGORIES}/baggage/move", to="down")

    ordered = [each.id for each in await console.services.store.read(list_categories)]
    assert ordered == ["pets", "booking", "baggage"]


async def test_categories_stand_one_within_another_and_no_deeper(browser: Browser):
    await browser.log_in("knowledge@example.com")
    await add(browser, "Baggage")
    await add(browser, "Lost baggage", parent="baggage")
    await add(browser, "Pets")

    deeper = await browser.act(CATEGORIES, **{"title-en": "Found", "parent": "lost-baggage"})
    moved = await browser.act(f"{CATEGORIES}/baggage", **{"title-en": "Bags", "parent": "pets"})

    assert deeper.status == 422
    assert moved.status == 422
    assert "it holds categories itself" in (await moved.text()).lower()


async def test_a_category_in_use_is_not_deleted(browser: Browser, console: Console):
    await browser.log_in("knowledge@example.com")
    await add(browser, "Baggage")
    here = await write(browser, "Cabin baggage", category="baggage")
    await publish(browser, here)
    assert "1 published article" in words_of(await browser.read(CATEGORIES))

    refused = await browser.act(f"{CATEGORIES}/baggage/delete")

    assert refused.status == 409
    assert "1 article is still in this category" in words_of(await refused.text())
    assert await console.services.store.read(list_categories)


async def test_an_empty_category_is_deleted(browser: Browser, console: Console):
    await browser.log_in("knowledge@example.com")
    await add(browser, "Baggage")

    await browser.act(f"{CATEGORIES}/baggage/delete")

    assert await console.services.store.read(list_categories) == ()
