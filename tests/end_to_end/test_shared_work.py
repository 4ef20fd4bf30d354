"""A server and two workers on one PostgreSQL share the work and keep each conversation's order."""

import asyncio
from collections import defaultdict

import pytest
from sqlalchemy import select

from crm_store.schema import jobs
from crm_store.store import Store
from crm_store.transaction import Transaction
from tests.end_to_end.processes import Site
from tests.end_to_end.test_killed import read_what_was_said, settle
from tests.end_to_end.texting import Texts

CUSTOMERS = 40
TURNS = 5


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


@pytest.mark.slow
async def test_a_server_and_two_workers_share_the_work_in_order(site: Site, record: Store):
    await site.start_server()
    workers = [await site.start_worker() for _ in range(2)]
    await asyncio.gather(*(text_in_turn(site, customer) for customer in range(CUSTOMERS)))
    await settle(record)
    assert all(worker.returncode is None for worker in workers)

    heard = defaultdict(list)
    for customer, _, direction, text in await record.read(read_what_was_said):
        if direction == "in":
            heard[customer].append(text)
    expected = [f"question number {turn}" for turn in range(TURNS)]
    assert dict(heard) == {f"+1555{customer:07}": expected for customer in range(CUSTOMERS)}

    await site.stop()
    logs = [path.read_text() for path in site.folder.glob("log-*")]
    working = [log for log in logs if '"job_done"' in log]
    assert len(working) == 3, "one of the three processes did nothing"


async def text_in_turn(site: Site, customer: int) -> None:
    """One customer writes several texts, each after the one before was acknowledged."""
    for turn in range(TURNS):
        sid = f"SM{customer:016x}{turn:016x}"
        texts = Texts(site, {sid: (f"+1555{customer:07}", f"question number {turn}")})
        await texts.send_all()
        assert texts.acknowledged == {sid}


async def test_a_server_that_is_told_to_stop_finishes_what_it_began(site: Site, record: Store):
    process = await site.start_server()
    texts = Texts(
        site, {f"SM{number:032x}": (f"+1555{number:07}", "hello") for number in range(60)}
    )
    await texts.send_all(after=lambda number: process.terminate() if number == 30 else None)
    assert await process.wait() == 0
    assert await record.read(list_leased) == []


def list_leased(tx: Transaction) -> list[str]:
    """Jobs that somebody holds."""
    return list(tx.execute(select(jobs.c.id).where(jobs.c.lease_until.is_not(None))).scalars())
