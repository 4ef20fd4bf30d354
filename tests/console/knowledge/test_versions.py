"""What an article said before, compared and brought back."""

from tests.console.browser import Browser, words_of
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
