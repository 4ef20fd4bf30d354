"""A process may die at any moment: what was acknowledged is recorded and replied to, once."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import select

from crm_store.jobs import count_jobs
from crm_store.schema import conversations, interactions, outbox
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.jobs import JobKind
from tests.end_to_end.conftest import ANSWER, QUESTION
from tests.end_to_end.processes import Site
from tests.end_to_end.texting import Texts
from tests.engines import SLOW_ON_POSTGRES

SETTLE_SECONDS = 120.0


# These wait for their hour.
PLANNED = {JobKind.ARTICLE, JobKind.GAPS}


async def settle(record: Store) -> None:
    """Wait until no job is left; leases of a killed process run out after a minute."""
    async with asyncio.timeout(SETTLE_SECONDS):
        while await record.read(count_what_is_due):  # noqa: ASYNC110 - others work on them
            await asyncio.sleep(0.2)


def count_what_is_due(tx: Transaction) -> int:
    """How much is to be done now."""
    return sum(number for (kind, _), number in count_jobs(tx).items() if kind not in PLANNED)


def read_what_was_said(tx: Transaction) -> list[tuple[str, str | None, str, str]]:
    """All messages in order: (customer, external id, direction, text)."""
    said = (
        select(
            conversations.c.thread,
            interactions.c.external_id,
            interactions.c.direction,
            interactions.c.text,
        )
        .join(conversations, conversations.c.id == interactions.c.conversation_id)
        .order_by(interactions.c.position)
    )
    return [tuple(row) for row in tx.execute(said)]


def count_outbox(tx: Transaction) -> Counter[str]:
    """How many messages of the outbox each conversation has."""
    return Counter(tx.execute(select(outbox.c.conversation_id)).scalars())


def make_texts(site: Site, number: int, start: int = 0) -> Texts:
    """Each from a customer of their own, so that each has one reply."""
    return Texts(
        site,
        {
            f"SM{index:032x}": (f"+1555{index:07}", QUESTION)
            for index in range(start, start + number)
        },
    )


async def one_round(site: Site, record: Store, texts: Texts, kill_after: int) -> None:
    """Send, kill in the middle, start again, send the rest, and check every message."""
    process = await site.start_server()
    await texts.send_all(after=kill_at(kill_after, process.kill))
    await process.wait()
    process = await site.start_server()
    await texts.send_all()
    assert len(texts.acknowledged) == len(texts.pending)
    await settle(record)
    process.terminate()
    assert await process.wait() == 0
    await check(record, texts)


def kill_at(number: int, kill: Callable[[], None]) -> Callable[[int], None]:
    def after(acknowledged: int) -> None:
        if acknowledged == number:
            kill()

    return after


async def check(record: Store, texts: Texts) -> None:
    said = await record.read(read_what_was_said)
    ins = Counter(external for _, external, direction, _ in said if direction == "in")
    outs = Counter(thread for thread, _, direction, _ in said if direction == "out")
    assert {sid: ins[sid] for sid in texts.acknowledged} == dict.fromkeys(texts.acknowledged, 1)
    senders = [sender for sender, _ in texts.pending.values()]
    assert {sender: outs[sender] for sender in senders} == dict.fromkeys(senders, 1)
    assert all(text.startswith(ANSWER) for _, _, direction, text in said if direction == "out")
    assert set((await record.read(count_outbox)).values()) == {1}


@SLOW_ON_POSTGRES  # it waits for the killed process's leases, where SQLite knows that it is gone
async def test_a_killed_server_loses_and_doubles_nothing(site: Site, record: Store):
    moment = random.randrange(1, 119)
    print(f"killed after {moment} acknowledgements")
    await one_round(site, record, make_texts(site, 120), kill_after=moment)


@pytest.mark.slow
async def test_five_kills_among_500_messages_lose_and_double_nothing(site: Site, record: Store):
    for turn in range(5):
        moment = random.randrange(1, 499)
        print(f"round {turn}: killed after {moment} acknowledgements")
        texts = make_texts(site, 500, start=turn * 500)
        await one_round(site, record, texts, kill_after=moment)
