"""Being there: the control in the header, the signs that pages give, and what scripts see of it."""

import re
from datetime import timedelta

import pytest

from bot.presence.sign import record_activity
from console.api.authentication import digest_token
from crm_store.agent_presence import list_presence
from crm_store.staff import record_api_token
from domain.assignment import Presence
from domain.staff import ApiToken, Role
from tests.console.browser import Browser, Console, words_of
from tests.console.record import make_member
from tests.console.test_events import watching

AGENT = "s-agent"


async def presence(console: Console, staff_id: str = AGENT) -> Presence:
    everybody = await console.services.store.read(list_presence)
    return next(each.presence for each in everybody if each.staff_id == staff_id)


def shown(page: str) -> tuple[str, str]:
    found = re.search(r'data-presence="(\w+)" data-chosen="(\w+)"', page)
    assert found is not None
    return found[1], found[2]


async def test_who_logs_in_is_there_and_who_logs_out_is_not(browser: Browser, console: Console):
    assert await presence(console) is Presence.OFFLINE
    await browser.log_in("agent@example.com")
    assert await presence(console) is Presence.AVAILABLE
    assert shown(await browser.read("/console/")) == ("available", "available")
    await browser.act("/console/logout")
    assert await presence(console) is Presence.OFFLINE


async def test_an_agent_chooses_and_stays_on_the_page(browser: Browser, console: Console):
    await browser.log_in("agent@example.com")
    response = await browser.act("/console/presence", presence="away", next="/console/alerts")
    assert (response.status, response.headers["Location"]) == (303, "/console/alerts")
    assert await presence(console) is Presence.AWAY
    page = await browser.read("/console/alerts")
    assert shown(page) == ("away", "away")
    assert "who waits for you goes back to the queue after 10 minutes" in words_of(page).lower()


async def test_what_cannot_be_chosen_is_refused_in_words(browser: Browser, console: Console):
    await browser.log_in("agent@example.com")
    for chosen in ("", "wrap_up", "asleep"):
        response = await browser.act("/console/presence", presence=chosen)
        assert response.status == 422
        assert "available, away or offline" in await response.text()
    assert await presence(console) is Presence.AVAILABLE


async def test_nobody_is_sent_to_another_site_for_choosing(browser: Browser):
    await browser.log_in("agent@example.com")
    response = await browser.act(
        "/console/presence", presence="away", next="https://elsewhere.example/"
    )
    assert response.headers["Location"] == "/console/"


async def test_an_open_page_gives_signs_and_only_what_is_done_keeps_from_being_away(
    browser: Browser, console: Console
):
    await browser.log_in("agent@example.com")
    csrf = await browser.token()
    for _ in range(20):
        console.clock.advance(timedelta(seconds=30))
        response = await browser.post("/console/presence/sign", {"csrf": csrf, "active": "0"})
        assert response.status == 204
    assert await presence(console) is Presence.AWAY
    page = words_of(await browser.read("/console/presence"))
    assert "Nothing was done here for 10 minutes." in page
    await browser.post("/console/presence/sign", {"csrf": csrf, "active": "1"})
    assert await presence(console) is Presence.AVAILABLE


async def test_a_closed_page_is_a_hint_that_the_next_sign_takes_back(
    browser: Browser, console: Console
):
    await browser.log_in("agent@example.com")
    csrf = await browser.token()
    for opened_again, counts in ((True, "available"), (False, "offline")):
        assert (await browser.post("/console/presence/closed", {"csrf": csrf})).status == 204
        assert await presence(console) is Presence.AVAILABLE
        if opened_again:
            await browser.post("/console/presence/sign", {"csrf": csrf, "active": "0"})
        console.clock.advance(timedelta(seconds=80))
        assert shown(await browser.read("/console/presence"))[0] == counts
        await browser.post("/console/presence/sign", {"csrf": csrf, "active": "1"})


@pytest.mark.parametrize("path", ["", "/sign", "/closed"])
async def test_no_other_page_can_say_that_somebody_is_there(
    browser: Browser, console: Console, path: str
):
    await browser.log_in("agent@example.com")
    response = await browser.post(f"/console/presence{path}", {"presence": "offline"})
    assert response.status == 403
    assert await presence(console) is Presence.AVAILABLE


async def test_open_pages_show_at_once_what_was_chosen_elsewhere(
    browser: Browser, console: Console
):
    await browser.log_in("agent@example.com")
    csrf = await browser.token()
    async with watching(browser) as stream:
        await browser.post("/console/presence", {"csrf": csrf, "presence": "away"})
        assert await stream.next() == ("presence", "changed")


async def make_token(console: Console, role: Role) -> dict[str, str]:
    token = ApiToken(
        id=f"t-{role}",
        name="wallboard",
        role=role,
        digest=digest_token(f"{role}-token"),
        created_at=console.clock.now(),
        last_used_at=None,
    )
    await console.services.store.run(record_api_token, token)
    return {"Authorization": f"Bearer {role}-token"}


async def test_scripts_see_who_is_there_and_set_it(browser: Browser, console: Console):
    services, now = console.services, console.clock.now()
    agent = make_member(Role.AGENT, now)
    await services.store.run(record_activity, services.tools, agent, now=now)
    headers = await make_token(console, Role.SUPERVISOR)
    response = await browser.client.get("/api/v1/routing/presence", headers=headers)
    there = {each["staff_id"]: each for each in (await response.json())["items"]}
    assert (there[AGENT]["presence"], there[AGENT]["chosen"]) == ("available", "available")
    assert there["s-supervisor"]["presence"] == "offline"
    assert there["s-supervisor"]["chosen"] is None
    for staff_id, counts in ((AGENT, "away"), ("s-supervisor", "offline")):
        response = await browser.client.put(
            f"/api/v1/routing/presence/{staff_id}", json={"presence": "away"}, headers=headers
        )
        item = await response.json()
        assert (response.status, item["presence"], item["chosen"]) == (200, counts, "away")


async def test_scripts_are_refused_what_cannot_be(browser: Browser, console: Console):
    headers = await make_token(console, Role.SUPERVISOR)
    for staff_id, chosen, status in (("nobody", "away", 404), (AGENT, "wrap_up", 422)):
        response = await browser.client.put(
            f"/api/v1/routing/presence/{staff_id}", json={"presence": chosen}, headers=headers
        )
        assert response.status == status
    agents = await make_token(console, Role.AGENT)
    response = await browser.client.get("/api/v1/routing/presence", headers=agents)
    assert response.status == 403
