"""Keys and log-ins can be taken back, and nothing that was opened by them stays open."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from console.passwords import Passwords
from crm_store.staff import find_session, find_staff_by_email, list_api_tokens, record_session
from crm_store.store import make_store
from crm_store.transaction import Transaction
from domain.staff import StaffMember
from frontdesk.command_line import main
from frontdesk.migrating import migrate
from tests.fakes import MONDAY_MORNING

DATABASE = "sqlite:///data/frontdesk.db"
ADA = ["--email", "ada@example.com"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a database where the defaults have it."""
    monkeypatch.chdir(tmp_path)
    asyncio.run(migrate(DATABASE))
    return tmp_path


@pytest.fixture
def ada(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody who is logged in."""
    (folder / "password").write_text("correct horse battery\n")
    create = ["staff", "create", *ADA, "--name", "Ada", "--role", "agent"]
    assert main([*create, "--password-file", "password"]) == 0
    asyncio.run(log_in())
    capsys.readouterr()


def test_a_token_is_listed_and_taken_back_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    make_token("reports", capsys)
    make_token("shop", capsys)

    assert main(["token", "list"]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["ID", "NAME", "ROLE", "CREATED", "LAST", "USED"]
    assert [row.split()[1:3] for row in rows] == [["reports", "agent"], ["shop", "agent"]]
    assert all(row.endswith("  never") for row in rows)

    assert main(["token", "revoke", "reports"]) == 0
    assert list_names() == ["shop"]
    assert main(["token", "revoke", "reports"]) == 2
    assert "there is no token with that id or name" in capsys.readouterr().err


def test_of_several_tokens_with_one_name_the_id_says_which(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_token("shop", capsys)
    make_token("shop", capsys)

    assert main(["token", "revoke", "shop"]) == 2
    told = capsys.readouterr().err
    assert "2 tokens have that name" in told
    assert list_names() == ["shop", "shop"]

    assert main(["token", "revoke", told.split()[-1]]) == 0
    assert list_names() == ["shop"]


def test_who_left_is_logged_out_at_once_and_can_be_let_in_again(
    ada: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff", "deactivate", "--email", "Ada@Example.com"]) == 0
    assert main(["staff", "list"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].split()[:4] == [
        "ada@example.com",
        "Ada",
        "agent",
        "barred",
    ]
    assert main(["staff", "activate", *ADA]) == 0
    # The session of before is over for good.
    assert asyncio.run(find()) == (True, False, True)


def test_another_password_ends_what_the_old_one_opened(ada: None, folder: Path) -> None:
    (folder / "other").write_text("staple horse battery\n")

    assert main(["staff", "set-password", *ADA, "--password-file", "other"]) == 0
    assert asyncio.run(find()) == (True, False, False)


@pytest.mark.parametrize("command", ["deactivate", "activate", "set-password"])
def test_somebody_unknown_is_named(
    folder: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "other").write_text("staple horse battery\n")
    file = ["--password-file", "other"] if command == "set-password" else []

    assert main(["staff", command, *ADA, *file]) == 2
    assert "nobody on the staff has the address ada@example.com" in capsys.readouterr().err


def make_token(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["token", "create", "--role", "agent", "--name", name]) == 0
    capsys.readouterr()


def list_names() -> list[str]:
    async def read() -> list[str]:
        store = make_store(DATABASE)
        await store.open()
        tokens = await store.read(list_api_tokens)
        await store.close()
        return [token.name for token in tokens]

    return asyncio.run(read())


async def log_in() -> None:
    store = make_store(DATABASE)
    await store.open()
    await store.run(record_ada_logged_in)
    await store.close()


def record_ada_logged_in(tx: Transaction) -> None:
    member = find_staff_by_email(tx, "ada@example.com")
    assert member is not None
    record_session(
        tx,
        digest="a digest",
        staff_id=member.id,
        csrf="csrf",
        now=MONDAY_MORNING,
        expires_at=MONDAY_MORNING + timedelta(hours=12),
    )


async def find() -> tuple[bool, bool, bool]:
    """Say whether Ada is active, logged in, and whether her first password still fits."""

    def read(tx: Transaction) -> tuple[StaffMember | None, bool]:
        session = find_session(tx, "a digest", now=MONDAY_MORNING)
        return find_staff_by_email(tx, "ada@example.com"), session is not None

    store = make_store(DATABASE)
    await store.open()
    member, logged_in = await store.read(read)
    await store.close()
    assert member is not None
    fits = await Passwords().verify(member.password_hash, "correct horse battery")
    return member.active, logged_in, fits
