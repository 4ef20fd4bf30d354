"""Who opens a link of a letter sees their vote marked; only the button counts it."""

import re
from datetime import timedelta

from console.services import Services
from crm_store.ballots import get_ballot, list_votes
from crm_store.interactions import list_interactions
from domain.satisfaction import Survey
from tests.console.browser import Browser
from tests.console.votes.ballot_record import BALLOT, find_value, link, put_ballot
from tests.fakes import FakeClock


def marked(text: str) -> list[str]:
    return re.findall(r'value="(\d)" required checked', text)


async def test_opening_a_link_shows_its_vote_marked_and_counts_nothing(
    browser: Browser, console_services: Services
):
    ballot = await put_ballot(console_services)
    path = link(console_services, ballot, 4)
    response = await browser.client.get(path)
    text = await response.text()
    assert response.status == 200
    assert marked(text) == ["4"]
    assert text.count('type="radio"') == 5
    assert (await browser.client.head(path)).status == 200
    assert await find_value(console_services) is None


async def test_the_page_needs_no_log_in_and_gives_nothing_away(
    browser: Browser, console_services: Services
):
    ballot = await put_ballot(console_services)
    response = await browser.client.get(link(console_services, ballot, 4))
    text = await response.text()
    assert "Astrid" not in text
    assert "<script" not in text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["Referrer-Policy"] == "same-origin"


async def test_sending_the_form_counts_the_vote_and_another_one_changes_it(
    browser: Browser, console_services: Services
):
    ballot = await put_ballot(console_services)
    path = link(console_services, ballot, 4)
    response = await browser.client.post(path, data={"value": "2", "comment": "nobody called"})
    text = await response.text()
    assert response.url.query_string == "counted"
    assert "Thank you for telling us" in text
    assert "We are sorry to hear that." in text
    assert marked(text) == ["2"]
    assert "nobody called" in text
    await browser.client.post(path, data={"value": "5", "comment": "nobody called"})
    kept = await console_services.store.read(get_ballot, BALLOT)
    assert (kept.value, kept.changes, kept.comment) == (5, 1, "nobody called")
    votes = await console_services.store.read(list_votes, BALLOT)
    assert [(each.value, each.via) for each in votes] == [(2, "link"), (5, "link")]
    said = await console_services.store.read(list_interactions, "v-1")
    assert said[1].text == (
        "The customer voted 2 of 5 for satisfaction, and wrote: “nobody called”"
    )


async def test_the_same_vote_sent_twice_is_one(browser: Browser, console_services: Services):
    ballot = await put_ballot(console_services)
    for _ in range(2):
        await browser.client.post(link(console_services, ballot, 4), data={"value": "4"})
    assert len(await console_services.store.read(list_votes, BALLOT)) == 1


async def test_a_link_that_was_tampered_with_leads_nowhere(
    browser: Browser, console_services: Services
):
    ballot = await put_ballot(console_services)
    good = link(console_services, ballot, 4)
    for bad in (good.replace(".4.", ".5."), good[:-1], "/v/x", f"/v/{'a' * 5000}"):
        for ask in (browser.client.get, browser.client.post):
            response = await ask(bad, data={"value": "5"})
            assert response.status == 404, bad[:60]
            assert "This link leads nowhere" in await response.text()
    german = await browser.client.get("/v/x", headers={"Accept-Language": "de"})
    assert "Dieser Link führt nirgendwohin" in await german.text()
    assert await find_value(console_services) is None


async def test_a_question_that_closed_takes_no_vote_any_more(
    browser: Browser, console_services: Services
):
    ballot = await put_ballot(console_services)
    path = link(console_services, ballot, 4)
    clock = console_services.clock
    assert isinstance(clock, FakeClock)
    clock.advance(timedelta(days=7))
    for response in (
        await browser.client.get(path),
        await browser.client.post(path, data={"value": "5"}),
    ):
        assert response.status == 410
        assert "This question is closed" in await response.text()
    assert await find_value(console_services) is None


async def test_what_is_no_vote_is_told_so(browser: Browser, console_services: Services):
    ballot = await put_ballot(console_services)
    for value in ("", "0", "6", "9", "x", "4.5"):
        response = await browser.client.post(
            link(console_services, ballot, 4), data={"value": value}
        )
        assert response.status == 422, value
        assert "Choose one of the answers" in await response.text()
    assert await find_value(console_services) is None


async def test_another_sites_page_cannot_send_the_form(
    browser: Browser, console_services: Services
):
    ballot = await put_ballot(console_services)
    response = await browser.client.post(
        link(console_services, ballot, 4),
        data={"value": "1"},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert response.status == 403
    assert await find_value(console_services) is None


async def test_whoever_changes_their_mind_without_end_is_stopped(
    browser: Browser, console_services: Services
):
    ballot = await put_ballot(console_services)
    path = link(console_services, ballot, 4)
    statuses = [
        (await browser.client.post(path, data={"value": str(1 + n % 2)})).status for n in range(51)
    ]
    assert statuses[-2:] == [200, 429]
    assert len(await console_services.store.read(list_votes, BALLOT)) == 50


async def test_ease_has_seven_answers(browser: Browser, console_services: Services):
    ballot = await put_ballot(console_services, survey=Survey.CES)
    text = await (await browser.client.get(link(console_services, ballot, 7))).text()
    assert text.count('type="radio"') == 7
    assert "How easy did we make it for you?" in text


async def test_a_comment_is_shown_as_it_was_written(browser: Browser, console_services: Services):
    ballot = await put_ballot(console_services)
    hostile = "</textarea><script>alert(1)</script>"
    response = await browser.client.post(
        link(console_services, ballot, 4), data={"value": "4", "comment": hostile}
    )
    assert "<script" not in await response.text()
