"""Rules, macros and triggers on record: every version is kept, and no edit is lost."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from crm_store.automation_changes import (
    record_automation,
    record_automation_order,
    record_automation_removal,
)
from crm_store.automation_runs import (
    claim_run,
    count_runs,
    finish_run,
    list_done_occasions,
    list_runs_in,
)
from crm_store.automations import (
    find_automation_version,
    get_automation_version,
    list_automation_versions,
    list_standing_automations,
    list_standing_ids,
)
from crm_store.conversation_tags import (
    count_tags,
    list_tags,
    map_tags,
    record_tags,
    remove_tag,
)
from crm_store.conversations import record_conversation
from crm_store.customers import record_customer
from crm_store.service_level_changes import Change
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.automations import (
    Action,
    ActionKind,
    Automation,
    AutomationKind,
    Comparison,
    Condition,
    Schedule,
)
from domain.channels import ThreadKey
from domain.errors import ConflictError, NotFoundError
from tests.fakes import MONDAY_MORNING as NOW

RULE, MACRO = AutomationKind.RULE, AutomationKind.MACRO
VIP = Automation(
    name="vip",
    title="VIP",
    kind=RULE,
    version="v1",
    position=1,
    all_of=(Condition(field="tier", comparison=Comparison.IS, values=("gold",)),),
    actions=(
        Action(do=ActionKind.REPLY, texts=MappingProxyType({"en": "Hello", "de": "Hallo"})),
        Action(do=ActionKind.TAG, to="vip"),
    ),
    schedule=Schedule(at=("09:00",), weekdays=(0, 4)),
)
LATE = replace(VIP, name="late", version="l1", position=2)


def change(based_on: str | None = None, *, by: str | None = "Sue") -> Change:
    return Change(based_on=based_on, by=by, now=NOW)


async def test_a_version_reads_back_as_it_was_written(store: Store):
    assert await store.run(record_automation, VIP, change()) == 1
    assert await store.read(get_automation_version, "v1") == VIP
    with pytest.raises(NotFoundError):
        await store.read(get_automation_version, "v2")


async def test_versions_are_numbered_and_tell_who_made_them(store: Store):
    await store.run(record_automation, VIP, change())
    await store.run(record_automation, replace(VIP, version="v2", title="V"), change("v1", by="Bo"))
    newest, first = await store.read(list_automation_versions, RULE, "vip")
    assert (newest.number, newest.created_by, newest.automation.title) == (2, "Bo", "V")
    assert (first.number, first.created_by, first.automation) == (1, "Sue", VIP)
    assert await store.read(find_automation_version, RULE, "vip", 1) == first
    assert await store.read(find_automation_version, RULE, "vip", 3) is None


async def test_of_several_who_edit_the_same_at_once_one_is_heard(store: Store):
    await store.run(record_automation, VIP, change())
    outcomes = await asyncio.gather(
        *(
            store.run(record_automation, replace(VIP, version=f"v{at}"), change("v1"))
            for at in range(2, 7)
        ),
        return_exceptions=True,
    )
    assert outcomes.count(2) == 1
    assert sum(isinstance(each, ConflictError) for each in outcomes) == 4


async def test_a_name_is_one_kinds_alone(store: Store):
    await store.run(record_automation, VIP, change())
    with pytest.raises(ConflictError, match="there is a rule 'vip'; choose another name"):
        await store.run(record_automation, replace(VIP, kind=MACRO, version="m1"), change())


async def test_what_is_removed_leaves_its_versions_and_the_others_move_up(store: Store):
    await store.run(record_automation, VIP, change())
    await store.run(record_automation, LATE, change())
    with pytest.raises(ConflictError, match="somebody changed"):
        await store.run(record_automation_removal, replace(VIP, version="v9"), change("v0"))
    await store.run(record_automation_removal, replace(VIP, version="v2"), change("v1"))
    assert await store.read(list_standing_ids) == (("rule", "late", 1, False, "l1"),)
    assert len(await store.read(list_automation_versions, RULE, "vip")) == 2
    with pytest.raises(NotFoundError):
        await store.run(record_automation_removal, replace(VIP, version="v3"), change("v2"))
    assert await store.run(record_automation, replace(VIP, version="v4"), change()) == 3


async def test_an_order_is_kept_for_each_kind(store: Store):
    macro = replace(LATE, name="macro", kind=MACRO, version="m1", position=1)
    for each in (VIP, LATE, macro):
        await store.run(record_automation, each, change())
    await store.run(record_automation_order, RULE, ["late", "vip"])
    rules = await store.read(list_standing_automations, RULE)
    assert [each.automation.name for each in rules] == ["late", "vip"]
    assert [name for _, name, *_ in await store.read(list_standing_ids)] == ["macro", "late", "vip"]


def _begin(tx: Transaction, name: str) -> None:
    record_customer(tx, customer_id=f"c-{name}", name=None, language=None, now=NOW)
    record_conversation(
        tx,
        conversation_id=name,
        reference=f"FD-{name}",
        customer_id=f"c-{name}",
        key=ThreadKey(channel="sms", account="main", thread=name),
        subject=None,
        language=None,
        now=NOW,
    )


async def test_an_occasion_is_claimed_once_by_however_many(store: Store):
    await store.run(_begin, "a")

    def claim(tx: Transaction) -> bool:
        return claim_run(tx, VIP, "a", occasion="idle:7", done={}, by=None, now=NOW)

    assert sum(await asyncio.gather(*(store.run(claim) for _ in range(8)))) == 1
    done = {"tag vip": "tagged vip"}
    await store.run(finish_run, "vip", "a", occasion="idle:7", done=done)
    (run,) = await store.read(list_runs_in, "a")
    assert (run.done, run.version_id, run.by) == (done, "v1", None)
    assert await store.read(list_done_occasions, "vip", ["a", "b"]) == {("a", "idle:7")}
    assert await store.read(count_runs, since=NOW) == {"vip": 1}
    assert await store.read(count_runs, since=NOW + timedelta(seconds=1)) == {}


async def test_tags_are_given_once_and_taken_off(store: Store):
    for name in ("a", "b"):
        await store.run(_begin, name)
    assert await store.run(record_tags, "a", ["x", "y", "x"], by=None, now=NOW) == ("x", "y")
    assert await store.run(record_tags, "a", ["y", "z"], by="ann", now=NOW) == ("z",)
    await store.run(record_tags, "b", ["x"], by=None, now=NOW)
    assert await store.read(map_tags, ["a", "b", "c"]) == {"a": ("x", "y", "z"), "b": ("x",)}
    assert await store.read(count_tags) == {"x": 2, "y": 1, "z": 1}
    assert await store.run(remove_tag, "a", "y")
    assert not await store.run(remove_tag, "a", "y")
    assert await store.read(list_tags, "a") == ("x", "z")
