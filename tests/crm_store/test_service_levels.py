"""Agreements and calendars on record: every version is kept, and no edit is lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from crm_store.service_level_changes import (
    Change,
    record_calendar,
    record_calendar_removal,
    record_order,
    record_policy,
    record_policy_removal,
)
from crm_store.service_levels import (
    get_calendar_version,
    get_policy_version,
    list_calendar_versions,
    list_policy_versions,
    list_standing,
    list_standing_calendars,
    list_standing_policies,
)
from crm_store.store import Store
from domain.calendars import ALWAYS
from domain.errors import ConflictError, NotFoundError
from domain.service_levels import ClockKind, SlaPolicy
from tests.fakes import MONDAY_MORNING as NOW

OFFICE = replace(ALWAYS, name="office", title="Office", version="c1")
GOLD = SlaPolicy(
    name="gold",
    title="Gold",
    version="p1",
    position=1,
    targets={ClockKind.FIRST_RESPONSE: {"default": 60, "urgent": 15}},
)
SILVER = replace(GOLD, name="silver", title="Silver", version="s1", position=2)


def change(based_on: str | None = None, *, by: str | None = "Ann", hours: int = 0) -> Change:
    return Change(based_on=based_on, by=by, now=NOW + timedelta(hours=hours))


async def list_order(store: Store) -> list[str]:
    return [each.definition.name for each in await store.read(list_standing_policies)]


async def test_a_policy_reads_back_as_it_was_written(store: Store):
    assert await store.run(record_policy, GOLD, change()) == 1
    assert await store.read(get_policy_version, "p1") == GOLD


async def test_versions_are_numbered_and_tell_who_made_them_and_when(store: Store):
    await store.run(record_policy, GOLD, change())
    later = replace(GOLD, version="p2", title="Golden")
    assert await store.run(record_policy, later, change("p1", by=None, hours=1)) == 2
    newest, first = await store.read(list_policy_versions, "gold")
    assert (newest.number, newest.by, newest.at) == (2, None, NOW + timedelta(hours=1))
    assert (first.number, first.by, first.definition) == (1, "Ann", GOLD)
    assert [each.definition for each in await store.read(list_standing_policies)] == [later]


async def test_an_edit_of_an_old_version_is_refused_and_changes_nothing(store: Store):
    await store.run(record_policy, GOLD, change())
    await store.run(record_policy, replace(GOLD, version="p2"), change("p1"))
    with pytest.raises(ConflictError, match="somebody changed"):
        await store.run(record_policy, replace(GOLD, version="p3"), change("p1"))
    with pytest.raises(NotFoundError):
        await store.read(get_policy_version, "p3")


async def test_of_two_who_edit_the_same_at_once_one_is_refused(store: Store):
    await store.run(record_calendar, OFFICE, change())
    outcomes = await asyncio.gather(
        *(
            store.run(record_calendar, replace(OFFICE, version=f"c{at}"), change("c1"))
            for at in range(2, 7)
        ),
        return_exceptions=True,
    )
    assert outcomes.count(2) == 1
    assert sum(isinstance(each, ConflictError) for each in outcomes) == 4


async def test_a_name_that_is_taken_is_not_taken_again(store: Store):
    await store.run(record_calendar, OFFICE, change())
    with pytest.raises(ConflictError, match="there is a calendar 'office' already"):
        await store.run(record_calendar, replace(OFFICE, version="c2"), change())


async def test_what_was_removed_meanwhile_is_not_edited_back_by_accident(store: Store):
    await store.run(record_policy, GOLD, change())
    await store.run(record_policy_removal, replace(GOLD, version="p2"), change("p1"))
    with pytest.raises(ConflictError, match="was removed meanwhile"):
        await store.run(record_policy, replace(GOLD, version="p3"), change("p1"))


async def test_what_was_removed_stays_readable_by_its_versions(store: Store):
    await store.run(record_calendar, OFFICE, change())
    removal = change("c1", by="Ben", hours=2)
    await store.run(record_calendar_removal, replace(OFFICE, version="c2"), removal)
    assert not await store.read(list_standing)
    assert not await store.read(list_standing_calendars)
    assert await store.read(get_calendar_version, "c1") == OFFICE
    assert [each.by for each in await store.read(list_calendar_versions, "office")] == [
        "Ben",
        "Ann",
    ]


async def test_what_is_made_anew_goes_on_counting_its_versions(store: Store):
    await store.run(record_calendar, OFFICE, change())
    await store.run(record_calendar_removal, replace(OFFICE, version="c2"), change("c1"))
    assert await store.run(record_calendar, replace(OFFICE, version="c3"), change()) == 3
    assert len(await store.read(list_standing_calendars)) == 1


@pytest.mark.parametrize(
    ("remove", "removed"), [(record_calendar_removal, OFFICE), (record_policy_removal, GOLD)]
)
async def test_what_is_not_there_cannot_be_removed(store: Store, remove: Any, removed: Any):
    with pytest.raises(NotFoundError, match="there is no"):
        await store.run(remove, removed, change())


async def test_policies_stand_in_the_order_that_they_are_put_in(store: Store):
    await store.run(record_policy, GOLD, change())
    await store.run(record_policy, SILVER, change())
    assert await list_order(store) == ["gold", "silver"]
    await store.run(record_order, ["silver", "gold"])
    assert await list_order(store) == ["silver", "gold"]
    await store.run(record_policy_removal, replace(SILVER, version="s2"), change("s1"))
    standing = await store.read(list_standing)
    assert [(name, position) for _, name, position, *_ in standing] == [("gold", 1)]
