"""An article in two languages, side by side, and what is said of the one that is behind."""

from dataclasses import replace
from datetime import timedelta

import pytest

from console.services import Services
from crm_store.articles import record_article
from domain.knowledge import Article
from tests.console.browser import Browser, Console, words_of
from tests.console.knowledge.articles import ARTICLES, fill, publish, save, write

GERMAN = f"{ARTICLES}/articles/cabin-baggage/de"


@pytest.fixture
async def console_services(console_services: Services) -> Services:
    return replace(console_services, languages=("en", "de"))


async def translate(browser: Browser) -> str:
    """Publish an article in English and German, and return the English one's address."""
    here = await write(browser, "Cabin baggage", answer="One bag of 8 kg.")
    await publish(browser, here)
    await browser.act(f"{GERMAN}/begin")
    await save(browser, GERMAN, title="Handgepäck", answer="Ein Stück bis 8 kg.")
    await publish(browser, GERMAN)
    return here


async def test_a_translation_begins_beside_the_original_with_its_words(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage", answer="One bag of 8 kg.")
    await publish(browser, here)
    assert f'action="{GERMAN}/begin"' in await browser.read(here)

    response = await browser.act(f"{GERMAN}/begin")

    assert response.headers["Location"] == f"{GERMAN}/beside/en?said=translation"
    page = await browser.read(f"{GERMAN}/beside/en")
    assert page.count("One bag of 8 kg.") == 2
    assert 'name="up_to_date" type="checkbox" value="1" checked' in page


async def test_a_translation_that_is_behind_shows_what_changed(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await translate(browser)
    await save(browser, here, answer="One bag of 10 kg.")
    await publish(browser, here)

    assert "This translation is behind" in words_of(await browser.read(GERMAN))
    assert "Translation behind" in words_of(await browser.read(f"{ARTICLES}?attention=behind"))
    page = await browser.read(f"{GERMAN}/beside/en")
    assert "What changed since version 1" in words_of(page)
    assert "<del>8</del><ins>10</ins>" in page


async def test_saying_that_it_is_up_to_date_makes_it_so(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await translate(browser)
    await save(browser, here, answer="One bag of 10 kg.")
    await publish(browser, here)
    fields = await fill(browser, f"{GERMAN}/beside/en")

    response = await browser.act(f"{GERMAN}/save?beside=en", **(fields | {"up_to_date": "1"}))

    assert response.headers["Location"] == f"{GERMAN}/beside/en?said=saved"
    await publish(browser, GERMAN)
    assert "is behind" not in words_of(await browser.read(GERMAN))


async def test_errors_of_a_translation_keep_the_original_beside_it(browser: Browser):
    await browser.log_in("knowledge@example.com")
    await translate(browser)
    fields = await fill(browser, GERMAN)

    response = await browser.act(f"{GERMAN}/save?beside=en", **(fields | {"precision": "x"}))

    page = await response.text()
    assert response.status == 422
    assert "One bag of 8 kg." in page
    assert "Ein Stück bis 8 kg." in page


async def test_an_article_does_not_stand_beside_itself(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await translate(browser)

    assert (await browser.get(f"{here}/beside/en")).status == 404
    assert (await browser.get(f"{here}/beside/de")).status == 200


async def test_what_changed_is_shown_though_nobody_said_which_version_was_followed(
    browser: Browser, console: Console
):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage", answer="One bag of 8 kg.")
    await publish(browser, here)
    imported = Article(
        id="cabin-baggage", locale="de", title="Gepäck", variants=("wie viel",), answer="8 kg."
    )
    now = console.clock.now()
    await console.services.store.run(record_article, imported, author="Import", now=now)
    console.clock.advance(timedelta(hours=1))
    await save(browser, here, answer="One bag of 10 kg.")
    await publish(browser, here)

    page = await browser.read(f"{GERMAN}/beside/en")

    assert "What changed since version 1" in words_of(page)
    assert "<del>8</del><ins>10</ins>" in page
