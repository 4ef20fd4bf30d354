"""What routing cannot see to by itself, and what a supervisor does about it there."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from crm_store.conversations import change_conversation, get_conversation
from crm_store.routings import list_routings
from crm_store.schema import agent_presence, waiting
from crm_store.transaction import Transaction
from crm_store.waiting import WaitingRow, save_waiting
from crm_store.waiting_lines import LineKey
from domain.conversations import Conversation
from domain.routings import RoutingKind
from tests.console.browser import Browser, Console, words_of
from tests.console.record import begin, hand_over, minutes, reference_of
from tests.console.routing_record import put_routing

PAGE = "/console/routing/needs-a-person"


def wait(
    tx: Transaction, conversation: Conversation, *, since: datetime, language: str = ""
) -> None:
    line = LineKey(
        queue="baggage",
        channel="api",
        language=language,
        tier="gold",
        priority="normal",
        target=None,
    )
    row = WaitingRow(conversation_id=conversation.id, line=line, waiting_since=since)
    save_waiting(tx, row)


def be_unserved(tx: Transaction, conversation: Conversation, since: datetime) -> None:
    of_it = waiting.c.conversation_id == conversation.id
    tx.execute(update(waiting).where(of_it).values(unserved_since=since))


def be(tx: Transaction, staff_id: str, presence: str, since: datetime) -> None:
    values: dict[str, Any] = {
        "staff_id": staff_id,
        "presence": presence,
        "chosen": "available",
        "since": since,
        "seen_at": since,
        "active_at": since,
    }
    tx.execute(agent_presence.insert().values(values))


async def record_trouble(console: Console) -> None:
    """Record one that nobody can take, one that waits, and one of somebody who is away."""
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        first = hand_over(tx, begin(tx, 1, now=now), now=now - minutes(40))
        second = hand_over(tx, begin(tx, 2, now=now), now=now - minutes(50))
        third = hand_over(tx, begin(tx, 3, now=now), now=now - minutes(7))
        wait(tx, first, since=now - minutes(40), language="de")
        wait(tx, second, since=now - minutes(50))
        be_unserved(tx, first, now - minutes(20))
        change_conversation(tx, third, now=now, assignee="s-agent")
        be(tx, "s-agent", "away", now - minutes(5))

    await console.services.store.run(record)


async def read(browser: Browser) -> str:
    await browser.log_in("supervisor@example.com")
    return words_of(await browser.read(PAGE))


async def test_where_all_is_well_the_page_says_so(browser: Browser):
    assert "All is seen to" in await read(browser)


async def test_what_nobody_can_take_stands_there_with_its_why(browser: Browser, console: Console):
    await record_trouble(console)
    words = await read(browser)
    assert "Needs a person 1" in words
    assert "Nobody who takes part is trained for Baggage and speaks German." in words
    assert "Waiting for 40 min ; known for 20 min" in words


async def test_the_reason_on_the_log_is_told_where_there_is_one(browser: Browser, console: Console):
    await record_trouble(console)

    def record(tx: Transaction) -> None:
        one = get_conversation(tx, reference_of(1))
        at = console.clock.now()
        put_routing(tx, one, RoutingKind.UNSERVED, at, reason="Earlier.", number=1)
        put_routing(tx, one, RoutingKind.UNSERVED, at, reason="Two are on leave.", number=2)

    await console.services.store.run(record)
    words = await read(browser)
    assert "Two are on leave." in words
    assert "Earlier." not in words


async def test_who_waits_longest_in_each_queue_is_named(browser: Browser, console: Console):
    await record_trouble(console)
    words = await read(browser)
    assert f"Baggage 2 {reference_of(2)} Astrid Lindqvist 50 min" in words


async def test_work_of_somebody_who_is_not_there_can_go_back_to_its_queue(
    browser: Browser, console: Console
):
    await record_trouble(console)
    words = await read(browser)
    assert "Agent Berg Away Has 1 open conversation; in 1 the customer waits" in words
    response = await browser.act(f"/console/conversations/{reference_of(3)}/release")
    assert response.status == 303
    assert "Agent Berg Away" not in words_of(await browser.read(PAGE))


async def test_who_can_no_longer_log_in_leaves_nothing_unseen(browser: Browser, console: Console):
    now = console.clock.now()

    def record(tx: Transaction) -> None:
        one = hand_over(tx, begin(tx, 1, now=now), now=now - timedelta(days=2))
        change_conversation(tx, one, now=now, assignee="s-knowledge")

    await console.services.store.run(record)
    assert "Knowledge Berg Offline Has 1 open conversation" in await read(browser)


async def test_widening_lets_the_people_of_another_queue_take_it_and_is_on_the_log(
    browser: Browser, console: Console
):
    await record_trouble(console)
    await browser.log_in("supervisor@example.com")
    path = f"/console/conversations/{reference_of(1)}/widen"
    response = await browser.act(path, queue="general")
    assert (response.status, response.headers["Location"]) == (303, PAGE)

    def look(tx: Transaction) -> tuple[Conversation, Any]:
        one = get_conversation(tx, reference_of(1))
        return one, list_routings(tx, one.id)[-1]

    one, line = await console.services.store.read(look)
    assert (one.queue, one.widened_to) == ("baggage", "general")
    assert (line.kind, line.via, line.by) == (RoutingKind.WIDENED, "general", "s-supervisor")
    assert line.reason == "Supervisor Berg let the people of General take it from Baggage as well."
    assert (await browser.act(path, queue="general")).status == 409
    assert (await browser.act(path, queue="nowhere")).status == 404


async def test_agents_see_neither_page_nor_its_links(browser: Browser):
    await browser.log_in("agent@example.com")
    assert (await browser.get(PAGE)).status == 403
    assert PAGE not in await browser.read("/console/")
