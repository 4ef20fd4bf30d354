"""What an article said before, compared and brought back."""

from crm_store.articles import find_article, record_article
from crm_store.transaction import Transaction
from tests.console.browser import Browser, Console, words_of
from tests.console.knowledge.articles import begin, field_of, publish, save, write


async def publish_three(browser: Browser) -> str:
    here = await write(browser, "Cabin baggage", answer="One bag of 7 kg.")
    await publish(browser, here)
    for weight in (8, 9):
        await save(browser, here, answer=f"One bag of {weight} kg.")
        await publish(browser, here)
    return here


async def test_the_last_two_versions_are_compared_unless_others_are_chosen(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await publish_three(browser)

    page = await browser.read(f"{here}/versions")
    assert "<del>8</del><ins>9</ins>" in page
    assert "Knowledge Berg" in words_of(page)
    assert 'name="older" value="2" aria-label="Older: version 2" checked' in page
    assert 'name="newer" value="3" aria-label="Newer: version 3" checked' in page
    assert "<del>7</del><ins>9</ins>" in await browser.read(f"{here}/versions?older=1&newer=3")
    assert "<del>7</del><ins>9</ins>" in await browser.read(f"{here}/versions?older=3&newer=1")
    assert "From version 2 to version 3" in words_of(
        await browser.read(f"{here}/versions?older=no&newer=77")
    )


async def test_a_draft_is_compared_with_what_is_published(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await publish_three(browser)
    await save(browser, here, answer="One bag of 10 kg.")

    page = await browser.read(f"{here}/versions")

    assert "From version 3 to the draft" in words_of(page)
    assert "<del>9</del><ins>10</ins>" in page


async def test_an_earlier_version_becomes_a_draft_to_be_published(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await publish_three(browser)

    response = await browser.act(f"{here}/versions/1/restore")

    assert response.headers["Location"] == f"{here}?said=restored"
    page = await browser.read(here)
    assert field_of(page, "answer") == "One bag of 7 kg."
    assert "Changes not published" in words_of(page)


async def test_very_many_versions_are_shown_a_page_at_a_time(browser: Browser, console: Console):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage")
    await publish(browser, here)
    article = await console.services.store.read(find_article, "cabin-baggage", "en")
    assert article is not None

    def publish_often(tx: Transaction) -> None:
        for _ in range(50):
            record_article(tx, article, author="Import", now=console.clock.now())

    await console.services.store.run(publish_often)

    page = await browser.read(f"{here}/versions")
    assert page.count("<b>Version ") == 50
    assert f'href="{here}/versions?before=2" rel="next"' in page
    assert "Knowledge Berg" in words_of(await browser.read(f"{here}/versions?before=2"))


async def test_restoring_over_a_draft_is_refused_in_words(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await publish_three(browser)
    await save(browser, here, answer="Half written")

    response = await browser.act(f"{here}/versions/1/restore")

    assert response.status == 409
    assert field_of(await browser.read(here), "answer") == "Half written"


async def test_what_was_never_published_has_no_version(browser: Browser):
    await browser.log_in("knowledge@example.com")

    words = words_of(await browser.read(f"{await begin(browser, 'Cabin baggage')}/versions"))

    assert "No version yet" in words
