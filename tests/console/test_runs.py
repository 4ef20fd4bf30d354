"""Beside a conversation stands what the customer began by themselves, and staff act on it."""

from typing import Any

import pytest

from bot.forms.gathered import HIDDEN
from crm_store.action_runs import get_run
from crm_store.conversations import change_conversation, get_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.self_service import Level, RunState
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over, minutes, reference_of
from tests.crm_store.run_record import RunRecord

ONE = f"/console/conversations/{reference_of(1)}"


async def begin_run(
    console: Console, state: RunState, *, with_person: bool = True, **more: Any
) -> str:
    now = console.clock.now()

    def record(tx: Transaction) -> str:
        one = begin(tx, 1, now=now)
        one = hand_over(tx, one, now=now) if with_person else one
        told = {"slots": {"one_time_code": "482913"}, "conversation": one, **more}
        return RunRecord(tx, "c-astrid").run((), now - minutes(9), state=state, **told).id

    return await console.services.store.run(record)


async def read_one(console: Console) -> Conversation:
    return await console.services.store.read(get_conversation, reference_of(1))


async def test_the_card_tells_how_far_the_customer_got(browser: Browser, console: Console):
    now = console.clock.now()
    await begin_run(
        console,
        RunState.HANDED_OVER,
        action="find_umbrella",
        slots={"colour": "red", "one_time_code": "482913"},
        requested="place",
        level=Level.POSSESSION,
        asked_at=now - minutes(5),
    )
    await browser.log_in("agent@example.com")
    page = await browser.read(ONE)
    words = words_of(page)
    assert "Find umbrella With a person" in words
    assert f"Colour {HIDDEN}" in words
    assert "Proven: they write from an address on file" in words
    assert "The bot would go on, and ask again for: Place." in words
    assert HIDDEN in page
    assert "482913" not in page


async def test_how_it_ended_and_what_came_of_it_are_told(browser: Browser, console: Console):
    facts = {"boarding_pass": "https://aurora.example/p/1"}
    await begin_run(console, RunState.DONE, outcome="checked_in", facts=facts, with_person=False)
    await browser.log_in("agent@example.com")
    page = await browser.read(ONE)
    assert "Checked in" in words_of(page)
    assert "https://aurora.example/p/1" in page
    assert "Give back to the bot" not in page


async def test_a_conversation_is_given_back_to_the_bot(browser: Browser, console: Console):
    run_id = await begin_run(console, RunState.HANDED_OVER, requested="place")
    await browser.log_in("agent@example.com")
    await browser.post(f"{ONE}/give-back", {"csrf": await browser.token()})
    assert (await read_one(console)).queue is None
    run = await console.services.store.read(get_run, run_id)
    assert run.state is RunState.COLLECTING


@pytest.mark.parametrize(
    ("word", "state"), [("approve", RunState.SUBMITTING), ("refuse", RunState.REFUSED)]
)
async def test_what_waits_for_it_is_allowed_or_refused(
    browser: Browser, console: Console, word: str, state: RunState
):
    run_id = await begin_run(console, RunState.APPROVAL)
    await browser.log_in("agent@example.com")
    page = await browser.read(ONE)
    assert "Waits for somebody to allow it" in words_of(page)
    assert f'action="{ONE}/runs/{run_id}/{word}"' in page
    await browser.post(f"{ONE}/runs/{run_id}/{word}", {"csrf": await browser.token()})
    assert (await console.services.store.read(get_run, run_id)).state is state


async def test_a_run_is_only_decided_on_in_its_own_conversation(browser: Browser, console: Console):
    run_id = await begin_run(console, RunState.APPROVAL)
    now = console.clock.now()
    await console.services.store.run(begin, 2, now=now)
    await browser.log_in("agent@example.com")
    elsewhere = f"/console/conversations/{reference_of(2)}/runs/{run_id}/approve"
    response = await browser.post(elsewhere, {"csrf": await browser.token()})
    assert response.status == 404
    run = await console.services.store.read(get_run, run_id)
    assert run.state is RunState.APPROVAL


async def test_complaints_are_marked_and_listed(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        hand_over(tx, begin(tx, 1, now=now), now=now, complained_at=now)
        hand_over(tx, begin(tx, 2, now=now), now=now)
        over = change_conversation(tx, begin(tx, 3, now=now), now=now, complained_at=now)
        change_conversation(tx, over, now=now, status="resolved")

    await console.services.store.run(record)
    await browser.log_in("agent@example.com")
    listed = await browser.read("/console/?view=complaints")
    assert reference_of(1) in listed
    assert reference_of(2) not in listed
    assert reference_of(3) not in listed
    assert "Marked as a complaint" in listed
    assert "Marked as a complaint" in await browser.read(ONE)
