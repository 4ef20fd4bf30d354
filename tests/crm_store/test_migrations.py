"""Any database comes to the version this program works with, or is left alone with a reason."""

import asyncio
import sys

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from crm_store.articles import find_article, get_index_version, record_article
from crm_store.decision_sums import add_to_sums, get_counted_until, list_uncounted
from crm_store.gaps import record_gap, remove_question
from crm_store.schema import metadata
from crm_store.store import make_store
from domain.errors import FrontdeskError
from domain.knowledge import Article
from domain.knowledge_desk import Gap, QuestionSource
from frontdesk.migrating import (
    SchemaVersionError,
    _make_config,
    latest_version,
    migrate,
    require_latest,
    schema_version,
)
from frontdesk.migration_connections import change_database, read_database
from tests.fakes import MONDAY_MORNING as NOW

BAGS = Gap(id="bags", locale="en", title="Bags?", size=1, first_at=NOW, last_at=NOW, found_at=NOW)


async def test_an_empty_database_is_brought_to_the_latest_version(empty_database_url: str) -> None:
    assert await schema_version(empty_database_url) is None

    migration = await migrate(empty_database_url)

    assert (migration.before, migration.after) == (None, latest_version())
    assert await require_latest(empty_database_url) == latest_version()


async def test_the_migrations_lead_to_the_schema_that_the_statements_use(
    empty_database_url: str,
) -> None:
    await migrate(empty_database_url)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    assert await read_database(empty_database_url, differences) == []


async def test_migrating_again_changes_nothing(empty_database_url: str) -> None:
    await migrate(empty_database_url)

    assert not (await migrate(empty_database_url)).changed


async def test_several_processes_may_migrate_at_once(empty_database_url: str) -> None:
    program = (
        "import asyncio, sys; from frontdesk.migrating import migrate; "
        "print(asyncio.run(migrate(sys.argv[1])).changed)"
    )
    started = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, empty_database_url, stdout=asyncio.subprocess.PIPE
        )
        for _ in range(3)
    ]
    said = [(await process.communicate())[0].decode().strip() for process in started]

    assert [process.returncode for process in started] == [0, 0, 0]
    assert sorted(said) == ["False", "False", "True"]


async def test_a_database_of_a_newer_frontdesk_is_refused_and_left_as_it_is(
    empty_database_url: str,
) -> None:
    await migrate(empty_database_url)

    def pretend_newer(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    await change_database(empty_database_url, pretend_newer)

    with pytest.raises(SchemaVersionError, match="9999, newer than this Frontdesk knows"):
        await migrate(empty_database_url)
    with pytest.raises(SchemaVersionError, match="install the newer Frontdesk"):
        await require_latest(empty_database_url)
    assert await schema_version(empty_database_url) == "9999"


async def test_an_unmigrated_database_is_refused_with_what_to_run(empty_database_url: str) -> None:
    with pytest.raises(SchemaVersionError, match="run: frontdesk migrate"):
        await require_latest(empty_database_url)


async def test_a_database_that_belongs_to_something_else_is_left_alone(
    empty_database_url: str,
) -> None:
    def make_table(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))

    await change_database(empty_database_url, make_table)

    with pytest.raises(SchemaVersionError, match=r"no migration made \(invoices\)"):
        await migrate(empty_database_url)


async def test_a_failing_migration_leaves_nothing_behind(empty_database_url: str) -> None:
    def begin_and_fail(connection: Connection) -> None:
        config = _make_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError):
        await change_database(empty_database_url, begin_and_fail)

    def tables(connection: Connection) -> list[str]:
        return inspect(connection).get_table_names()

    assert await read_database(empty_database_url, tables) == []


async def test_a_migration_can_be_taken_back(empty_database_url: str) -> None:
    await migrate(empty_database_url)

    def take_back(connection: Connection) -> list[str]:
        config = _make_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        return inspect(connection).get_table_names()

    assert await change_database(empty_database_url, take_back) == ["alembic_version"]


async def test_what_is_taken_back_keeps_articles_and_is_counted_anew_when_it_returns(
    empty_database_url: str,
) -> None:
    await migrate(empty_database_url)
    store = make_store(empty_database_url)
    await store.open()
    bags = Article(id="bags", locale="en", title="Bags?", variants=("bag",), answer="Two.")
    await store.run(record_article, bags, author="Ann", now=NOW)
    await store.run(record_gap, BAGS, [(QuestionSource.MESSAGE, "x-1")])
    await store.run(remove_question, BAGS.id, (QuestionSource.MESSAGE, "x-1"))
    await store.run(record_gap, BAGS, [(QuestionSource.MESSAGE, "x-2")])
    uncounted = await store.read(list_uncounted, until=NOW, limit=10)
    await store.run(add_to_sums, uncounted, {}, {})
    await store.close()

    def take_back_and_return(connection: Connection) -> None:
        config = _make_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
        assert "gaps" not in inspect(connection).get_table_names()
        command.upgrade(config, "head")

    await change_database(empty_database_url, take_back_and_return)

    store = make_store(empty_database_url)
    await store.open()
    kept = await store.read(find_article, "bags", "en")
    counted_until = await store.read(get_counted_until)
    await store.close()
    assert kept is not None
    assert (kept.variants, kept.version) == (("bag",), 1)
    assert counted_until.year == 1970


async def test_a_database_that_cannot_be_reached_is_named_with_what_to_do() -> None:
    with pytest.raises(FrontdeskError, match=r"see that it runs and that database\.url is right"):
        await migrate("postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(FrontdeskError, match="'mysql' is no engine Frontdesk knows"):
        await migrate("mysql://localhost/x")


async def test_an_address_may_say_how_to_encrypt_as_postgresql_writes_it(
    empty_postgres_url: str,
) -> None:
    url = f"{empty_postgres_url}{'&' if '?' in empty_postgres_url else '?'}sslmode=disable"
    await migrate(url)
    store = make_store(url)
    await store.open()

    assert await store.read(get_index_version) == 0
    await store.close()
