"""The embedded engine's file: opened by several at once, and by its owner alone."""

import asyncio
import sqlite3
from pathlib import Path

from crm_store.staff import list_staff
from crm_store.store import make_store
from frontdesk.migrating import migrate


async def test_a_store_waits_for_whoever_keeps_it_from_turning_the_log_on(tmp_path: Path) -> None:
    path = tmp_path / "frontdesk.db"
    await migrate(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode=DELETE")
    other.execute("BEGIN EXCLUSIVE")

    store = make_store(f"sqlite:///{path}")
    await store.open()
    opening = asyncio.gather(*(store.read(list_staff) for _ in range(3)))
    # Three at once fail here where they do not wait for each other.
    await asyncio.wait({opening}, timeout=0.2)
    other.execute("COMMIT")
    assert list(await opening) == [(), (), ()]

    other.close()
    await store.close()
