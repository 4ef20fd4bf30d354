"""The mailed reports by the command line."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crm_store.store import make_store
from crm_store.transaction import Transaction
from domain.figures import Figure
from frontdesk.command_line import main
from tests.console.record import record_company
from tests.crm_store.figure_record import make_part, put_sums

TUESDAY = date(2026, 2, 24)


@pytest.fixture(autouse=True)
def counted(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database in which nine of ten promises were kept on a Tuesday."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATABASE__URL", sqlite_url)

    def record(tx: Transaction) -> None:
        record_company(tx, datetime(2026, 3, 2, tzinfo=UTC))
        parts = [(Figure.KEPT, 9), (Figure.BROKEN, 1)]
        put_sums(tx, [make_part(each, TUESDAY, "first_response", n=n) for each, n in parts])

    async def fill() -> None:
        store = make_store(sqlite_url)
        await store.open()
        await store.run(record)
        await store.close()

    asyncio.run(fill())


def test_the_weekly_report_is_printed(capsys: pytest.CaptureFixture[str]):
    assert main(["report", "weekly", "--day", "2026-02-23"]) == 0
    text = capsys.readouterr().out
    assert "weekly report, 23 Feb to 1 Mar 2026" in text
    assert "90 % of 10 promises to customers were kept" in text


def test_the_daily_report_is_of_one_day(capsys: pytest.CaptureFixture[str]):
    assert main(["report", "daily", "--day", "2026-02-25"]) == 0
    assert "No promise to a customer was due" in capsys.readouterr().out


def test_as_html_it_is_written_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    file = tmp_path / "report.html"
    asked = ["report", "weekly", "--html", "--to", str(file), "--day", "2026-02-23"]
    assert main(asked) == 0
    assert capsys.readouterr().out == ""
    assert "<td>All promises</td>" in file.read_text()


def test_without_a_day_it_is_the_one_that_went_out_last(capsys: pytest.CaptureFixture[str]):
    assert main(["report", "weekly"]) == 0
    assert "weekly report" in capsys.readouterr().out


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "23.02.2026"])
def test_a_day_that_is_none_is_told(capsys: pytest.CaptureFixture[str], day: str):
    assert main(["report", "weekly", "--day", day]) == 2
    assert "is no day; write 2026-11-16" in capsys.readouterr().err
