"""The complaint register by the command line."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clocks.agreements import Agreements
from crm_store.store import make_store
from crm_store.transaction import Transaction
from frontdesk.command_line import main
from tests.console.record import begin, record_company
from tests.fakes import SequentialIds
from tests.stories.complaint_cases import record_case

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NUMBER = "C-7K2M9Q"


@dataclass
class _Tools:
    ids: SequentialIds = field(default_factory=SequentialIds)
    agreements: Agreements = field(default_factory=Agreements)


@pytest.fixture(autouse=True)
def kept(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with one complaint; commands run beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATABASE__URL", sqlite_url)

    def record(tx: Transaction) -> None:
        record_company(tx, NOON)
        tools: Any = _Tools()
        conversation = begin(tx, 1, now=NOON)
        record_case(tx, tools, conversation.reference, NUMBER, {"owner": "s-agent"}, now=NOON)

    async def fill() -> None:
        store = make_store(sqlite_url)
        await store.open()
        await store.run(record)
        await store.close()

    asyncio.run(fill())


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["complaints", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("narrowed", [(), ("--open",), ("--late",)])
def test_complaints_are_listed(capsys: pytest.CaptureFixture[str], narrowed: tuple[str, ...]):
    code, out, _err = run(capsys, "list", *narrowed)
    assert code == 0
    head, line = out.splitlines()
    assert head.split() == [
        *("NUMBER", "RECEIVED", "STAGE", "DUE", "SEVERITY", "CATEGORY"),
        *("OWNER", "IN", "CUSTOMER"),
    ]
    assert line.startswith(f"{NUMBER}  2026-03-02T12:00Z  received  2026-03-03T04:00Z late  minor")
    assert "FD-00000001" in line


def test_a_complaint_is_shown_with_its_sum_and_its_course(capsys: pytest.CaptureFixture[str]):
    code, out, _err = run(capsys, "show", NUMBER.lower())
    assert code == 0
    assert out.startswith(f"{NUMBER}  delay\n")
    assert "severity      minor: 15 = 10 (the tier gold) + 5 (about delay)" in out
    assert "course        Received Mon 2 Mar 12:00 by Frontdesk" in out
    assert "late          since 2026-03-03T04:00Z" in out
    assert "    2026-03-02T12:00Z  received, by Frontdesk" in out


def test_one_that_is_not_there_is_said_so(capsys: pytest.CaptureFixture[str]):
    code, _out, err = run(capsys, "show", "C-NOBODY")
    assert code != 0
    assert "there is no complaint 'C-NOBODY'" in err
