"""How the company stands with a customer: what is open, and what was broken of late."""

from dataclasses import replace
from datetime import timedelta

import pytest

from crm_store.clocks import get_clock, save_clock
from crm_store.conversations import change_conversation
from crm_store.customer_standing import CustomerStanding, get_standing
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.conversations import ConversationStatus
from domain.errors import NotFoundError
from tests.clocks import put_clock
from tests.console.record import begin, record_person
from tests.fakes import MONDAY_MORNING as NOW

MONTH = timedelta(days=30)


def furnish(tx: Transaction) -> None:
    record_person(tx, "c-astrid", "Astrid", NOW)
    record_person(tx, "c-jonas", "Jonas Berg", NOW)
    begin(tx, 1, now=NOW)


def break_promise(tx: Transaction, conversation_id: str, *, days_ago: int) -> None:
    clock = put_clock(
        tx, clock_id=f"k-{days_ago}", conversation_id=conversation_id, now=NOW - MONTH * 2
    )
    state = replace(clock.state, breached_at=NOW - timedelta(days=days_ago))
    save_clock(tx, replace(get_clock(tx, clock.id), state=state))


def stand(tx: Transaction) -> CustomerStanding:
    return get_standing(tx, "c-astrid", beside="v-1", since=NOW - MONTH)


async def test_a_customer_of_whom_nothing_else_is_known(store: Store) -> None:
    await store.run(furnish)
    found = await store.read(stand)
    assert (found.tier, found.open_conversations, found.broken_at) == ("gold", 0, None)
    assert "bookings" in found.attributes


async def test_only_their_other_conversations_that_are_not_settled_are_counted(
    store: Store,
) -> None:
    def write(tx: Transaction) -> None:
        furnish(tx)
        begin(tx, 2, now=NOW)
        begin(tx, 3, now=NOW, customer_id="c-jonas")
        settled = begin(tx, 4, now=NOW)
        change_conversation(tx, settled, now=NOW, status=ConversationStatus.RESOLVED)
        merged = begin(tx, 5, now=NOW)
        change_conversation(tx, merged, now=NOW, merged_into="v-2")

    await store.run(write)
    assert (await store.read(stand)).open_conversations == 1


async def test_the_last_promise_that_was_broken_to_them_within_the_time_is_found(
    store: Store,
) -> None:
    def write(tx: Transaction) -> None:
        furnish(tx)
        break_promise(tx, "v-1", days_ago=31)
        begin(tx, 3, now=NOW, customer_id="c-jonas")
        break_promise(tx, "v-3", days_ago=2)

    await store.run(write)
    assert (await store.read(stand)).broken_at is None

    def write_more(tx: Transaction) -> None:
        begin(tx, 2, now=NOW)
        break_promise(tx, "v-2", days_ago=29)
        break_promise(tx, "v-2", days_ago=12)

    await store.run(write_more)
    assert (await store.read(stand)).broken_at == NOW - timedelta(days=12)


async def test_nobody_stands_as_an_unknown_customer(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no customer 'c-astrid'"):
        await store.read(stand)
