"""The log of routing by the command line."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm_store.store import make_store
from crm_store.transaction import Transaction
from domain.routings import RoutingKind
from frontdesk.command_line import main
from frontdesk.commands.routing_log import parse_time
from tests.console.record import begin, record_company
from tests.console.routing_record import explain_pull, put_routing

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def logged(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with three lines on the log; commands run beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATABASE__URL", sqlite_url)

    def record(tx: Transaction) -> None:
        record_company(tx, NOON)
        one, other = begin(tx, 1, now=NOON), begin(tx, 2, now=NOON)
        at = NOON - timedelta(days=1)
        explanation = explain_pull(one, at, via="general")
        put_routing(
            tx,
            one,
            RoutingKind.PULLED,
            at,
            agent="s-agent",
            via="general",
            explanation=explanation,
        )
        put_routing(tx, other, RoutingKind.TAKEN, NOON, agent="s-knowledge")
        put_routing(tx, one, RoutingKind.HANDED_ON, NOON, before="s-agent")

    async def fill() -> None:
        store = make_store(sqlite_url)
        await store.open()
        await store.run(record)
        await store.close()

    asyncio.run(fill())


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["routing", "log", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_log_is_listed_with_its_reasons_the_latest_first(
    capsys: pytest.CaptureFixture[str],
):
    code, out, _err = run(capsys)
    assert code == 0
    lines = out.splitlines()
    assert [line.split("  ")[2] for line in lines] == ["handed_on", "taken", "pulled, overflowed"]
    assert lines[1] == (
        "2026-03-02T12:00Z  FD-00000002  taken  Knowledge Berg took it by hand after 9 min."
    )


def test_what_is_wanted_can_be_narrowed(capsys: pytest.CaptureFixture[str]):
    for words, references in (
        (("--overflowed",), ["FD-00000001"]),
        (("--kind", "taken"), ["FD-00000002"]),
        (("--agent", "agent@example.com"), ["FD-00000001", "FD-00000001"]),
        (("--since", "2026-03-02"), ["FD-00000001", "FD-00000002"]),
        (("--until", "2026-03-02T00:00+00:00"), ["FD-00000001"]),
        (("--words", "by hand"), ["FD-00000002"]),
        (("--limit", "1"), ["FD-00000001"]),
        (("--since", "today"), []),
    ):
        _code, out, _err = run(capsys, *words)
        assert [line.split("  ")[1] for line in out.splitlines()] == references, words


def test_scripts_get_all_that_was_weighed(capsys: pytest.CaptureFixture[str]):
    _code, out, _err = run(capsys, "--overflowed", "--json")
    (line,) = json.loads(out)
    assert (line["agent"], line["via"], line["waited_seconds"]) == ("Agent Berg", "general", 540)
    assert line["explanation"]["candidates"][0]["parts"][0]["name"] == "slack"
    assert "another team" in line["told"]


def test_what_makes_no_sense_is_refused_in_a_line(capsys: pytest.CaptureFixture[str]):
    for words, told in (
        (("--since", "last week"), "is no time"),
        (("--queue", "nowhere"), "nowhere"),
        (("--agent", "nobody@example.com"), "nobody@example.com"),
        (("--limit", "0"), "--limit is from 1"),
    ):
        code, out, err = run(capsys, *words)
        assert (code, out) == (2, "")
        assert told in err


def test_days_are_those_of_the_company():
    zone = ZoneInfo("Europe/Oslo")
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert parse_time("today", zone, now=late) == datetime(2026, 3, 3, tzinfo=zone)
    assert parse_time("yesterday", zone, now=late) == datetime(2026, 3, 2, tzinfo=zone)
    assert parse_time("2026-03-01", zone, now=late) == datetime(2026, 3, 1, tzinfo=zone)
