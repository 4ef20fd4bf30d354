"""From a draft to the public and away from it: reviewed, published, scheduled, retired."""

from dataclasses import replace
from datetime import timedelta

from bot.articles import import_articles
from crm_store.articles import find_article
from tests.bot.knowledge_desk.stories import run_due
from tests.console.browser import Browser, Console, words_of
from tests.console.knowledge.articles import (
    ARTICLES,
    begin,
    field_of,
    publish,
    read_revision,
    save,
    write,
)


async def test_publishing_shows_what_changes_and_then_does_it(browser: Browser, console: Console):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage", answer="One bag of 8 kg.")
    await publish(browser, here)

    response = await save(browser, here, answer="One bag of 9 kg.", then="publish")

    assert response.headers["Location"] == f"{here}/publish"
    page = await browser.read(f"{here}/publish")
    assert "<del>8</del><ins>9</ins>" in page
    assert 'hx-post="/console/try/conflicts"' in page
    await publish(browser, here)
    article = await console.services.store.read(find_article, "cabin-baggage", "en")
    assert article is not None
    assert article.answer == "One bag of 9 kg."
    assert "Published, version 2" in words_of(await browser.read(here))


async def test_what_lacks_an_answer_is_not_published(browser: Browser, console: Console):
    await browser.log_in("knowledge@example.com")
    here = await begin(browser, "Cabin baggage")

    response = await browser.act(f"{here}/publish", revision=await read_revision(browser, here))

    assert response.status == 422
    assert "It cannot be published as it is" in words_of(await response.text())
    assert await console.services.store.read(find_article, "cabin-baggage", "en") is None


async def test_a_review_is_asked_for_and_sent_back_with_a_note(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage")

    assert (await save(browser, here, then="submit")).headers["Location"].endswith("submitted")
    page = await browser.read(here)
    assert "Waiting for a review" in words_of(page)
    refused = await browser.act(f"{here}/send-back", note=" ")
    assert refused.status == 422
    assert 'aria-describedby="note-error"' in await refused.text()
    await browser.act(f"{here}/send-back", note="Say what it costs.")
    words = words_of(await browser.read(here))
    assert "Sent back by Knowledge Berg: Say what it costs." in words
    assert "Waiting for a review" not in words


async def test_publishing_is_scheduled_in_the_companys_time_and_taken_back(
    browser: Browser, console: Console
):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage")
    tomorrow = console.clock.now() + timedelta(days=1)

    response = await browser.act(f"{here}/schedule", at=f"{tomorrow:%Y-%m-%dT%H:%M}")

    assert response.headers["Location"].endswith("said=scheduled")
    assert f"{tomorrow:%H:%M} UTC" in words_of(await browser.read(here))
    await browser.act(f"{here}/unschedule")
    assert "Goes out by itself" not in words_of(await browser.read(here))


async def test_who_wrote_what_was_not_published_at_its_time_reads_why(
    browser: Browser, console: Console
):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage")
    await publish(browser, here)
    await save(browser, here, answer="One bag of 9 kg.")
    soon = console.clock.now() + timedelta(minutes=5)
    await browser.act(f"{here}/schedule", at=f"{soon:%Y-%m-%dT%H:%M}")
    store = console.services.store
    published = await store.read(find_article, "cabin-baggage", "en")
    assert published is not None
    newer = replace(published, answer="No bag at all.")
    await store.run(import_articles, [newer], author="command line", now=console.clock.now())

    console.clock.advance(timedelta(minutes=5))
    await run_due(console.services.tools)

    words = words_of(await browser.read(here))
    assert "Not published as scheduled: command line published a newer version" in words
    assert "ent back" not in words
    assert "Goes out by itself" not in words


async def test_a_time_that_is_past_or_none_is_refused_at_its_field(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage")

    for words in ("2001-01-01T10:00", "soon", ""):
        response = await browser.act(f"{here}/schedule", at=words)
        assert response.status == 422
        assert 'aria-describedby="at-error"' in await response.text()


async def test_a_discarded_draft_leaves_what_is_published(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage", answer="The rule is here.")
    await publish(browser, here)
    await save(browser, here, answer="The rule is gone.")
    assert "<del>here</del><ins>gone</ins>" in await browser.read(f"{here}/discard")

    response = await browser.act(f"{here}/discard")

    assert response.headers["Location"] == f"{here}?said=discarded"
    assert field_of(await browser.read(here), "answer") == "The rule is here."


async def test_a_draft_that_was_all_there_is_goes_altogether(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await begin(browser, "Cabin baggage")

    response = await browser.act(f"{here}/discard")

    assert response.headers["Location"].startswith(ARTICLES + "?")
    assert (await browser.get(here)).status == 404


async def test_whoever_retires_an_article_sees_who_links_to_it(browser: Browser):
    await browser.log_in("knowledge@example.com")
    old, other = await write(browser, "Cabin baggage"), "See [bags](article:cabin-baggage)."
    await publish(browser, old)
    await publish(browser, await write(browser, "All about fees", answer=other))

    assert "links to article:" not in await browser.read(f"{ARTICLES}/articles/all-about-fees/en")
    assert "All about fees" in words_of(await browser.read(f"{old}/retire"))
    refused = await browser.act(f"{old}/retire", when="now", redirect_to="all-about-fees")
    assert refused.status == 409
    assert 'value="all-about-fees"' in await refused.text()
    done = await browser.act(f"{old}/retire", when="now", redirect_to="all-about-fees", anyway="1")
    assert done.headers["Location"].endswith("said=retired")
    words = words_of(await browser.read(old))
    assert "This article is retired" in words
    assert "all-about-fees" in words


async def test_a_circle_of_redirects_is_refused_at_its_field(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage")
    await publish(browser, here)

    response = await browser.act(f"{here}/retire", when="now", redirect_to="cabin-baggage")

    assert response.status == 422
    assert 'aria-describedby="redirect_to-error"' in await response.text()


async def test_a_replacement_is_found_without_a_script(browser: Browser):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage")
    await publish(browser, here)
    await publish(browser, await write(browser, "Baggage fees"))

    page = await browser.read(f"{here}/retire?q=baggage")

    assert f'href="{here}/retire?redirect_to=baggage-fees"' in page
    assert 'value="baggage-fees"' in await browser.read(f"{here}/retire?redirect_to=baggage-fees")


async def test_a_retirement_is_planned_taken_back_and_a_retired_article_revived(
    browser: Browser, console: Console
):
    await browser.log_in("knowledge@example.com")
    here = await write(browser, "Cabin baggage")
    await publish(browser, here)
    tomorrow = f"{console.clock.now() + timedelta(days=1):%Y-%m-%dT%H:%M}"

    await browser.act(f"{here}/retire", when="later", at=tomorrow)
    assert "Retires" in words_of(await browser.read(here))
    assert f'value="{tomorrow}"' in await browser.read(f"{here}/retire")
    await browser.act(f"{here}/retire", when="never")
    assert "Retires" not in words_of(await browser.read(here))
    await browser.act(f"{here}/retire", when="now")
    await browser.act(f"{here}/revive")
    assert "Published, version 3" in words_of(await browser.read(here))
