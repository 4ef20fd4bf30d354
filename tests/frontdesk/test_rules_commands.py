"""Rules, macros and triggers by the command line."""

import json
from pathlib import Path

import pytest

from frontdesk.command_line import main

FILE = """
[rules.refunds]
title = "Refunds"
enabled = true
all_of = [{ field = "text", comparison = "contains", values = ["refund*"] }]
actions = [{ do = "tag", to = "refund" }, { do = "priority", to = "high" }]

[rules.rest]
everybody = true
actions = [{ do = "tag", to = "rest" }]

[macros.thanks]
actions = [{ do = "reply", texts = { en = "Thank you, {name}." } }]

[triggers.idle]
all_of = [{ field = "status", comparison = "is", values = ["pending"] }]
schedule = { idle_minutes = 1440 }
actions = [{ do = "status", to = "resolved" }]
"""


@pytest.fixture(autouse=True)
def database(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database with all tables; commands run beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATABASE__URL", sqlite_url)
    return sqlite_url


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    code = main(["rules", *words])
    return code, capsys.readouterr().out.splitlines()


def write(text: str, name: str = "rules.toml") -> str:
    Path(name).write_text(text)
    return name


def test_a_file_is_checked_taken_in_shown_and_the_same_again_changes_nothing(
    capsys: pytest.CaptureFixture[str],
):
    file = write(FILE)
    assert run(capsys, "check", file) == (0, [
        "new: rule refunds", "new: rule rest", "new: macro thanks", "new: trigger idle",
        "4 new, 0 changed, 0 unchanged, 0 refused; nothing was written",
    ])  # fmt: skip
    assert run(capsys, "show")[1][0].startswith("no rules, macros or triggers")
    assert run(capsys, "import", file)[0] == 0
    code, lines = run(capsys, "show")
    assert code == 0
    assert lines[0] == (
        "rule 1. refunds  Refunds  text contains refund*  tag refund; priority high  version 1"
    )
    assert lines[1].endswith("version 1  off")
    assert run(capsys, "import", file)[1] == ["0 new, 0 changed, 4 unchanged, 0 refused"]
    document = json.loads("\n".join(run(capsys, "show", "--json")[1]))
    assert run(capsys, "import", write(json.dumps(document), "rules.json"))[1] == [
        "0 new, 0 changed, 4 unchanged, 0 refused"
    ]


def test_where_one_is_refused_none_is_taken_in(capsys: pytest.CaptureFixture[str]):
    wrong = FILE.replace('values = ["pending"]', 'values = ["pendng"]')
    code, lines = run(capsys, "import", write(wrong))
    assert code == 1
    assert any(
        line.startswith("refused: trigger idle: all_of[0].values[0]:") and "'pending'" in line
        for line in lines
    )
    assert lines[-1].endswith("nothing was written")
    assert run(capsys, "show")[1][0].startswith("no rules")


def test_rules_take_the_order_of_the_file_and_what_is_in_vain_is_said(
    capsys: pytest.CaptureFixture[str],
):
    run(capsys, "import", write(FILE))
    start, middle = FILE.index("[rules.rest]"), FILE.index("[macros")
    everything = FILE[start:middle].replace("everybody", "enabled = true\nlast = true\neverybody")
    code, lines = run(capsys, "import", write(everything + FILE[:start] + FILE[middle:]))
    assert code == 0
    assert "changed: rule rest" in lines
    assert "changed: the places of what stood before" in lines
    assert any("never tried" in line for line in lines)
    shown = [line.split("  ")[0] for line in run(capsys, "show")[1] if line.startswith("rule")]
    assert shown == ["rule 1. rest", "rule 2. refunds"]
