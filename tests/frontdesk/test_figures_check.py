"""Operators see by the command line whether the numbers of reports can be trusted."""

import asyncio
from pathlib import Path

import pytest

from crm_store.conversations import record_conversation
from crm_store.customers import record_customer
from crm_store.figure_changes import count_figure_changes, delete_figure_changes
from crm_store.figure_zone import record_figure_zone
from crm_store.store import make_store
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from frontdesk.command_line import main
from tests.fakes import MONDAY_MORNING as NOW


@pytest.fixture(autouse=True)
def database(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database in which something was counted wrongly."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATABASE__URL", sqlite_url)
    _do(sqlite_url, _begin_unnoted)
    return sqlite_url


def _begin_unnoted(tx: Transaction) -> int:
    """Begin a conversation of which no word is left, as where somebody forgot to."""
    record_customer(tx, customer_id="ann", name="Ann", language=None, now=NOW)
    record_conversation(
        tx,
        conversation_id="talk",
        reference="FD-00000001",
        customer_id="ann",
        key=ThreadKey(channel="sms", account="main", thread="+15550142"),
        subject=None,
        language=None,
        now=NOW,
    )
    tx.finish()
    return delete_figure_changes(tx, range(10))


def _count_in_oslo(tx: Transaction) -> int:
    record_figure_zone(tx, "Europe/Oslo", now=NOW)
    return 0


def _do(url: str, work: object) -> int:
    async def run() -> int:
        store = make_store(url)
        await store.open()
        try:
            return int(await store.run(work))  # type: ignore[arg-type]  # a transaction function
        finally:
            await store.close()

    return asyncio.run(run())


def test_what_is_wrong_is_named_and_left(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("wrong  FD-00000001: missing: arrived of 2026-03-02 (sms standard)")
    assert lines[-1] == "1 conversation counted from the beginning, 1 wrong"
    assert _do(database, count_figure_changes) == 0


def test_what_is_wrong_is_left_to_the_server_to_count_where_asked_to(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", "check", "--mend"]) == 1
    assert _do(database, count_figure_changes) == 1
    # It waits for being counted, which is no mistake, but told.
    capsys.readouterr()
    assert main(["figures", "check"]) == 0
    total, note = capsys.readouterr().out.splitlines()
    assert total == "1 conversation counted from the beginning, 0 wrong"
    assert note.startswith("note: 1 conversation waits to be counted, which a server does")


def test_where_the_settings_name_another_time_zone_both_are_named(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _do(database, _count_in_oslo)
    main(["figures", "check"])
    assert (
        capsys.readouterr()
        .out.splitlines()[-1]
        .startswith(
            "note: figures are counted by the days of Europe/Oslo, but the settings name UTC: set "
            "`time_zone = 'Europe/Oslo'` under [company]"
        )
    )
    main(["report", "weekly"])
    assert "by the days of Europe/Oslo" in capsys.readouterr().err


def test_a_report_says_what_it_lacks(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["figures", "check", "--mend"])
    assert main(["report", "weekly"]) == 0
    assert "note: 1 conversation waits to be counted" in capsys.readouterr().err


def test_doctor_says_how_the_figures_are(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor"])
    (line,) = [each for each in capsys.readouterr().out.splitlines() if "figures:" in each]
    assert line == (
        "ok    figures: 0 changes wait for being counted; the first night's check is to come"
    )
