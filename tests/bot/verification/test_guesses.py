"""Guessing is stopped: from one address, about one thing, and altogether."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest
import structlog
from sqlalchemy import select

from bot.actions.booking_proof import BOOKINGS, MOST_WAYS
from bot.actions.contract import ActionContext, Telling
from bot.actions.proof import prove_by_pair
from bot.forms.reading import Reading
from bot.tools import BotSettings, Tools
from bot.verification.guesses import allow, count_wrong
from crm_store.schema import attempts
from crm_store.store import Store, make_store
from crm_store.transaction import Transaction
from domain.business import Business, Write
from domain.messages import Address
from domain.self_service import Level
from domain.verification import VerificationPolicy
from tests.bot.actions.fake_business import FakeBusiness, booking
from tests.fakes import MONDAY_MORNING, FakeClock, SequentialIds

NOBODY: Any = None


class Bench:
    """Whoever guesses, at a clock that is moved by hand."""

    def __init__(self, store: Store, **limits: Any) -> None:
        self.now = MONDAY_MORNING
        self.counted: list[str] = []
        self.tools = Tools(
            store=store,
            clock=FakeClock(),
            ids=SequentialIds(),
            channels={},
            understander=NOBODY,
            settings=BotSettings(company="Aurora", verification=VerificationPolicy(**limits)),
            count=lambda event, **_: self.counted.append(event),
            secret="a secret of this test",
        )

    def guesser(self, value: str) -> ActionContext:
        return ActionContext(
            tools=self.tools,
            run_id="r1",
            conversation=NOBODY,
            customer=NOBODY,
            address=Address(kind="visitor", value=value),
            level=Level.CLAIMED,
            now=self.now,
            write=Write(key="k1"),
            reading=Reading(text="", language="en", now=self.now),
        )

    async def guesses(self, value: str, subject: str, *, scope: str = "booking") -> bool:
        """Guess wrongly, if that is let happen."""
        context = self.guesser(value)
        if not await allow(context, scope, subject):
            return False
        await count_wrong(context, scope, subject)
        return True


@pytest.fixture
async def embedded(sqlite_url: str) -> AsyncIterator[Store]:
    """A store on the embedded engine alone, where an engine makes no difference."""
    store = make_store(sqlite_url)
    await store.open()
    yield store
    await store.close()


async def test_one_address_may_be_wrong_so_often_and_again_an_hour_later(store: Store):
    bench = Bench(store)
    tried = [await bench.guesses("mallory", f"AAA{number}") for number in range(7)]
    assert tried == [True] * 5 + [False] * 2
    assert await bench.guesses("astrid", "DEMO42")
    bench.now += timedelta(hours=1)
    assert await bench.guesses("mallory", "AAA8")


async def test_one_booking_is_safe_from_many_addresses(store: Store):
    bench = Bench(store)
    tried = [await bench.guesses(f"m{number}", " demo42 ") for number in range(12)]
    assert tried == [True] * 10 + [False] * 2
    assert not await bench.guesses("another", "DEMO42")
    assert await bench.guesses("another", "DEMO42", scope="order")


async def test_a_thousand_guesses_from_everywhere_are_stopped_and_told_to_operators(
    embedded: Store,
):
    bench = Bench(embedded, wrong_overall=40)
    reached = 0
    with structlog.testing.capture_logs() as logged:
        for number in range(1000):
            reached += await bench.guesses(f"visitor {number}", f"REF{number}")
    assert reached == 40
    assert [entry["event"] for entry in logged] == ["guessing_stopped"]
    assert bench.counted == ["guessing_stopped"]


async def test_nothing_that_was_guessed_is_kept_and_old_attempts_are_forgotten(store: Store):
    bench = Bench(store)
    await bench.guesses("mallory", "DEMO42")
    kept = await store.read(_read_attempts)
    assert len(kept) == 3
    assert not any("demo42" in text.lower() or "mallory" in text for text in kept)
    bench.now += timedelta(days=2)
    await bench.guesses("astrid", "DEMO43")
    assert len(await store.read(_read_attempts)) == 3


def _read_attempts(tx: Transaction) -> list[str]:
    return [cast("str", row.subject) for row in tx.execute(select(attempts.c.subject))]


async def test_a_thousand_guesses_a_minute_hardly_reach_the_company(embedded: Store):
    business = FakeBusiness(booking("DEMO42"))
    bench = Bench(embedded, wrong_overall=20)
    tools = replace(bench.tools, business=cast("Business", business))
    for number in range(1000):
        context = replace(bench.guesser(f"v{number}"), tools=tools)
        telling = Telling("look_up", context)
        assert (
            await prove_by_pair(BOOKINGS, telling, f"XYZ{number:03}", "Lindqvist", proven=False)
            is None
        )
    assert len(business.asked) <= 20 * MOST_WAYS
    assert telling.ended is not None
    assert telling.ended.outcome == "too_many"
