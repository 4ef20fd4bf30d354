"""Queues by the command line: there is always one, and nobody who waits in one is lost."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from crm_store.conversations import record_conversation
from crm_store.customers import record_customer
from crm_store.schema import conversations
from crm_store.service_level_changes import Change, record_policy
from crm_store.staff import get_default_queue, list_queues, record_queue, remove_queue
from crm_store.store import Store
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.conversations import ConversationStatus
from domain.errors import ConflictError, NotFoundError
from domain.service_levels import EscalationStep, PolicyConditions, SlaPolicy, StepAction
from domain.staff import Queue
from frontdesk.command_line import main
from frontdesk.migrating import migrate
from tests.fakes import MONDAY_MORNING as NOW

GENERAL = "general  General  first response within 240 min  topics: none  default"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without a settings file."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def migrated(folder: Path) -> None:
    """A database at this version, where the defaults have it."""
    asyncio.run(migrate("sqlite:///data/frontdesk.db"))


def make_queue(name: str, *, default: bool = False) -> Queue:
    return Queue(
        name=name,
        title=name.title(),
        topics=(),
        is_default=default,
        first_response_minutes=60,
        position=1,
    )


def put_conversation(tx: Transaction, *, queue: str, status: ConversationStatus) -> None:
    record_customer(tx, customer_id="c1", name="Astrid", language="en", now=NOW)
    conversation = record_conversation(
        tx,
        conversation_id="k1",
        reference="FD-1",
        customer_id="c1",
        key=ThreadKey(channel="api", account="api", thread="astrid"),
        subject=None,
        language="en",
        now=NOW,
    )
    changed = update(conversations).where(conversations.c.id == conversation.id)
    tx.execute(changed.values(queue=queue, status=status))


def find_queue_of_conversation(tx: Transaction) -> Any:
    row = tx.find_row(conversations.select().where(conversations.c.id == "k1"))
    assert row is not None
    return row.queue


async def test_a_new_database_has_a_queue_that_takes_everything(store: Store):
    (queue,) = await store.read(list_queues)

    assert (queue.name, queue.title, queue.topics) == ("general", "General", ())
    assert queue.first_response_minutes == 240
    assert await store.read(get_default_queue) == queue


async def test_one_queue_is_the_default_one_whatever_is_recorded(store: Store):
    async def defaults() -> list[str]:
        return [queue.name for queue in await store.read(list_queues) if queue.is_default]

    await store.run(record_queue, make_queue("baggage"))
    assert await defaults() == ["general"]
    await store.run(record_queue, make_queue("baggage", default=True))
    assert await defaults() == ["baggage"]
    await store.run(record_queue, make_queue("baggage"))
    assert await defaults() == ["baggage"]
    await asyncio.gather(
        *(store.run(record_queue, make_queue(f"q{n}", default=True)) for n in range(8))
    )
    assert len(await defaults()) == 1


async def test_a_queue_in_which_somebody_waits_is_not_removed(store: Store):
    await store.run(record_queue, make_queue("baggage"))
    await store.run(put_conversation, queue="baggage", status=ConversationStatus.OPEN)

    with pytest.raises(ConflictError, match="1 unresolved conversation stands in the queue 'bagg"):
        await store.run(remove_queue, "baggage")
    with pytest.raises(ConflictError, match="'general' is the default one"):
        await store.run(remove_queue, "general")
    with pytest.raises(NotFoundError, match="no queue 'parrots'; there are general, baggage"):
        await store.run(remove_queue, "parrots")

    assert len(await store.read(list_queues)) == 2


async def test_a_queue_that_a_policy_or_a_widened_conversation_names_is_not_removed(
    store: Store,
):
    await store.run(record_queue, make_queue("baggage"))
    policy = SlaPolicy(
        name="gold", title="Gold", version="p1", position=1, targets={}, calendar="always"
    )
    widens = EscalationStep(do=StepAction.WIDEN_QUEUE, to="baggage")
    policies = (
        replace(policy, conditions=PolicyConditions(queues=("baggage",))),
        replace(policy, name="silver", version="p2", steps=(widens,)),
        replace(policy, name="other", version="p3"),
    )
    for each in policies:
        await store.run(record_policy, each, Change(based_on=None, by=None, now=NOW))
    with pytest.raises(ConflictError, match="named by the policies gold, silver;"):
        await store.run(remove_queue, "baggage")

    await store.run(put_conversation, queue="general", status=ConversationStatus.OPEN)
    widened = update(conversations).values(widened_to="baggage")
    await store.run(lambda tx: tx.execute(widened))
    with pytest.raises(ConflictError, match=r"'baggage' sees .+ as well"):
        await store.run(remove_queue, "baggage")


async def test_resolved_conversations_of_a_removed_queue_can_be_reopened_in_the_default_one(
    store: Store,
):
    await store.run(record_queue, make_queue("baggage"))
    await store.run(put_conversation, queue="baggage", status=ConversationStatus.RESOLVED)

    await store.run(remove_queue, "baggage")

    assert [queue.name for queue in await store.read(list_queues)] == ["general"]
    assert await store.read(find_queue_of_conversation) == "general"


def test_queues_are_made_changed_listed_and_removed(
    migrated: None, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*arguments: str) -> list[str]:
        assert main(["queue", *arguments]) == 0
        return capsys.readouterr().out.splitlines()

    assert told("list") == [GENERAL]

    added = ["--title", "Lost things", "--topics", "Baggage, lost,lost"]
    minutes = ["--first-response-minutes", "30"]
    assert told("create", "lost-baggage", *added, *minutes) == [
        "lost-baggage  Lost things  first response within 30 min  topics: baggage, lost"
    ]
    assert told("create", "lost-baggage", "--title", "Baggage", "--default") == [
        "lost-baggage  Baggage  first response within 30 min  topics: baggage, lost  default"
    ]
    assert told("create", "lost-baggage", "--topics", "") == [
        "lost-baggage  Baggage  first response within 30 min  topics: none  default"
    ]
    assert told("list") == [
        "general       General  first response within 240 min  topics: none",
        "lost-baggage  Baggage  first response within 30 min   topics: none  default",
    ]
    assert told("remove", "general") == ["The queue general is gone."]
    assert len(told("list")) == 1


def call(arguments: list[str]) -> Any:
    try:
        return main(arguments)
    except SystemExit as left:
        return left.code


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["create", "Lost Baggage", "--title", "x"], "'Lost Baggage' is no name of a queue"),
        (["create", "-x", "--title", "x"], "required: NAME"),
        (["create", "", "--title", "x"], "'' is no name of a queue"),
        (["create", "q" * 61, "--title", "x"], "is no name of a queue"),
        (["create", "lost\n", "--title", "x"], "is no name of a queue"),
        (["create", "lost"], "there is no queue 'lost' yet; a new one needs a title"),
        (["create", "lost", "--title", " "], "--title: ' ' cannot be used; give one line"),
        (["create", "lost", "--title", "a\nb"], "--title: 'a\\nb' cannot be used"),
        (["create", "lost", "--title", "x", "--topics", "a,,b"], "--topics: '' cannot be used"),
        (["create", "general", "--first-response-minutes", "0"], "give 1 to 43200"),
        (["create", "general", "--first-response-minutes", "43201"], "give 1 to 43200"),
        (["create", "general", "--first-response-minutes", "soon"], "invalid int value: 'soon'"),
        (["remove", "general"], "the queue 'general' is the default one"),
        (["remove", "nope"], "there is no queue 'nope'; there are general"),
        (["remove", "no\udcffpe"], "is no name of a queue"),
    ],
)
def test_what_makes_no_queue_is_refused_with_words(
    migrated: None, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["queue", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert main(["queue", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [GENERAL]
