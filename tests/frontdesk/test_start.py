"""A server that cannot start says so and is gone, and leaves the one that runs alone."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crm_store.jobs import record_job
from crm_store.schema import jobs
from crm_store.store import make_store
from crm_store.transaction import Transaction
from domain.jobs import JobKind
from frontdesk.command_line import main
from frontdesk.demo_mode import PASSWORD_FILE
from frontdesk.single_process import AlreadyRunningError, only_server
from tests.fakes import MONDAY_MORNING as NOW
from tests.ports import free_port

COMMAND = str(Path(sys.executable).with_name("frontdesk"))
DATABASE = "sqlite:///data/frontdesk.db"
# Long enough for a busy machine; a process that hangs would never end.
END_SECONDS = 60.0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without a settings file."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_to_its_end(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [COMMAND, "run", "--set", f"server.port={free_port()}", *arguments],
        capture_output=True,
        text=True,
        timeout=END_SECONDS,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.fixture
def holder() -> Iterator[subprocess.Popen[str]]:
    """Another process that has the database to itself."""
    code = (
        "import sys, time\n"
        "from frontdesk.single_process import only_server\n"
        f"with only_server({DATABASE!r}):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_demo_that_cannot_keep_its_password_ends_with_a_word(folder: Path) -> None:
    # A folder in its place cannot be read by anybody, root included.
    (folder / "data" / PASSWORD_FILE).mkdir(parents=True)

    code, told = run_to_its_end("--demo")

    assert code == 2
    assert f"frontdesk: data/{PASSWORD_FILE} cannot be kept" in told


def test_a_second_server_on_the_same_file_is_refused_before_it_touches_anything(
    holder: subprocess.Popen[str], folder: Path
) -> None:
    (folder / "data" / "same.db").symlink_to(folder / "data" / "frontdesk.db")
    refused = f"another Frontdesk (process {holder.pid}) serves "

    code, told = run_to_its_end("--set", f"database.url={DATABASE}")

    assert code == 2
    assert f"frontdesk: {refused}" in told
    assert "stop it first" in told
    for url in (f"sqlite:///{folder}/data/frontdesk.db", "sqlite:///data/same.db"):
        with pytest.raises(AlreadyRunningError, match=re.escape(refused)), only_server(url):
            pass
    assert not (folder / "data" / "frontdesk.db").exists()


def lease(tx: Transaction) -> None:
    record_job(
        tx,
        job_id="j1",
        kind=JobKind.PROCESS,
        ordering_key="k",
        subject="s",
        now=NOW,
        lease_until=NOW + timedelta(days=36500),
    )


def count_leased(tx: Transaction) -> int:
    return len(tx.execute(jobs.select().where(jobs.c.lease_until.is_not(None))).all())


def test_the_work_of_the_first_server_stays_its_own(folder: Path) -> None:
    assert main(["migrate"]) == 0

    async def lease_and_start_another() -> int:
        store = make_store(DATABASE)
        await store.open()
        try:
            with only_server(DATABASE):
                await store.run(lease)
                code, _ = await asyncio.to_thread(run_to_its_end)
                assert code == 2
            return await store.read(count_leased)
        finally:
            await store.close()

    assert asyncio.run(lease_and_start_another()) == 1


def test_commands_go_on_working_beside_a_server(
    holder: subprocess.Popen[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "password").write_text("correct horse battery\n")
    who = ["--email", "ada@example.com", "--name", "Ada", "--role", "admin"]
    article = '{"id": "pets", "title": "Pets", "variants": ["my dog"], "answer": "Yes."}\n'
    (folder / "articles.jsonl").write_text(article)

    for arguments in (
        ["migrate"],
        ["queue", "create", "baggage", "--title", "Baggage"],
        ["kb", "import", "articles.jsonl"],
        ["staff", "create", *who, "--password-file", "password"],
        ["token", "create", "--role", "agent"],
        ["doctor"],
    ):
        assert main(arguments) == 0, capsys.readouterr()


def test_the_next_server_starts_once_the_first_is_gone_however_it_went(
    holder: subprocess.Popen[str],
) -> None:
    with pytest.raises(AlreadyRunningError), only_server(DATABASE):
        pass

    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()

    with only_server(DATABASE):
        pass
    with only_server(DATABASE):
        pass


async def test_many_servers_share_one_postgresql(postgres_url: str) -> None:
    with only_server(postgres_url), only_server(postgres_url):
        pass
