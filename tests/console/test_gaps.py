"""Knowledge managers see what nothing answers, and make articles of it."""

from dataclasses import replace

import pytest

from crm_store.gaps import list_known_gaps, record_gap
from crm_store.jobs import count_jobs
from crm_store.transaction import Transaction
from domain.conversations import Author, Direction
from domain.jobs import JobKind
from domain.knowledge_desk import GapState, QuestionSource
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over, reference_of, say
from tests.crm_store.test_gaps import DOGS

PAGE = "/console/gaps"
ONE = f"{PAGE}/dogs"
MESSAGE = QuestionSource.MESSAGE


@pytest.fixture
async def manager(browser: Browser, console: Console) -> Browser:
    """A knowledge manager, and a gap of two questions on record."""
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        conversation = begin(tx, 1, now=now, text="Can I bring my <dog>?")
        hand_over(tx, conversation, now=now)
        say(
            tx,
            conversation,
            "r-1",
            text="Hi Astrid, up to 8 kg & no more.",
            now=now,
            direction=Direction.OUT,
            author=Author.AGENT,
        )
        begin(tx, 2, now=now, text="are dogs allowed on board")
        asked = [(MESSAGE, "x-1"), (MESSAGE, "x-2")]
        record_gap(tx, replace(DOGS, size=2, found_at=now, channels={"api": 2}), asked)

    await console.services.store.run(record)
    await browser.log_in("knowledge@example.com")
    return browser


async def test_before_anything_was_looked_for_the_page_tells_how_to(browser: Browser):
    await browser.log_in("knowledge@example.com")
    words = words_of(await browser.read(PAGE))
    assert "Nothing was looked for yet" in words
    assert "Not looked yet" in words


async def test_the_list_tells_size_trend_words_and_examples(manager: Browser):
    page = await manager.read(PAGE)
    words = words_of(page)
    assert "2 questions" in words
    assert "Can I bring my dog?" in words
    assert "2 this week, 1 the week before" in words
    assert "are dogs allowed on board" in words
    assert "&lt;dog&gt;" in page
    assert "<dog>" not in page


async def test_a_gap_shows_where_it_was_asked_and_what_an_agent_replied(manager: Browser):
    page = await manager.read(ONE)
    assert f'href="/console/conversations/{reference_of(1)}"' in page
    assert "up to 8 kg &amp; no more" in page
    assert "No article comes near" in words_of(page)


async def test_a_click_makes_a_draft_and_goes_on_to_its_editor(manager: Browser):
    response = await manager.act(f"{ONE}/draft")
    assert response.status == 303
    here = response.headers["Location"]
    assert here.startswith("/console/knowledge/articles/can-i-bring-my-dog/en")
    editor = await manager.read(here.split("?")[0])
    assert "Are dogs allowed on board" in editor
    assert "Suggestion, from what an agent replied" in editor
    assert "up to 8 kg" in editor.lower()
    assert "Hi Astrid" not in editor
    words = words_of(await manager.read(f"{PAGE}?state=drafted"))
    assert "Being written" in words
    assert "Go on with its article" in words_of(await manager.read(ONE))


async def test_a_second_draft_of_one_gap_is_refused_in_words(manager: Browser):
    await manager.act(f"{ONE}/draft")
    page = await (await manager.act(f"{ONE}/draft")).text()
    assert "drafted from this gap already" in words_of(page)


async def test_an_article_that_is_none_is_told_beside_the_gap(manager: Browser):
    page = await (await manager.act(f"{ONE}/add", article="no-such-article")).text()
    assert 'role="alert"' in page


async def test_questions_are_added_to_an_article_by_its_id(manager: Browser):
    response = await manager.act("/console/knowledge/articles", title="Pets", locale="en")
    assert response.status == 303
    response = await manager.act(f"{ONE}/add", article="pets")
    assert response.headers["Location"].startswith("/console/knowledge/articles/pets/en")
    assert "Are dogs allowed on board" in await manager.read("/console/knowledge/articles/pets/en")


async def test_a_dismissed_gap_leaves_the_list_and_can_be_opened_again(manager: Browser):
    response = await manager.act(f"{ONE}/dismiss")
    assert response.headers["Location"].startswith(PAGE)
    assert 'href="/console/gaps/dogs"' not in await manager.read(PAGE)
    assert 'href="/console/gaps/dogs"' in await manager.read(f"{PAGE}?state=dismissed")
    await manager.act(f"{ONE}/reopen")
    assert 'href="/console/gaps/dogs"' in await manager.read(PAGE)


async def test_a_question_is_taken_out_and_the_gap_without_any_is_gone(
    manager: Browser, console: Console
):
    response = await manager.act(f"{ONE}/questions/message/x-1/remove")
    assert response.headers["Location"].startswith(ONE)
    (known,) = await console.services.store.read(list_known_gaps)
    assert known.questions == {(MESSAGE, "x-2")}
    response = await manager.act(f"{ONE}/questions/message/x-2/remove")
    assert response.headers["Location"].startswith(f"{PAGE}?")
    response = await manager.get(ONE)
    assert response.status == 404
    assert "gap is gone" in words_of(await response.text())


async def test_a_question_is_moved_to_the_gap_that_is_chosen(manager: Browser, console: Console):
    cats = replace(DOGS, id="cats", title="Cats?", state=GapState.OPEN)
    await console.services.store.run(record_gap, cats, [(MESSAGE, "x-9")])
    assert '<option value="cats">' in await manager.read(ONE)
    await manager.act(f"{ONE}/questions/message/x-2/move", to="cats")
    known = await console.services.store.read(list_known_gaps)
    assert (MESSAGE, "x-2") in known[0].questions
    page = await (await manager.act(f"{ONE}/questions/message/x-1/move", to="")).text()
    assert "choose the gap" in words_of(page).lower()
    page = await (await manager.act(f"{ONE}/questions/message/x-1/move", to="dogs")).text()
    assert "in this gap already; choose another one" in words_of(page)


async def test_look_again_has_gaps_looked_for_once(manager: Browser, console: Console):
    for _ in range(2):
        assert (await manager.act(f"{PAGE}/look-again")).status == 303
    counts = await console.services.store.read(count_jobs)
    assert counts[JobKind.GAPS, "ready"] == 1
    assert "Looking now" in words_of(await manager.read(PAGE))


@pytest.mark.parametrize("query", ["?page=99", "?page=x", "?state=nothing", "?page=-1"])
async def test_odd_addresses_show_a_page(manager: Browser, query: str):
    assert (await manager.get(f"{PAGE}{query}")).status == 200
    assert (await manager.get(f"{ONE}{query}")).status == 200


async def test_agents_see_no_gaps(browser: Browser):
    await browser.log_in("agent@example.com")
    assert (await browser.get(PAGE)).status == 403
