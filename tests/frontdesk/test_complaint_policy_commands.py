"""The complaint policy by the command line."""

from pathlib import Path

import pytest

from frontdesk.command_line import main

FILE = """
voucher_days = 180
budgets = { EUR = "1000.00" }

[gestures]
approval_above = { EUR = "50.00" }
table = [{ severity = "serious", give = "voucher", cost = "EUR 25.00" }]
"""


@pytest.fixture(autouse=True)
def database(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database with all tables; commands run beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATABASE__URL", sqlite_url)
    return sqlite_url


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    code = main(["complaints", "policy", *words])
    return code, capsys.readouterr().out.splitlines()


def write(text: str, name: str = "policy.toml") -> str:
    Path(name).write_text(text)
    return name


def test_a_policy_is_checked_taken_in_and_shown_as_a_file_that_changes_nothing(
    capsys: pytest.CaptureFixture[str],
):
    assert run(capsys, "show")[1][0] == "# the complaint policy as it is shipped"
    file = write(FILE)
    assert run(capsys, "check", file) == (0, [
        "changed: voucher_days", "changed: budgets", "changed: gestures",
        "it can be taken in; nothing was written",
    ])  # fmt: skip
    assert run(capsys, "import", file)[1][-1] == "version 1 holds from now on"
    code, lines = run(capsys, "show")
    assert code == 0
    assert lines[0].startswith("# version 1 of the complaint policy, ")
    assert lines[0].endswith(" by command line")
    assert 'budgets = { EUR = "1000.00" }' in lines or 'EUR = "1000.00"' in lines
    assert run(capsys, "import", write("\n".join(lines), "again.toml")) == (
        0,
        ["nothing is changed by it"],
    )


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_taken_in(
    capsys: pytest.CaptureFixture[str],
):
    wrong = write(
        'calendar = "ofice"\nbudgets = { EUR = 1000 }\n[gestures]\n'
        'table = [{ severity = "serius", give = "voucher", cost = "EUR 25" }]\n'
        "[recovery]\ncsat = 1\n[limts]\n"
    )
    for word in ("check", "import"):
        code, lines = run(capsys, word, wrong)
        assert code == 1
        assert [line.split(": ")[1] for line in lines[:-1]] == [
            "calendar", "budgets.EUR", "gestures.table[0].severity", "recovery.csat", "limts",
        ]  # fmt: skip
        assert "did you mean 'serious'?" in lines[2]
        assert lines[-1] == "5 refused; nothing was written"
    assert run(capsys, "show")[1][0] == "# the complaint policy as it is shipped"


def test_what_can_hardly_be_meant_is_told(capsys: pytest.CaptureFixture[str]):
    without = write(FILE.replace('budgets = { EUR = "1000.00" }', ""))
    code, lines = run(capsys, "check", without)
    assert code == 0
    assert lines[0].startswith("to look at: gestures.table gives in EUR, and budgets has nothing")
