"""Clocks that counted a queue's minutes go on as clocks with events, and back."""

from datetime import datetime, timedelta
from typing import Any

from alembic import command
from sqlalchemy import Connection, MetaData, Table, func, insert, select

from crm_store.clocks import list_clocks, list_due_clocks
from crm_store.schema.base import UtcTime
from crm_store.store import make_store
from crm_store.transaction import Transaction
from domain.sla_clocks import SlaClock
from frontdesk.migrating import _make_config
from frontdesk.migration_connections import change_database, read_database
from service_levels.clock_fold import replay
from tests.clocks import always, list_clock_events
from tests.fakes import MONDAY_MORNING as NOW

HOUR = timedelta(hours=1)
# What each had come to an hour after it began: when it was met, and when it was broken.
OLD = {
    "running": (None, None),
    "late": (None, NOW + HOUR),
    "kept": (NOW + HOUR / 2, None),
    "kept-late": (NOW + 2 * HOUR, NOW + HOUR),
}


def go_to(connection: Connection, revision: str) -> None:
    config = _make_config()
    config.attributes["connection"] = connection
    go = command.downgrade if revision == "0007-" else command.upgrade
    go(config, revision.rstrip("-"))


def put(connection: Connection, name: str, **values: Any) -> None:
    """Put a row in a table as it was then, with something in each column that needs it."""
    table = Table(name, MetaData(), autoload_with=connection)
    row: dict[str, Any] = {}
    for column in table.c:
        value = values.get(column.name)
        if value is None and not column.nullable and column.name != "position":
            value = _find_filling(column.type.python_type, column.name)
        if isinstance(value, datetime):
            column.type = UtcTime()
        if value is not None:
            row[column.name] = value
    connection.execute(insert(table).values(row))


def _find_filling(kind: type, name: str) -> Any:
    if name in {"attributes", "payload", "metadata"}:
        return {} if kind is dict else "{}"
    return {str: name, int: 1, datetime: NOW, bool: False, dict: {}}[kind]


def fill(connection: Connection) -> None:
    """Have conversations with clocks, as 0007 kept them."""
    go_to(connection, "0007")
    put(connection, "customers", id="astrid", created_at=NOW)
    for name, (met_at, breached_at) in OLD.items():
        put(
            connection,
            "conversations",
            id=name,
            reference=name,
            customer_id="astrid",
            status="resolved" if met_at else "open",
            priority="high",
            queue="baggage",
        )
        put(
            connection,
            "clocks",
            id=name,
            conversation_id=name,
            kind="first_response",
            policy="baggage",
            target_minutes=60,
            started_at=NOW,
            due_at=NOW + HOUR,
            met_at=met_at,
            breached_at=breached_at,
        )


def read_all(tx: Transaction) -> dict[str, SlaClock]:
    clocks = {name: list_clocks(tx, name)[0] for name in OLD}
    for clock in clocks.values():
        assert replay(list_clock_events(tx, clock.id), always) == clock.state
    return clocks


async def test_each_clock_has_the_events_that_it_adds_up_from(empty_database_url: str) -> None:
    await change_database(empty_database_url, fill)
    await change_database(empty_database_url, lambda connection: go_to(connection, "head"))
    store = make_store(empty_database_url)
    await store.open()
    clocks = await store.read(read_all)
    early = await store.read(list_due_clocks, now=NOW + HOUR * 0.79, limit=9)
    due = await store.read(list_due_clocks, now=NOW + HOUR * 0.8, limit=9)
    await store.close()
    assert {
        name: (clock.state.met_at, clock.state.breached_at) for name, clock in clocks.items()
    } == OLD
    assert {clock.state.due_at for clock in clocks.values()} == {NOW + HOUR}
    assert early == ()
    # What runs is warned of as a queue's own promise is; what was noted already is not noted again.
    assert due == (("running", "running"),)


async def test_going_back_leaves_nothing_that_the_program_before_cannot_read(
    empty_database_url: str,
) -> None:
    await change_database(empty_database_url, fill)

    def go_and_return(connection: Connection) -> None:
        go_to(connection, "head")
        for kind in ("recount", "staff_mail", "webhook", "correct", "deliver"):
            put(connection, "jobs", id=kind, kind=kind, subject="running", state="ready")
        put(
            connection,
            "conversations",
            id="held",
            reference="held",
            customer_id="astrid",
            status="on_hold",
            priority="normal",
        )
        go_to(connection, "0007-")

    await change_database(empty_database_url, go_and_return)

    def look(connection: Connection) -> tuple[Any, ...]:
        tables = {
            name: Table(name, MetaData(), autoload_with=connection)
            for name in ("jobs", "conversations", "clocks")
        }
        kinds = connection.execute(select(tables["jobs"].c.kind)).scalars().all()
        talks = tables["conversations"].c
        status = connection.execute(select(talks.status).where(talks.id == "held")).scalar_one()
        number = connection.execute(select(func.count()).select_from(tables["clocks"]))
        return kinds, status, number.scalar_one()

    assert await read_database(empty_database_url, look) == (["deliver"], "open", len(OLD))
