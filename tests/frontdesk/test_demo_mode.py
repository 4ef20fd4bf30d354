"""`run --demo` keeps away from a real company's record, and says who else can see the demo."""

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from crm_store.articles import count_articles
from crm_store.staff import list_staff
from crm_store.store import make_store
from frontdesk.command_line import main
from frontdesk.demo_mode import PASSWORD_FILE, print_welcome
from frontdesk.settings import load_settings

DATABASE = "sqlite:///data/frontdesk.db"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory without a settings file."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_database_with_people_of_its_own_is_not_opened_to_everybody(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "password").write_text("correct horse battery\n")
    who = ["--email", "ada@example.org", "--name", "Ada", "--role", "admin"]
    assert main(["migrate"]) == 0
    assert main(["staff", "create", *who, "--password-file", "password"]) == 0
    capsys.readouterr()

    assert main(["run", "--demo"]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert f"frontdesk: {DATABASE} is in use and does not hold the demo company" in told.err
    assert "leave out --demo, or name an empty database in database.url" in told.err
    assert asyncio.run(count_staff_and_articles()) == (1, 0)
    assert not (folder / "data" / PASSWORD_FILE).exists()


def test_the_demo_needs_to_know_its_port(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    anywhere = ["--set", "server.port=0", "--set", "server.public_url=http://desk.example.com"]

    assert main(["run", "--demo", *anywhere]) == 2
    assert "name another server.port than 0" in capsys.readouterr().err


@pytest.mark.parametrize(
    "given",
    ["server.host=0.0.0.0", "server.host=192.0.2.7", "server.public_url=https://desk.example.com"],
)
def test_a_demo_that_others_can_reach_is_warned_of(
    given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with capture_logs() as logged:
        print_welcome(load_settings(None, (given,), {}).settings, "a password")

    assert [(each["event"], each["log_level"]) for each in logged] == [
        ("demo_is_public", "warning")
    ]
    told = capsys.readouterr().out
    assert "WARNING: not this machine alone can reach it" in told
    assert "listen on 127.0.0.1" in told


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_a_demo_on_this_machine_alone_needs_no_warning(
    host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with capture_logs() as logged:
        print_welcome(load_settings(None, (f"server.host={host}",), {}).settings, "a password")

    assert logged == []
    assert "WARNING" not in capsys.readouterr().out


async def count_staff_and_articles() -> tuple[int, int]:
    store = make_store(DATABASE)
    await store.open()
    staff, articles = await store.read(list_staff), await store.read(count_articles)
    await store.close()
    return len(staff), articles
