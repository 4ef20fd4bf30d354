"""A place is read by one process at a time, from where the last one stopped, on either engine."""

import asyncio
from datetime import datetime, timedelta

import pytest

from crm_store.cursors import claim_cursor, find_cursor, record_cursor, release_cursor
from crm_store.store import Store
from domain.channels import Cursor, CursorKey
from domain.errors import LeaseLostError
from tests.fakes import MONDAY_MORNING as NOW

INBOX = CursorKey(channel="email", account="support", name="imap:INBOX")
MINUTE = timedelta(minutes=1)


async def claim(
    store: Store, holder: str, *, now: datetime = NOW, key: CursorKey = INBOX
) -> Cursor | None:
    return await store.run(claim_cursor, key, holder=holder, until=now + MINUTE, now=now)


async def test_a_place_that_was_never_read_has_an_empty_payload(store: Store):
    assert await store.read(find_cursor, INBOX) is None
    assert await claim(store, "first") == Cursor(key=INBOX, payload={})


async def test_a_place_is_held_by_one_process_at_a_time(store: Store):
    assert await claim(store, "first") is not None
    assert await claim(store, "second") is None
    assert await claim(store, "first", now=NOW + MINUTE / 2) is not None, "it may keep it"
    assert await claim(store, "second", now=NOW + MINUTE) is None, "it was kept for longer"


async def test_of_processes_that_ask_at_once_one_gets_the_place(store: Store):
    claimed = await asyncio.gather(*(claim(store, f"process {number}") for number in range(5)))
    assert sum(cursor is not None for cursor in claimed) == 1


async def test_the_next_process_goes_on_where_the_last_one_stopped(store: Store):
    await claim(store, "first")
    progress = {"uidvalidity": 4_294_967_295, "last_uid": 17, "tries": {"18": 2}}
    await store.run(record_cursor, INBOX, progress, holder="first")
    await store.run(release_cursor, INBOX, holder="first")
    assert await claim(store, "second") == Cursor(key=INBOX, payload=progress)


async def test_the_place_of_a_process_that_died_is_free_when_its_lease_is_over(store: Store):
    await claim(store, "dead")
    await store.run(record_cursor, INBOX, {"last_uid": 3}, holder="dead")
    taken = await claim(store, "next", now=NOW + MINUTE)
    assert taken is not None
    assert taken.payload == {"last_uid": 3}


async def test_who_lost_a_place_can_record_nothing_any_more(store: Store):
    await claim(store, "slow")
    await claim(store, "next", now=NOW + MINUTE)
    with pytest.raises(LeaseLostError, match="another process reads email support imap:INBOX"):
        await store.run(record_cursor, INBOX, {"last_uid": 99}, holder="slow")
    found = await store.read(find_cursor, INBOX)
    assert found is not None
    assert found.payload == {}


async def test_who_lost_a_place_cannot_take_it_from_the_next_by_leaving(store: Store):
    await claim(store, "slow")
    await claim(store, "next", now=NOW + MINUTE)
    await store.run(release_cursor, INBOX, holder="slow")
    assert await claim(store, "third", now=NOW + MINUTE) is None


async def test_places_do_not_stand_in_for_each_other(store: Store):
    other = CursorKey(channel="email", account="sales", name="imap:INBOX")
    archive = CursorKey(channel="email", account="support", name="imap:Archive")
    await claim(store, "first")
    for key in (other, archive):
        assert await claim(store, "second", key=key) is not None
    await store.run(record_cursor, other, {"last_uid": 5}, holder="second")
    found = await store.read(find_cursor, archive)
    assert found is not None
    assert found.payload == {}
