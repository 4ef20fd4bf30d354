"""A disk that fills up costs those it has no room for, and nobody who was told otherwise."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from crm_store.files import record_file
from crm_store.schema import raw_messages
from crm_store.signals import SignalHub
from crm_store.sqlite_store import SqliteStore
from crm_store.transaction import Transaction
from domain.channels import ThreadKey, Upload
from frontdesk.migrating import migrate
from tests.crm_store.test_store import keep as keep_raw
from tests.fakes import MONDAY_MORNING as NOW

KEY = ThreadKey(channel="web_chat", account="site", thread="v1")


def keep(tx: Transaction, number: int) -> int:
    keep_raw(tx, number)
    return number


def upload(tx: Transaction, number: int) -> int:
    file = Upload(thread=KEY, filename="big.png", media_type="image/png", content=bytes(400_000))
    record_file(tx, file, file_id=f"file{number}", now=NOW)
    return number


def leave_room_for_a_megabyte(tx: Transaction) -> None:
    pages = tx.execute(text("PRAGMA page_count")).scalar_one()
    tx.execute(text(f"PRAGMA max_page_count = {pages + 250}"))


def read_kept(tx: Transaction) -> set[str]:
    return set(tx.execute(select(raw_messages.c.delivery_id)).scalars())


async def test_what_was_reported_kept_is_kept_though_the_disk_filled_up(tmp_path: Path):
    await migrate(f"sqlite:///{tmp_path}/full.db")
    store = SqliteStore(tmp_path / "full.db", SignalHub())
    await store.open()
    try:
        await store.run(leave_room_for_a_megabyte)
        works = [(keep, 0), *((upload, number) for number in range(6)), (keep, 1), (keep, 2)]
        outcomes = await asyncio.gather(
            *(store.run(work, number) for work, number in works), return_exceptions=True
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, OperationalError)]
        assert refused, "the disk was large enough after all"
        reported = {
            f"d{number}"
            for (work, number), outcome in zip(works, outcomes, strict=True)
            if work is keep and outcome == number
        }
        assert await store.read(read_kept) == reported
        assert reported >= {"d0"}
    finally:
        await store.close()


async def test_the_store_works_on_once_there_is_room_again(tmp_path: Path):
    await migrate(f"sqlite:///{tmp_path}/full.db")
    store = SqliteStore(tmp_path / "full.db", SignalHub())
    await store.open()
    try:
        await store.run(leave_room_for_a_megabyte)
        with pytest.raises(OperationalError, match="full"):
            await asyncio.gather(*(store.run(upload, number) for number in range(6)))
        await store.run(lambda tx: tx.execute(text("PRAGMA max_page_count = 1000000")))
        assert await store.run(keep, 7) == 7
    finally:
        await store.close()
