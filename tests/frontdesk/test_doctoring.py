"""What `frontdesk doctor` finds in a database that cannot serve customers yet."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, update

from bot.articles import import_articles
from bot.automating.rule_desk import RuleDesk
from crm_store.schema import queues, staff
from crm_store.service_level_changes import Change, record_policy
from crm_store.staff import record_queue, record_staff_member
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.automations import AutomationKind
from domain.knowledge import Article
from domain.service_levels import EscalationStep, SlaPolicy, StepAction
from domain.staff import Queue, Role, StaffMember
from frontdesk.automation_tools import make_automation_tools
from frontdesk.doctoring import Finding, examine
from frontdesk.settings import Settings, load_settings
from frontdesk.system import SystemClock, SystemIds
from tests.airline import open_airline
from tests.fakes import MONDAY_MORNING as NOW

ADA = StaffMember(
    id="s1",
    email="ada@example.com",
    name="Ada",
    role=Role.AGENT,
    password_hash="not empty",
    active=True,
    created_at=NOW,
)
PETS_QUEUE = Queue(
    name="pets",
    title="Pets",
    topics=(),
    is_default=False,
    first_response_minutes=60,
    position=2,
)
PETS = Article(id="pets", locale="en", title="Pets", variants=("my dog",), answer="Yes.")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """The settings of an installation on the store's database."""
    given = (f"database.url={database_url}", f"server.data_dir={tmp_path}")
    return load_settings(None, given, {}).settings


async def find(settings: Settings, name: str) -> Finding:
    (finding,) = [each async for each in examine(settings) if each.name == name]
    return finding


def change_all(tx: Transaction, table: Any, values: dict[str, Any]) -> None:
    tx.execute(update(table).values(**values))


async def test_it_fails_where_nothing_can_be_handed_to_people(store: Store, settings: Settings):
    found = await find(settings, "queues")
    assert (found.ok, found.words) == (True, "general takes what fits no other")

    await store.run(change_all, queues, {"is_default": False})

    found = await find(settings, "queues")
    assert not found.ok
    assert "frontdesk queue create general --title General --default" in found.words


async def test_it_warns_where_nobody_can_log_in(store: Store, settings: Settings):
    found = await find(settings, "staff")
    assert (found.ok, found.warning) == (True, True)
    assert "frontdesk staff create" in found.words

    await store.run(record_staff_member, ADA)
    found = await find(settings, "staff")
    assert (found.warning, found.words) == (False, "1 can log in")

    for value in ({"active": False}, {"active": True, "password_hash": ""}):
        await store.run(change_all, staff, value)
        assert (await find(settings, "staff")).warning


async def test_it_warns_where_the_bot_knows_nothing(store: Store, settings: Settings):
    found = await find(settings, "knowledge")
    assert (found.ok, found.warning) == (True, True)
    assert "frontdesk kb import" in found.words

    await store.run(import_articles, [PETS], author="test", now=NOW)
    found = await find(settings, "knowledge")
    assert (found.warning, found.words) == (False, "1 published article")


async def test_it_asks_the_companys_own_system(tmp_path: Path, settings: Settings):
    found = await find(settings, "business")
    assert (found.ok, found.words[:25]) == (True, "none named in business.ur")

    async with open_airline(tmp_path) as airline:
        named = settings.model_copy(update={"business": airline.settings})
        assert (await find(named, "business")).words.startswith("Aurora Airways answers at")
        await airline.go_down()
        found = await find(named, "business")
    assert not found.ok
    assert "cannot be reached" in found.words


async def test_it_fails_where_a_step_calls_a_webhook_that_the_settings_do_not_name(
    store: Store, settings: Settings
):
    assert (await find(settings, "steps' webhooks")).ok
    step = EscalationStep(do=StepAction.WEBHOOK, to="paging")
    policy = SlaPolicy(
        name="gold", title="Gold", version="p1", position=1, targets={}, steps=(step,)
    )
    await store.run(record_policy, policy, Change(based_on=None, by=None, now=NOW))
    found = await find(settings, "steps' webhooks")
    assert not found.ok
    assert "paging (steps of gold)" in found.words


async def test_it_warns_of_each_queue_that_nobody_serves_on_a_line_of_its_own(
    store: Store, settings: Settings
):
    assert [each async for each in examine(settings) if each.name == "staffing"] == []
    await store.run(record_staff_member, ADA)
    assert not (await find(settings, "staffing")).warning

    for name in ("refunds", "pets"):
        queue = replace(PETS_QUEUE, name=name, title=name.capitalize(), requires={name: 2})
        await store.run(record_queue, queue)
    told = [each async for each in examine(settings) if each.name == "staffing"]
    assert all(each.ok and each.warning for each in told)
    for title in ("Refunds", "Pets"):
        (words,) = [each.words for each in told if f"queue {title}" in each.words]
        assert "train somebody for it" in words


async def test_a_desk_of_supervisors_who_answer_by_hand_lacks_nobody(
    store: Store, settings: Settings
):
    await store.run(record_staff_member, replace(ADA, role=Role.SUPERVISOR))
    assert not (await find(settings, "staffing")).warning


async def test_it_warns_of_rules_that_name_what_is_gone_or_are_in_vain(
    store: Store, settings: Settings
):
    assert not (await find(settings, "automations")).warning
    clock = SystemClock()
    tools = make_automation_tools(settings, store, clock=clock, ids=SystemIds(clock))
    general = {"everybody": True, "last": True, "actions": [{"do": "queue", "to": "pets"}]}
    await store.run(record_queue, PETS_QUEUE)
    for name, enabled in (("all", True), ("late", True), ("off", False)):
        await RuleDesk(tools).save(
            AutomationKind.RULE, name, {**general, "title": name, "enabled": enabled}, by=ADA
        )
    await store.run(lambda tx: tx.execute(delete(queues).where(queues.c.name == "pets")))
    told = [each async for each in examine(settings) if each.name == "automations"]
    assert all(each.ok and each.warning for each in told)
    words = [each.words for each in told]
    assert any(each.startswith("rule all: actions[0]") and "pets" in each for each in words)
    assert any("'late' is never tried" in each and "remove it" in each for each in words)
    assert not any(each.startswith("rule off") for each in words)
