"""What an operator types, and what the exit code and the words are."""

import asyncio
import hashlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from console.passwords import Passwords
from crm_store.staff import find_api_token, find_staff_by_email, list_staff
from crm_store.store import make_store
from domain.staff import ApiToken, Role, StaffMember
from frontdesk.command_line import COMMANDS, main
from frontdesk.migrating import migrate

DATABASE = "sqlite:///data/frontdesk.db"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without a settings file."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def migrated(folder: Path) -> None:
    """A database at this version, where the defaults have it."""
    asyncio.run(migrate(DATABASE))


def frontdesk(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run the real command."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("frontdesk")), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_is_installed_and_tells_errors_in_a_line() -> None:
    wrong = frontdesk("settings", "show", "--set", "server.prot=1")

    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == (
        "frontdesk: server.prot: there is no such setting; did you mean server.port? "
        "(--set server.prot)\n"
    )


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit) as left:
            main([*command.name.split(), "--help"])
        told = " ".join(capsys.readouterr().out.split())
        assert left.value.code == 0
        assert " ".join(command.description.split()) in told
        assert "--config" in told
        assert "--set" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "frontdesk: the following arguments are required: COMMAND; see: frontdesk --help\n"),
        (["token", "create"], "required: --role; see: frontdesk token create --help\n"),
        (["serve"], "invalid choice: 'serve'"),
    ],
)
def test_wrong_use_is_told_in_a_line(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)

    told = capsys.readouterr().err
    assert left.value.code == 2
    assert words in told
    assert told.count("\n") == 1


def test_every_fault_of_the_settings_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "--set", "server.port=x", "--set", "bot.answer_threshold=2"]) == 2

    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[:2] for line in lines] == [
        ["frontdesk", "server.port"],
        ["frontdesk", "bot.answer_threshold"],
    ]


def test_migrate_tells_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0

    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("The database was empty and is now at version ")
    assert second.endswith(" already.")


def test_a_command_that_needs_the_database_says_to_migrate_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["token", "create", "--role", "agent"]) == 2

    assert capsys.readouterr().err.endswith("run: frontdesk migrate\n")


def test_a_worker_needs_a_database_to_share(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["worker"]) == 2

    assert "name a PostgreSQL in database.url" in capsys.readouterr().err


def test_a_token_is_alone_on_its_line_and_only_its_digest_is_kept(
    migrated: None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["token", "create", "--role", "supervisor", "--name", "reports"]) == 0

    token = capsys.readouterr().out.removesuffix("\n")
    assert token.startswith("fdt_")
    assert token.strip() == token

    async def find() -> ApiToken | None:
        store = make_store(DATABASE)
        await store.open()
        found = await store.read(find_api_token, hashlib.sha256(token.encode()).hexdigest())
        await store.close()
        return found

    kept = asyncio.run(find())
    assert kept is not None
    assert (kept.role, kept.name) == (Role.SUPERVISOR, "reports")
    assert token.encode() not in (folder / "data" / "frontdesk.db").read_bytes()


def test_staff_can_be_added_once_and_log_in(
    migrated: None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "password").write_text("correct horse battery\n")
    who = ["--email", "Ada@Example.com", "--name", "Ada", "--role", "agent"]
    add = ["staff", "create", *who, "--password-file", "password"]

    assert main(add) == 0
    assert main(add) == 2

    told = capsys.readouterr()
    assert told.out == "Ada can log in at http://127.0.0.1:8080/console/ with ada@example.com.\n"
    assert "has the address ada@example.com already" in told.err

    async def find() -> tuple[StaffMember, bool]:
        store = make_store(DATABASE)
        await store.open()
        found = await store.read(find_staff_by_email, "ada@example.com")
        await store.close()
        assert found is not None
        return found, await Passwords().verify(found.password_hash, "correct horse battery")

    member, fits = asyncio.run(find())
    assert (member.name, member.role, fits) == ("Ada", Role.AGENT, True)


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("ada", "correct horse battery", "'ada' is no email address such as ada@example.com"),
        ("ada@example.com", "short", "a password needs 15 to 256 characters"),
        ("ada@example.com", "", "a password needs 15 to 256 characters"),
    ],
)
def test_staff_with_a_wrong_address_or_password_are_refused(
    folder: Path, email: str, password: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "password").write_text(password)
    who = ["--email", email, "--name", "Ada", "--role", "agent"]

    assert main(["staff", "create", *who, "--password-file", "password"]) == 2
    assert words in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    who = ["--email", "ada@example.com", "--name", "Ada", "--role", "agent"]

    assert main(["staff", "create", *who, "--password-file", "nope"]) == 2
    assert capsys.readouterr().err == "frontdesk: nope: No such file or directory\n"


def test_doctor_tells_what_to_do_and_then_that_all_is_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    channels = ["--set", "channels.web_form.0.account=contact"]

    assert main(["doctor", *channels]) == 1
    before = capsys.readouterr().out
    assert main(["migrate"]) == 0
    capsys.readouterr()
    assert main(["doctor", *channels]) == 0
    after = capsys.readouterr().out

    assert "FAIL  database: the database is still empty" in before
    assert "run: frontdesk migrate" in before
    names = [line[6:].partition(":")[0] for line in after.splitlines()]
    assert {"settings", "data folder", "secret", "database", "clock", "queues", "jobs"} <= set(
        names
    )
    assert "channel web_form contact" in names
    assert {line[6:].partition(":")[0] for line in after.splitlines() if line[:2] != "ok"} == {
        "staff",
        "knowledge",
    }


def test_only_its_owner_may_read_the_embedded_database(folder: Path) -> None:
    modes: dict[str, int] = {}
    before = os.umask(0o022)
    try:
        assert main(["migrate"]) == 0
        asyncio.run(write_and(lambda: modes.update(read_modes(folder / "data"))))
    finally:
        os.umask(before)

    assert modes == {
        "data": 0o700,
        "frontdesk.db": 0o600,
        "frontdesk.db-shm": 0o600,
        "frontdesk.db-wal": 0o600,
    }


def read_modes(data: Path) -> dict[str, int]:
    return {each.name: stat.S_IMODE(each.stat().st_mode) for each in (data, *data.iterdir())}


async def write_and(look: Callable[[], None]) -> None:
    store = make_store(DATABASE)
    await store.open()
    await store.run(list_staff)
    look()
    await store.close()


def test_doctor_warns_where_others_may_read_the_embedded_database(
    migrated: None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data").chmod(0o755)
    (folder / "data" / "frontdesk.db").chmod(0o644)

    assert main(["doctor"]) == 0
    before = capsys.readouterr().out
    (folder / "data" / "frontdesk.db").chmod(0o600)
    assert main(["doctor"]) == 0
    after = capsys.readouterr().out

    assert "warn  database file: others on this machine may read" in before
    assert "run: chmod 600 data/frontdesk.db" in before
    assert "warn  database file" not in after


def test_doctor_finds_a_channel_that_does_not_work(
    migrated: None, capsys: pytest.CaptureFixture[str]
) -> None:
    sms = {
        "account": "main",
        "account_sid": "AC00000000000000000000000000000000",
        "auth_token": "open sesame",
        "from_number": "+15550100",
        "api_base_url": "http://127.0.0.1:1",
    }
    given = [f"--set=channels.sms.0.{key}={value}" for key, value in sms.items()]

    assert main(["doctor", *given]) == 1

    told = capsys.readouterr().out
    assert "FAIL  channel sms main: " in told
    assert "open sesame" not in told


def test_doctor_tells_faults_of_the_settings_like_all_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["doctor", "--set", "server.prot=1"]) == 1

    assert capsys.readouterr().out.startswith("FAIL  settings: server.prot: there is no such")


def test_articles_are_imported_once_and_refusals_are_told(
    migrated: None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = {"id": "pets", "title": "Pets", "variants": ["may I take my dog"], "answer": "Yes."}
    lines = [json.dumps(article), "nonsense"]
    (folder / "articles.jsonl").write_text("\n".join(lines) + "\n")

    assert main(["kb", "import", "articles.jsonl"]) == 1
    first = capsys.readouterr().out.splitlines()
    (folder / "articles.jsonl").write_text(lines[0] + "\n")
    assert main(["kb", "import", "articles.jsonl"]) == 0
    second = capsys.readouterr().out.splitlines()

    assert first[0].startswith("refused: articles.jsonl:2: ")
    assert first[1] == "new: pets/en"
    assert first[2] == "1 new, 0 changed, 0 unchanged, 1 refused"
    assert second == ["0 new, 0 changed, 1 unchanged, 0 refused"]


async def test_all_of_it_works_on_postgresql(
    empty_postgres_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    on_postgres = ["--set", f"database.url={empty_postgres_url}"]

    assert await asyncio.to_thread(main, ["migrate", *on_postgres]) == 0
    assert await asyncio.to_thread(main, ["token", "create", "--role", "agent", *on_postgres]) == 0
    capsys.readouterr()
    assert await asyncio.to_thread(main, ["doctor", *on_postgres]) == 0

    told = capsys.readouterr().out
    assert "ok    clock: this machine and the database are " in told
    assert "give security.secret where processes on other machines share the database" in told
