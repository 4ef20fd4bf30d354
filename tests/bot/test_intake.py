"""Messages that come at one moment are kept together, and each as if it had come alone."""

import asyncio
from datetime import datetime
from typing import cast

import pytest
from sqlalchemy.exc import DBAPIError, StatementError

from bot.receive import MOST_AT_ONCE, Intake
from bot.tools import BotSettings, Tools
from crm_store.jobs import claim_jobs, finish_job
from crm_store.raw_messages import get_raw
from crm_store.store import Store
from domain.jobs import JobKind
from domain.messages import RawMessage
from domain.understanding import Understander
from tests.fakes import FakeClock, SequentialIds


def make_intake(store: Store, room: int = 0) -> Intake:
    return Intake(
        Tools(
            store=store,
            clock=FakeClock(),
            ids=SequentialIds(),
            channels={},
            understander=cast("Understander", None),
            settings=BotSettings(company="Aurora Airways"),
            count=lambda *_, **__: None,
            room=lambda _: room,
        )
    )


def message(number: int, source: str | None = None, body: object = b"hello") -> RawMessage:
    return RawMessage(
        channel="api",
        account="api",
        delivery_id=f"d{number}",
        source=source or f"sender-{number}",
        body=cast("bytes", body),
        received_at=FakeClock().now(),
    )


async def claim_subjects(store: Store, now: datetime) -> list[str]:
    kinds = (JobKind.PROCESS,)
    found = await store.run(claim_jobs, now=now, lease_until=now, limit=500, kinds=kinds)
    return [job.subject for job in found]


async def test_each_of_many_is_kept_with_a_job_of_its_own(store: Store):
    intake = make_intake(store)
    number = 2 * MOST_AT_ONCE + 3
    found = await asyncio.gather(*(intake.receive(message(each)) for each in range(number)))
    assert [(await store.read(get_raw, kept.id))[0].delivery_id for kept, _ in found] == [
        f"d{each}" for each in range(number)
    ]
    claimed = await claim_subjects(store, FakeClock().now())
    assert claimed == [kept.id for kept, _ in found]


async def test_a_delivery_that_comes_twice_at_once_is_kept_once(store: Store):
    intake = make_intake(store)
    found = await asyncio.gather(*(intake.receive(message(each % 3)) for each in range(9)))
    assert [kept.duplicate for kept, _ in found] == [False] * 3 + [True] * 6
    assert len({kept.reference for kept, _ in found}) == 3
    assert len(await claim_subjects(store, FakeClock().now())) == 3


async def test_what_one_sender_writes_is_worked_on_one_after_the_other(store: Store):
    intake = make_intake(store, room=10)
    texts = [message(each, source="ann" if each < 3 else None) for each in range(5)]
    found = await asyncio.gather(*(intake.receive(text) for text in texts))
    held = [job for _, job in found]
    assert [job is not None for job in held] == [True, False, False, True, True]
    now, done = FakeClock().now(), held[0]
    assert done is not None
    assert await claim_subjects(store, now) == []
    await store.run(finish_job, done)
    assert await claim_subjects(store, now) == [found[1][0].id]


async def test_no_more_is_begun_at_once_than_there_is_room_for(store: Store):
    intake = make_intake(store, room=2)
    found = await asyncio.gather(*(intake.receive(message(each)) for each in range(5)))
    assert [job is not None for _, job in found] == [True, True, False, False, False]


async def test_one_that_cannot_be_kept_takes_no_other_along(store: Store):
    intake = make_intake(store)
    bodies = (b"one", object(), b"three")
    texts = [message(number, body=body) for number, body in enumerate(bodies)]
    found = await asyncio.gather(*(intake.receive(text) for text in texts), return_exceptions=True)
    with pytest.raises((DBAPIError, StatementError, TypeError)):
        raise cast("BaseException", found[1])
    for index in (0, 2):
        kept, _ = cast("tuple[object, object]", found[index])
        assert kept.duplicate is False  # type: ignore[attr-defined] # a KeptRaw
    assert len(await claim_subjects(store, FakeClock().now())) == 2
