"""A pool of jobs hears at once when there is room again."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast

import pytest

import bot.pool
from bot.pool import Pool
from bot.receive import Intake
from bot.tools import LEASE, BotSettings, Tools
from crm_store.store import Store
from domain.jobs import JobKind
from domain.messages import RawMessage
from domain.understanding import Understander
from tests.fakes import FakeClock, SequentialIds

SOON = 20.0


@pytest.fixture
async def gate() -> AsyncIterator[asyncio.Event]:
    gate = asyncio.Event()
    yield gate
    gate.set()


async def hang(gate: asyncio.Event) -> None:
    await gate.wait()


async def test_there_is_room_as_soon_as_no_more_messages_arrive(
    gate: asyncio.Event, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bot.pool, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(bot.pool, "POLL_SECONDS", 1000)
    arriving, asked, waits = 100, 0, asyncio.Event()

    def tell_arriving() -> int:
        nonlocal asked
        asked += 1
        if asked == 2:  # first for room worth a claim, then for any
            waits.set()
        return arriving

    pool = Pool([JobKind.PROCESS], size=16, lease=LEASE)
    pool.yield_to(tell_arriving)
    pool.begin(hang(gate))
    waiting = asyncio.create_task(pool.until_room())
    async with asyncio.timeout(SOON):
        await waits.wait()
        arriving = 0
        pool.stir()
        await waiting


async def test_a_pool_that_is_closed_lets_nobody_wait(
    gate: asyncio.Event, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bot.pool, "POLL_SECONDS", 1000)
    pool = Pool([JobKind.PROCESS], size=1, lease=LEASE)
    pool.begin(hang(gate))
    waiting = asyncio.create_task(pool.until_room())
    # One turn of the loop, in which it begins to wait.
    await asyncio.sleep(0)
    pool.close()
    async with asyncio.timeout(SOON):
        await waiting
    assert pool.room() == 0


async def test_whoever_waits_is_told_when_a_message_is_kept(store: Store):
    clock = FakeClock()
    tools = Tools(
        store=store,
        clock=clock,
        ids=SequentialIds(),
        channels={},
        understander=cast("Understander", None),
        settings=BotSettings(company="Aurora Airways"),
        count=lambda *_, **__: None,
    )
    left: list[int] = []
    intake = Intake(tools, lambda: left.append(intake.arriving()))
    raw = RawMessage(
        channel="api",
        account="api",
        delivery_id="1",
        source="a",
        body=b"{}",
        received_at=clock.now(),
    )
    await intake.receive(raw)
    assert left == [0]
