"""What `frontdesk doctor` finds in a database that cannot serve customers yet."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.articles import import_articles
from crm_store.schema import queues, staff
from crm_store.service_level_changes import Change, record_policy
from crm_store.staff import record_staff_member
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.knowledge import Article
from domain.service_levels import EscalationStep, SlaPolicy, StepAction
from domain.staff import Role, StaffMember
from frontdesk.doctoring import Finding, examine
from frontdesk.settings import Settings, load_settings
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
