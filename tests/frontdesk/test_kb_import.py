"""What an import of bad files tells, takes and leaves."""

import asyncio
import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from crm_store.articles import get_index_version, list_articles
from crm_store.store import make_store
from domain.knowledge import Article
from frontdesk.command_line import main
from frontdesk.commands import kb_import

PETS = {"id": "pets", "title": "Pets", "variants": ["may I take my dog"], "answer": "Yes."}
WIFI = {"id": "wifi", "title": "Wifi", "variants": ["is there internet"], "answer": "Yes."}


@pytest.fixture
def database(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database with all tables; commands run beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_DATABASE__URL", sqlite_url)
    return sqlite_url


def import_lines(
    capsys: pytest.CaptureFixture[str], *lines: Mapping[str, object]
) -> tuple[int, list[str]]:
    Path("kb.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return run("kb.jsonl", capsys)


def run(path: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    code = main(["kb", "import", path])
    return code, capsys.readouterr().out.splitlines()


def read_record(url: str) -> tuple[tuple[Article, ...], int]:
    async def read() -> tuple[tuple[Article, ...], int]:
        store = make_store(url)
        await store.open()
        found = await store.read(list_articles), await store.read(get_index_version)
        await store.close()
        return found

    return asyncio.run(read())


def test_a_warning_is_told_and_is_no_failure(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = {**WIFI, "variants": ["May I take my dog?"]}
    code, told = import_lines(capsys, PETS, shared)
    assert code == 0
    assert told[0].startswith("warning: kb.jsonl:2: variants: 'May I take my dog?' is a variant")
    assert "pets (kb.jsonl:1)" in told[0]
    assert told[1:] == [
        "new: pets/en",
        "new: wifi/en",
        "2 new, 0 changed, 0 unchanged, 0 refused, 1 to look at",
    ]


def test_bad_files_are_named_the_rest_is_taken_and_twice_changes_nothing(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("kb").mkdir()
    front = "---\nid: {}\ntitle: T\nvariants: [how many {}]\n---\n"
    Path("kb/a.md").write_text(front.format("a", "bags") + "<script>alert(1)</script>")
    Path("kb/b.md").write_text(front.format("b", "dogs").replace("title", "titel"))
    Path("kb/c.md").write_bytes(front.format("c", "cats").encode("utf-16"))
    Path("kb/d.md").write_text(front.format("a", "birds"))
    Path("kb/e.md").write_text(front.format("e", "fish") + "x" * 10_000_000)
    Path("kb/f.md").write_text("no front matter")
    Path("kb/g.md").write_text(front.format("g", "seats") + "Two.")

    code, told = run("kb", capsys)
    version = read_record(database)[1]
    again = run("kb", capsys)

    assert code == 1
    assert sorted(" ".join(line.split(": ")[:2]) for line in told[:7]) == [
        *(f"refused kb/{place}" for place in ("b.md:3", "c.md:1", "d.md:1", "e.md:1", "f.md:1")),
        *("warning kb/a.md:6", "warning kb/g.md:1"),
    ]
    assert told[-1] == "2 new, 0 changed, 0 unchanged, 5 refused, 2 to look at"
    assert again[0] == 1
    assert again[1][-1] == "0 new, 0 changed, 2 unchanged, 5 refused, 2 to look at"
    assert read_record(database)[1] == version
    assert [article.id for article in read_record(database)[0]] == ["a", "g"]


def test_what_a_terminal_would_obey_is_written_out(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, told = import_lines(capsys, {**PETS, "\x1b[2J\ud800": 1}, {**PETS, "id": "a\u202eb"})
    assert told[0].startswith("refused: kb.jsonl:1: \\x1b[2J\\ud800: there is no such field")
    assert told[1] == "new: a\\u202eb/en"


def test_a_file_whose_name_is_no_text_is_read(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("kb").mkdir()
    Path(os.fsdecode(b"kb/\xff.md")).write_text("nothing")
    code, told = run("kb", capsys)
    assert (code, told[0].startswith("refused: kb/\\xff.md:1: must begin")) == (1, True)


def test_a_huge_import_is_many_commits(
    database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kb_import, "MOST_IN_COMMIT", 2)
    lines = [{**PETS, "id": f"pets-{number}", "title": str(number)} for number in range(5)]
    code, told = import_lines(capsys, *lines)
    assert (code, told[-1][:5]) == (0, "5 new")
    assert len(read_record(database)[0]) == 5
    sizes = [len(batch) for batch in kb_import.batch_articles(read_record(database)[0])]
    assert sizes == [2, 2, 1]


def test_a_path_that_is_not_there_is_told_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["kb", "import", "nowhere.jsonl"]) == 2
    assert "nowhere.jsonl: no such file or folder" in capsys.readouterr().err
