"""Policies and calendars by the command line."""

import asyncio
import json
from pathlib import Path

import pytest

from crm_store.service_levels import list_standing
from crm_store.store import make_store
from frontdesk.command_line import main

FILE = """
[calendars.office]
title = "Oslo office"
time_zone = "Europe/Oslo"
week = { monday = [["09:00", "17:00"]], friday = [["09:00", "12:00"], ["13:00", "16:00"]] }
holidays = ["NO"]

[policies.gold]
title = "Gold customers"
conditions = { tiers = ["gold"], channels = ["web_chat"] }
calendar = "office"
targets = { first_response = { default = "2h", urgent = "30m" }, resolution = "2d" }
[[policies.gold.steps]]
at = "80%"
do = "notify"
to = "supervisors"

[policies.everybody]
targets = { first_response = 240 }
"""


@pytest.fixture(autouse=True)
def database(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database with all tables; commands run beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATABASE__URL", sqlite_url)
    return sqlite_url


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    code = main(["sla", *words])
    return code, capsys.readouterr().out.splitlines()


def write(text: str, name: str = "sla.toml") -> str:
    Path(name).write_text(text)
    return name


def count_standing(url: str) -> int:
    async def count() -> int:
        store = make_store(url)
        await store.open()
        try:
            return len(await store.read(list_standing))
        finally:
            await store.close()

    return asyncio.run(count())


def test_a_file_is_taken_in_and_the_same_again_changes_nothing(
    capsys: pytest.CaptureFixture[str],
):
    path = write(FILE)
    assert run(capsys, "import", path) == (
        0,
        [
            "new: calendar office",
            "new: policy gold",
            "new: policy everybody",
            "3 new, 0 changed, 0 unchanged, 0 refused",
        ],
    )
    assert run(capsys, "import", path) == (0, ["0 new, 0 changed, 3 unchanged, 0 refused"])
    changed = write(FILE.replace("240", "180"))
    assert run(capsys, "import", changed)[1][0] == "changed: policy everybody"


def test_where_one_is_refused_it_says_why_and_takes_nothing_in(
    capsys: pytest.CaptureFixture[str], database: str
):
    code, lines = run(capsys, "import", write(FILE.replace('"office"', '"ofice"')))
    assert code == 1
    assert lines == [
        "new: calendar office",
        "new: policy everybody",
        "refused: policy gold: calendar: there is no calendar 'ofice'; did you mean 'office'?",
        "2 new, 0 changed, 0 unchanged, 1 refused; nothing was written",
    ]
    assert count_standing(database) == 0


def test_a_check_writes_nothing(capsys: pytest.CaptureFixture[str], database: str):
    code, lines = run(capsys, "check", write(FILE))
    assert code == 0
    assert lines[-1] == "3 new, 0 changed, 0 unchanged, 0 refused; nothing was written"
    assert count_standing(database) == 0
    assert run(capsys, "check", write(FILE.replace("2d", "0")))[0] == 1


def test_what_stands_is_shown(capsys: pytest.CaptureFixture[str]):
    assert run(capsys, "show")[1][0].startswith("no policies")
    run(capsys, "import", write(FILE))
    code, (gold, everybody, office) = run(capsys, "show")
    assert code == 0
    assert gold == (
        "1. gold  Gold customers  tiers: gold; channels: web_chat  calendar office  "
        "first_response 2h/urgent 30m, resolution 48h  version 1"
    )
    assert everybody == (
        "2. everybody  everybody  for everything  calendar always  first_response 4h  version 1"
    )
    assert office == "calendar office  Oslo office  Europe/Oslo  used by gold"


def test_what_is_shown_as_json_can_be_taken_in_again(capsys: pytest.CaptureFixture[str]):
    run(capsys, "import", write(FILE))
    _, (line,) = run(capsys, "show", "--json")
    assert list(json.loads(line)["policies"]) == ["gold", "everybody"]
    again = run(capsys, "import", write(line, "sla.json"))
    assert again == (0, ["0 new, 0 changed, 3 unchanged, 0 refused"])


@pytest.mark.parametrize(
    ("text", "name"),
    [("[policies", "a.toml"), ("{", "a.json"), ("[]", "b.json"), ("policy = 1", "b.toml")],
)
def test_what_is_no_such_file_is_told(capsys: pytest.CaptureFixture[str], text: str, name: str):
    assert main(["sla", "import", write(text, name)]) == 2
    assert "frontdesk: " in capsys.readouterr().err
    assert main(["sla", "import", "missing.toml"]) == 2
