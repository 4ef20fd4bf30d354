"""The supervisor's first page: what is wrong, and the button beside each."""

from datetime import timedelta
from typing import Any

import pytest

from crm_store.agent_presence import find_presence
from crm_store.conversations import change_conversation, get_conversation
from crm_store.transaction import Transaction
from domain.assignment import Presence
from domain.complaint_register import Severity
from domain.conversations import Conversation
from tests.bot.assigning.floor_record import put_presence
from tests.bot.exceptions.exceptional_record import (
    put_complaint,
    put_gesture,
    put_question,
    put_run,
    put_shunted_job,
)
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over, minutes, reference_of
from tests.console.test_needs_a_person import be_unserved, wait

PAGE = "/console/exceptions"
FIRST = reference_of(1)


async def record_late(console: Console, *numbers: int, ago: int = 50) -> None:
    """Have conversations wait in the queue for baggage, whose promise of 30 minutes is broken."""
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        for number in numbers:
            since = now - minutes(ago + number)
            one = hand_over(tx, begin(tx, number, now=since), now=since)
            wait(tx, one, since=since)

    await console.services.store.run(record)


async def read_one(console: Console, number: int = 1) -> Conversation:
    return await console.services.store.read(get_conversation, reference_of(number))


async def supervise(browser: Browser, path: str = PAGE) -> str:
    await browser.log_in("supervisor@example.com")
    return words_of(await browser.read(path))


async def press(browser: Browser, remedy: str, subject: str, **more: str) -> Any:
    row = more.pop("row", "v-1")
    address = more.pop("address", f"{PAGE}/act")
    return await browser.act(address, remedy=remedy, subject=subject, row=row, **more)


async def test_supervisors_land_where_things_go_wrong_and_agents_in_the_inbox(browser: Browser):
    for email, home in (
        ("supervisor@example.com", PAGE),
        ("admin@example.com", PAGE),
        ("agent@example.com", "/console/"),
        ("knowledge@example.com", "/console/"),
    ):
        response = await browser.log_in(email)
        assert response.headers["Location"] == home, email


async def test_who_wanted_a_page_of_their_own_lands_there(browser: Browser):
    wanted = f"/console/conversations/{FIRST}"
    response = await browser.log_in("supervisor@example.com", next=wanted)
    assert response.headers["Location"] == wanted


async def test_where_all_is_well_the_page_says_so(browser: Browser):
    words = await supervise(browser)
    assert "All is well" in words
    assert "How it goes" in words


async def test_each_conversation_stands_there_once_with_all_that_is_wrong(
    browser: Browser, console: Console
):
    await record_late(console, 1)
    words = await supervise(browser)
    assert words.count("Astrid Lindqvist") == 1
    assert "All 1 Outside 1 Unowned 1" in words
    assert "Outside the service level Unowned 51 min Astrid Lindqvist" in words
    assert "(first response within 30 min)" in words
    assert "Nobody in Baggage has taken it." in words
    assert "Waits in Baggage for 51 min" in words


async def test_taking_it_from_the_row_makes_it_ones_own_and_says_why_it_stays(
    browser: Browser, console: Console
):
    await record_late(console, 1)
    await browser.log_in("supervisor@example.com")
    response = await press(browser, "take", FIRST)
    assert response.status == 303
    assert (await read_one(console)).assignee == "s-supervisor"
    words = words_of(await browser.read(response.headers["Location"]))
    assert "It is yours now. It stays here until the promise is kept." in words


async def test_giving_it_to_somebody_or_to_a_queue_takes_it_off_the_unowned(
    browser: Browser, console: Console
):
    await record_late(console, 1, 2, ago=16)
    await browser.log_in("supervisor@example.com")
    assert "All 2 Unowned 2" in words_of(await browser.read(PAGE))
    await press(browser, "assign", FIRST, to="agent:s-agent")
    response = await press(browser, "assign", reference_of(2), to="queue:general", row="v-2")
    assert (await read_one(console)).assignee == "s-agent"
    assert (await read_one(console, 2)).queue == "general"
    words = words_of(await browser.read(response.headers["Location"]))
    assert "Passed on. It stays here until somebody takes it." in words
    assert "All 1 Unowned 1" in words


async def test_what_cannot_be_done_is_told_beside_the_row(browser: Browser, console: Console):
    await record_late(console, 1)
    await console.services.store.run(_give_to_agent, console.clock.now())
    await browser.log_in("supervisor@example.com")
    response = await press(browser, "take", FIRST)
    assert response.status == 409
    words = words_of(await response.text())
    assert "Agent Berg has this conversation" in words or "has it" in words
    assert (await read_one(console)).assignee == "s-agent"
    response = await press(browser, "assign", FIRST, to="")
    assert "Choose first whom to give it to." in words_of(await response.text())
    response = await press(browser, "assign", FIRST, to="agent:s-nobody")
    assert response.status == 409


def _give_to_agent(tx: Transaction, now: Any) -> None:
    change_conversation(tx, get_conversation(tx, FIRST), now=now, assignee="s-agent")


async def test_a_page_with_a_script_gets_the_list_alone_with_the_note_in_it(
    browser: Browser, console: Console
):
    await record_late(console, 1)
    await browser.log_in("supervisor@example.com")
    fields = {"remedy": "take", "subject": FIRST, "row": "v-1", "csrf": await browser.token()}
    response = await browser.post(f"{PAGE}/act", fields, headers={"HX-Request": "true"})
    page = await response.text()
    assert response.status == 200
    assert "<body" not in page
    assert "It stays here until the promise is kept." in words_of(page)
    assert "It is yours now." in response.headers["HX-Trigger"]


async def test_whom_nobody_can_take_more_people_are_let_to(browser: Browser, console: Console):
    await record_late(console, 1)
    now = console.clock.now()
    await console.services.store.run(_make_unserved, now)
    assert "nobody can take it. Nobody who takes part is trained for it." in await supervise(
        browser
    )
    await press(browser, "widen", FIRST, to="queue:general")
    assert (await read_one(console)).widened_to == "general"


def _make_unserved(tx: Transaction, now: Any) -> None:
    be_unserved(tx, get_conversation(tx, FIRST), now - minutes(9))


async def test_what_an_absent_agent_has_goes_back_to_its_queue(browser: Browser, console: Console):
    await record_late(console, 1)
    now = console.clock.now()
    await console.services.store.run(_give_to_agent, now)
    await console.services.store.run(put_presence, "s-agent", Presence.OFFLINE, now)
    words = await supervise(browser)
    assert "Agent Berg, who is offline, has it." in words
    assert f"Back to its queue : {FIRST}" in words
    await press(browser, "return", FIRST)
    assert (await read_one(console)).assignee is None


async def test_administrators_alone_replay_what_was_put_aside(browser: Browser, console: Console):
    now = console.clock.now()
    await console.services.store.run(put_shunted_job, now=now - minutes(5))
    words = await supervise(browser)
    assert "Work that was put aside" in words
    assert "An administrator can give it another turn." in words
    refused = await press(browser, "replay", "job-raw-1", row="job:job-raw-1")
    assert "Administrators alone" in words_of(await refused.text())
    await browser.act("/console/logout")
    await browser.log_in("admin@example.com")
    assert "Replay : job-raw-1" in words_of(await browser.read(PAGE))
    response = await press(browser, "replay", "job-raw-1", row="job:job-raw-1")
    words = words_of(await browser.read(response.headers["Location"]))
    assert "It has its turn again." in words
    assert "All is well" in words


async def test_complaints_questions_and_approvals_lead_to_where_they_are_seen_to(
    browser: Browser, console: Console
):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        for number in (1, 2, 3):
            hand_over(tx, begin(tx, number, now=now), now=now)
        complaint = put_complaint(tx, "v-1", now=now, severity=Severity.CRITICAL)
        put_gesture(tx, complaint, now=now)
        put_question(tx, "v-2", now=now)
        put_run(tx, "v-3", now=now)

    await console.services.store.run(record)
    await browser.log_in("supervisor@example.com")
    page = await browser.read(PAGE)
    assert 'href="/console/complaints/C-7K2M9Q">To the complaint' in page
    assert 'href="/console/complaints/C-7K2M9Q">Decide on it' in page
    assert f'href="/console/conversations/{reference_of(2)}">Say so' in page
    assert "Critical complaint C-7K2M9Q about delay" in words_of(page)
    response = await press(browser, "approve_run", "run-v-3", row="v-3")
    assert response.status in {303, 409}


async def test_the_list_is_narrowed_by_kind_queue_and_channel(browser: Browser, console: Console):
    await record_late(console, 1)
    await console.services.store.run(put_shunted_job, now=console.clock.now())
    assert "All 2 Outside 1 Unowned 1 Put aside 1" in await supervise(browser)
    words = words_of(await browser.read(f"{PAGE}?kind=shunted"))
    assert "Work that was put aside" in words
    assert "Astrid" not in words
    assert "All 1" in words_of(await browser.read(f"{PAGE}?queue=baggage"))
    assert "All is well with these filters." in words_of(await browser.read(f"{PAGE}?channel=sms"))
    words = words_of(await browser.read(f"{PAGE}?kind=stuck"))
    assert "Nothing of this kind" in words
    assert (await browser.get(f"{PAGE}?kind=nothing&after=nowhere")).status == 200


async def test_more_than_fit_go_on_on_a_next_page(browser: Browser, console: Console):
    await record_late(console, *range(1, 61))
    await browser.log_in("supervisor@example.com")
    page = await browser.read(PAGE)
    assert "All 60" in words_of(page)
    assert page.count('<li id="exception-v-') == 50
    following = page.split('">The next ones')[0].rsplit('href="', 1)[1].replace("&amp;", "&")
    rest = await browser.read(following)
    assert rest.count('<li id="exception-v-') == 10
    assert "Back to the oldest" in words_of(rest)


async def test_the_list_is_saved_as_a_file(browser: Browser, console: Console):
    await record_late(console, 1)
    await browser.log_in("supervisor@example.com")
    response = await browser.get(f"{PAGE}.csv")
    text = await response.text()
    assert response.content_type == "text/csv"
    assert text.startswith("\ufeffsince,kind,other_kinds,why,conversation,")
    assert 'outside,unowned,"Started' in text
    assert f",{FIRST},Astrid Lindqvist,,api,Baggage,," in text


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/list", f"{PAGE}.csv", "/console/wallboard"])
async def test_agents_see_neither_the_pages_nor_their_links(browser: Browser, path: str):
    await browser.log_in("agent@example.com")
    assert (await browser.get(path)).status == 403
    page = await browser.read("/console/")
    assert PAGE not in page
    assert "/console/wallboard" not in page


async def test_below_the_list_stands_how_promises_were_kept(browser: Browser, console: Console):
    words = await supervise(browser)
    assert "Promises kept, 28 days" in words
    assert "No promise was broken today." in words


async def test_the_wallboard_tells_numbers_queues_and_the_worst(browser: Browser, console: Console):
    await record_late(console, 1, 2)
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        put_complaint(tx, "v-1", now=now - minutes(3), stage_due_at=now - minutes(1))
        put_presence(tx, "s-agent", Presence.AVAILABLE, now)

    await console.services.store.run(record)
    words = await supervise(browser, "/console/wallboard")
    assert "Waiting 2 nobody has them yet" in words
    assert "Longest wait 52 min of those" in words
    assert "Outside 2 promises broken" in words
    assert "Open complaints 1 1 late" in words
    assert "Agents 2 free 0 busy 0 away" in words
    assert "Baggage 2 52 min 2 0" in words
    assert f"Complaint {FIRST}" in words


async def test_the_wallboard_needs_no_script_and_is_no_sign_of_presence(
    browser: Browser, console: Console
):
    await browser.log_in("supervisor@example.com")
    console.clock.advance(timedelta(hours=1))
    before = await console.services.store.read(_presence_of)
    page = await browser.read("/console/wallboard?look=light")
    assert '<noscript><meta http-equiv="refresh" content="20"></noscript>' in page
    assert '<html lang="en" class="wall light">' in page
    assert "All is well." in page
    assert await console.services.store.read(_presence_of) == before


def _presence_of(tx: Transaction) -> Any:
    return find_presence(tx, "s-supervisor")
