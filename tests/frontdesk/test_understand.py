"""`frontdesk understand` and `understand train`: lines in, lines out, whatever they are."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from frontdesk.command_line import main

KEYS = ["id", "language", "sentiment", "complaint", "evidence", "reason"]


def run(folder: Path, given: bytes, monkeypatch: pytest.MonkeyPatch, encoder: str = "none") -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    settings = [f"server.data_dir={folder}", f"knowledge.encoder={encoder}"]
    return main(["understand", "--jsonl", "--set", settings[0], "--set", settings[1]])


def train(folder: Path, path: Path) -> int:
    settings = [f"server.data_dir={folder}", "knowledge.encoder=none"]
    return main(["understand", "train", str(path), "--set", settings[0], "--set", settings[1]])


def read_answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("encoder", ["bundled", "none"])
def test_each_line_is_answered_as_agreed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    encoder: str,
):
    text = "Still waiting for my refund, nobody answers"
    given = json.dumps({"id": "a", "text": text}).encode() + b"\n\nnonsense\n" + b'{"id": 3}\n'
    assert run(tmp_path, given, monkeypatch, encoder) == 0
    output = capsys.readouterr()
    complained, unreadable, textless = [json.loads(line) for line in output.out.splitlines()]
    assert list(complained) == KEYS
    assert complained["sentiment"] == "negative"
    assert complained["complaint"] > 0.5
    assert complained["language"] == "en"
    assert unreadable["id"] is None
    assert "not JSON" in unreadable["error"]
    assert textless["id"] == 3
    assert ("without the sentence encoder" in output.err) == (encoder == "none")


def test_what_is_taught_is_used_from_then_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    lessons = tmp_path / "labels.jsonl"
    rows = [{"text": f"florp {n} arrived", "complaint": True} for n in range(30)]
    rows += [{"text": f"when is {n} open", "complaint": False} for n in range(30)]
    lessons.write_text("\n".join([*map(json.dumps, rows), "{"]), "utf-8")
    assert train(tmp_path, lessons) == 1
    told = capsys.readouterr()
    assert "60 lines taken, 1 skipped" in told.out
    assert "learnt from 60 texts (true 30, false 30)" in told.out
    assert "cross-validated in 5 parts" in told.out
    assert f"{lessons}:61: skipped: is not JSON" in told.err
    run(tmp_path, b'{"id": 1, "text": "a florp arrived"}', monkeypatch)
    (answer,) = read_answers(capsys)
    assert answer["complaint"] > 0.5
    assert "your own 60 labelled messages" in answer["evidence"][0]


def test_what_teaches_nothing_is_refused_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    lessons = tmp_path / "labels.jsonl"
    lessons.write_text('{"text": "x"}\n', "utf-8")
    assert train(tmp_path, lessons) == 2
    told = capsys.readouterr().err
    assert f"{lessons}:1: skipped: has no label" in told
    assert "has no line to learn from" in told
    assert not (tmp_path / "understanding.npz").exists()


def test_a_damaged_file_of_what_was_learnt_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "understanding.npz").write_bytes(b"damaged")
    assert run(tmp_path, b'{"id": 1, "text": "hello"}', monkeypatch) == 2
    assert "run `frontdesk understand train` again" in capsys.readouterr().err


def test_without_lines_it_says_how_it_is_used(capsys: pytest.CaptureFixture[str]):
    assert main(["understand"]) == 2
    assert "--jsonl" in capsys.readouterr().err
