"""The bell and the page behind it: what a member of staff was told, and what of it is new."""

import re

from console.api.authentication import digest_token
from crm_store.alerts import record_alert
from crm_store.conversations import change_conversation
from crm_store.staff import record_api_token
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS, address_queue, address_staff
from domain.staff import ApiToken, Role
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over, minutes, reference_of
from tests.console.test_events import watching

AUDIENCES = (SUPERVISORS, address_queue("baggage"), address_staff("s-agent"))


async def tell(console: Console, *audiences: str, text: str = "First response due 14:30") -> None:
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        hand_over(tx, begin(tx, 1, now=now), now=now)
        tell_again(tx, console, *audiences, text=text)

    await console.services.store.run(record)


def tell_again(
    tx: Transaction, console: Console, *audiences: str, text: str = "First response due 14:30"
) -> None:
    for audience in audiences:
        record_alert(
            tx,
            alert_id=console.services.ids.new(),
            audience=audience,
            conversation_id="v-1",
            text=text,
            now=console.clock.now() - minutes(5),
        )


def bell_of(page: str) -> str:
    found = re.search(r'id="bell-link".*?</a>', page, re.DOTALL)
    assert found is not None
    return words_of(f"<a {found[0]}")


async def test_the_bell_counts_what_is_new_on_every_page(browser: Browser, console: Console):
    await tell(console, *AUDIENCES)
    await browser.log_in("agent@example.com")
    assert bell_of(await browser.read("/console/")) == "Alerts: 2 unread"
    assert bell_of(await browser.read(f"/console/conversations/{reference_of(1)}")) == (
        "Alerts: 2 unread"
    )
    assert bell_of(await browser.read("/console/alerts/bell")) == "Alerts: 2 unread"


async def test_the_page_lists_each_with_its_conversation_for_those_it_is_for(
    browser: Browser, console: Console
):
    await tell(console, *AUDIENCES)
    await browser.log_in("agent@example.com")
    page = await browser.read("/console/alerts")
    words = words_of(page)
    assert page.count(f'href="/console/conversations/{reference_of(1)}"') == 2
    assert f"{reference_of(1)} First response due 14:30" in words
    assert "For you 5 min ago" in words
    assert "For Baggage 5 min ago" in words
    assert "For supervisors" not in words
    await browser.log_in("supervisor@example.com")
    assert "For supervisors" in words_of(await browser.read("/console/alerts"))


async def test_all_that_the_page_showed_is_marked_as_read_and_nothing_that_came_since(
    browser: Browser, console: Console
):
    await tell(console, *AUDIENCES)
    await browser.log_in("agent@example.com")
    page = await browser.read("/console/alerts")
    found = re.search(r'name="up_to" value="(\d+)"', page)
    assert found is not None
    await console.services.store.run(tell_again, console, SUPERVISORS, address_staff("s-agent"))
    response = await browser.act("/console/alerts/read", up_to=found[1])
    assert (response.status, response.headers["Location"]) == (303, "/console/alerts")
    page = await browser.read("/console/alerts")
    assert bell_of(page) == "Alerts: 1 unread"
    assert page.count("(unread)") == 1


async def test_who_has_read_everything_is_offered_nothing_to_mark(
    browser: Browser, console: Console
):
    await tell(console, address_staff("s-agent"))
    await browser.log_in("agent@example.com")
    await browser.act("/console/alerts/read", up_to="999999")
    page = await browser.read("/console/alerts")
    assert bell_of(page) == "Alerts"
    assert "Mark all as read" not in words_of(page)


async def test_a_position_that_is_none_is_refused_in_words(browser: Browser, console: Console):
    await browser.log_in("agent@example.com")
    for up_to in ("", "-1", "x", "9" * 30):
        response = await browser.act("/console/alerts/read", up_to=up_to)
        assert response.status == 422


async def test_nobody_was_told_anything_yet(browser: Browser):
    await browser.log_in("agent@example.com")
    assert "No alerts" in words_of(await browser.read("/console/alerts"))


async def test_earlier_alerts_are_a_page_further(browser: Browser, console: Console):
    await tell(console, *(address_staff("s-agent") for _ in range(51)))
    await browser.log_in("agent@example.com")
    page = await browser.read("/console/alerts")
    assert page.count('class="alert unread"') == 50
    found = re.search(r'href="(/console/alerts\?before=\d+)"', page)
    assert found is not None
    assert (await browser.read(found[1])).count('class="alert unread"') == 1


async def test_open_pages_hear_of_an_alert_at_once(browser: Browser, console: Console):
    await browser.log_in("agent@example.com")
    async with watching(browser) as stream:
        await tell(console, address_queue("baggage"))
        heard = {await stream.next(), await stream.next()}
        assert ("alerts", "changed") in heard


async def test_a_widened_conversation_says_so_on_its_row_and_page(
    browser: Browser, console: Console
):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        conversation = hand_over(tx, begin(tx, 1, now=now), now=now, queue="general")
        change_conversation(tx, conversation, now=now, widened_to="baggage")

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")
    for view in ("queue:general", "queue:baggage"):
        page = await browser.read(f"/console/?view={view}")
        assert reference_of(1) in page
        assert "also in Baggage" in words_of(page)
    page = await browser.read(f"/console/conversations/{reference_of(1)}")
    assert "also in Baggage" in words_of(page)
    assert "Baggage 1 conversations" in words_of(await browser.read("/console/views"))


async def test_scripts_read_what_their_role_was_told_in_pages(browser: Browser, console: Console):
    await tell(console, SUPERVISORS, address_queue("baggage"), SUPERVISORS)
    token = ApiToken(
        id="t-1",
        name="pager",
        role=Role.SUPERVISOR,
        digest=digest_token("a-token"),
        created_at=console.clock.now(),
        last_used_at=None,
    )
    await console.services.store.run(record_api_token, token)
    headers = {"Authorization": "Bearer a-token"}
    response = await browser.get("/api/v1/alerts?limit=2", **headers)
    first = await response.json()
    assert [item["audience"] for item in first["items"]] == ["supervisors", "queue:baggage"]
    assert first["items"][0]["reference"] == reference_of(1)
    response = await browser.get(f"/api/v1/alerts?cursor={first['next']}", **headers)
    rest = await response.json()
    assert [item["audience"] for item in rest["items"]] == ["supervisors"]
    assert rest["next"] is None
