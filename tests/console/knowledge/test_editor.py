"""Writing an article: what is saved, what is refused, and that no word is lost."""

import json

from tests.console.browser import Browser, Console, words_of
from tests.console.knowledge.articles import ARTICLES, begin, field_of, fill, publish, save, write


async def test_everything_that_was_written_is_there_again(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await begin(browser, "Cabin baggage")

    response = await save(
        browser,
        here,
        answer="One bag.\r\n\r\nUp to **8 kg**.",
        variants="  how many bags \r\n\r\nhand luggage?\r\nhow many bags",
        tags="baggage, fees",
        precision="99,5 %",
        sensitive="1",
    )

    assert response.headers["Location"] == f"{here}?said=saved"
    page = await browser.read(response.headers["Location"])
    assert "Saved as a draft" in words_of(page)
    assert field_of(page, "answer") == "One bag.\n\nUp to **8 kg**."
    assert field_of(page, "variants") == "how many bags\nhand luggage?"
    assert field_of(page, "tags") == "baggage, fees"
    assert field_of(page, "precision") == "99.5"
    assert 'name="sensitive" type="checkbox" value="1" checked' in page


async def test_a_precision_that_is_none_is_refused_at_its_field_and_the_words_stay(
    browser: Browser,
):
    await browser.log_in("knowledge@example.com")
    here = await begin(browser, "Cabin baggage")

    response = await save(browser, here, answer="My words", precision="nearly all")

    assert response.status == 422
    page = await response.text()
    assert 'aria-describedby="precision-error precision-hint"' in page
    assert field_of(page, "precision") == "nearly all"
    assert field_of(page, "answer") == "My words"
    assert "data-unsaved" in page
    assert field_of(await browser.read(here), "answer") == ""


async def test_script_in_an_answer_is_shown_as_words(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "<script>alert(1)</script>", answer="<script>alert(2)</script>")

    assert "<script>alert" not in await browser.read(here)


async def test_a_script_saves_in_place_and_is_told_the_next_revision(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await begin(browser, "Cabin baggage")
    fields = await fill(browser, here) | {"answer": "One bag.", "csrf": await browser.token()}

    response = await browser.post(f"{here}/save", fields, headers={"Accept": "application/json"})

    told = json.loads(await response.text())
    assert response.status == 200
    assert told["said"] == "saved"
    assert told["revision"] > int(fields["revision"])
    assert "Saved just now" in words_of(await browser.read(f"{here}/state"))


async def test_changes_in_different_places_are_both_kept(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage", answer="One.\n\nTwo.\n\nThree.")
    mine = await fill(browser, here)
    await save(browser, here, answer="One bag.\n\nTwo.\n\nThree.")

    response = await browser.act(f"{here}/save", **(mine | {"answer": "One.\n\nTwo.\n\nThree kg."}))

    assert response.headers["Location"] == f"{here}?said=merged"
    page = await browser.read(here)
    assert field_of(page, "answer") == "One bag.\n\nTwo.\n\nThree kg."


async def test_whoever_comes_second_sees_both_versions_and_saves_what_they_decide(
    browser: Browser,
):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage", answer="One bag of 8 kg.")
    mine = await fill(browser, here)
    await browser.log_in("supervisor@example.com")
    await save(browser, here, answer="One bag of 9 kg.", tags="fees")
    await browser.log_in("knowledge@example.com")

    response = await browser.act(f"{here}/save", **(mine | {"answer": "One bag of 10 kg."}))

    page = await response.text()
    assert response.status == 409
    assert "Supervisor Berg changed this article while you were writing" in words_of(page)
    assert "<del>9</del>" in page
    assert "<ins>10</ins>" in page
    assert "One bag of 10 kg." in field_of(page, "answer")
    assert "One bag of 9 kg." in field_of(page, "answer")
    assert field_of(page, "tags") == "fees"
    assert "you both changed it" in words_of(page)
    assert field_of(await browser.read(here), "answer") == "One bag of 9 kg."

    names = ("title", "variants", "tags", "precision", "revision", "base_version")
    decided = {name: field_of(page, name) for name in names} | {"answer": "One bag of 9.5 kg."}
    saved = await browser.act(f"{here}/save", **decided)

    assert saved.status == 303
    assert field_of(await browser.read(here), "answer") == "One bag of 9.5 kg."


async def test_a_form_that_no_page_of_ours_sent_is_told_to_load_again(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await begin(browser, "Cabin baggage")

    response = await browser.act(f"{here}/save", title="Mine", revision="nothing")

    assert response.status == 422
    assert "load the page again" in await response.text()


async def test_an_article_that_there_is_not_is_not_found(browser: Browser):
    await browser.log_in("knowledge@example.com")

    for path in ("", "/publish", "/retire", "/discard", "/versions", "/beside/de", "/state"):
        response = await browser.get(f"{ARTICLES}/articles/no-such/en{path}")
        assert response.status == 404, path


async def test_an_id_of_any_letters_has_an_address(browser: Browser, console: Console):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Größe / 手荷物?")

    await publish(browser, here)

    assert f'href="{here}"' in await browser.read(ARTICLES)
    assert (await browser.get(f"{here}/versions")).status == 200
