"""The running sums of a budget are what its events add up to, whatever was done, also at once."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.redress.budget_keeping import limit_budget, release, reserve, spend
from complaints.budget import replay
from crm_store.budgets import find_budget, list_budget_events
from crm_store.store import Store
from domain.errors import ConflictError
from domain.redress import BudgetEventKind, Gesture, GestureKind
from domain.redress_cases import GestureCase, GestureState
from tests.fakes import MONDAY_MORNING

PERIOD = "2026-03"


def make_case(name: str, cost: int) -> GestureCase:
    return GestureCase(
        id=name,
        complaint_id="complaint",
        customer_id="customer",
        gesture=Gesture(kind=GestureKind.VOUCHER, cost=cost, currency="EUR"),
        state=GestureState.RESERVED,
        tried=(),
        proposed_at=MONDAY_MORNING,
        period=PERIOD,
    )


async def prove(store: Store) -> None:
    sums = await store.read(find_budget, PERIOD, "EUR")
    assert sums is not None
    events = await store.read(list_budget_events, PERIOD, "EUR")
    state = replay("EUR", events)
    assert (sums.limit, sums.reserved, sums.spent) == (
        state.limit,
        sum(state.reserved.values()),
        state.spent,
    )
    assert [each.at for each in events] == sorted(each.at for each in events)


@pytest.mark.parametrize("seed", range(6))
async def test_sums_are_what_the_events_add_up_to(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    cases = [make_case(f"g{n}", chance.choice((0, 1, 30, 99))) for n in range(6)]
    await store.run(limit_budget, PERIOD, "EUR", 100, by="Ada", now=MONDAY_MORNING)
    for step in range(40):
        now = MONDAY_MORNING + timedelta(minutes=step)
        work: Callable[..., None] = chance.choice((reserve, reserve, spend, release))
        try:
            if chance.random() < 0.1:
                limit = chance.choice((0, 50, 200))
                await store.run(limit_budget, PERIOD, "EUR", limit, by="Ada", now=now)
            else:
                await store.run(work, chance.choice(cases), by="Ann", now=now)
        except ConflictError:
            continue
        finally:
            await prove(store)


async def test_reservations_at_once_never_exceed_the_limit(store: Store) -> None:
    await store.run(limit_budget, PERIOD, "EUR", 100, by="Ada", now=MONDAY_MORNING)
    tries = (
        store.run(reserve, make_case(f"g{n}", 15), by="Ann", now=MONDAY_MORNING) for n in range(20)
    )
    assert await count_conflicts(*tries) == 14
    sums = await store.read(find_budget, PERIOD, "EUR")
    assert sums is not None
    assert (sums.reserved, sums.available) == (90, 10)
    await prove(store)


async def test_the_first_to_use_a_budget_make_it_once(store: Store) -> None:
    tries = (
        store.run(reserve, make_case(f"g{n}", 0), by="Ann", now=MONDAY_MORNING) for n in range(8)
    )
    assert await count_conflicts(*tries) == 0
    events = await store.read(list_budget_events, PERIOD, "EUR")
    assert [each.kind for each in events].count(BudgetEventKind.LIMITED) == 1
    assert events[0].by == "complaint policy 0"
    await prove(store)


async def test_what_is_spent_and_given_back_at_once_is_one_of_both(store: Store) -> None:
    case = make_case("g1", 40)
    await store.run(limit_budget, PERIOD, "EUR", 100, by="Ada", now=MONDAY_MORNING)
    await store.run(reserve, case, by="Ann", now=MONDAY_MORNING)
    tries = (store.run(work, case, by="Ann", now=MONDAY_MORNING) for work in (spend, release) * 4)
    assert await count_conflicts(*tries) == 7
    await prove(store)


async def test_what_reserved_nothing_has_nothing_to_give_back(store: Store) -> None:
    await store.run(release, replace(make_case("g1", 40), period=""), now=MONDAY_MORNING)
    assert await store.read(find_budget, PERIOD, "EUR") is None


async def count_conflicts(*tries: Awaitable[None]) -> int:
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert all(each is None or isinstance(each, ConflictError) for each in done)
    return sum(isinstance(each, ConflictError) for each in done)
