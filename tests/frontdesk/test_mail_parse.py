"""`frontdesk mail parse`: raw messages in, JSON out, whatever the messages are."""

import base64
import io
import json
import sys
from typing import Any

import pytest

from frontdesk.command_line import main

MESSAGE = (
    b"From: Astrid <Astrid@example.com>\r\nTo: support@example.com\r\nSubject: My bag\r\n"
    b"Message-ID: <one@example.com>\r\nIn-Reply-To: <zero@example.com>\r\n"
    b"Date: Mon, 6 Jun 2005 22:21:22 +0200\r\n\r\nWhere is it?\r\n"
)


def run(
    data: bytes,
    *arguments: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> list[dict[str, Any]]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["mail", "parse", *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def ask(given: Any, raw: bytes) -> bytes:
    return json.dumps({"id": given, "raw_b64": base64.b64encode(raw).decode()}).encode() + b"\n"


def test_one_message_becomes_one_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert run(MESSAGE, monkeypatch=monkeypatch, capsys=capsys) == [
        {
            "from": "astrid@example.com",
            "to": ["support@example.com"],
            "subject": "My bag",
            "message_id": "one@example.com",
            "in_reply_to": "zero@example.com",
            "references": [],
            "date": "2005-06-06T20:21:22+00:00",
            "attachments": [],
            "text": "Where is it?",
            "html": None,
            "reply": "Where is it?",
            "is_auto": False,
            "is_bounce": False,
            "bounce_recipients": [],
        }
    ]


def test_what_is_no_message_is_answered_with_an_error_and_empty_fields(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (answer,) = run(b"", monkeypatch=monkeypatch, capsys=capsys)
    assert answer["error"] == "the message is empty"
    assert (answer["from"], answer["attachments"], answer["text"]) == (None, [], "")


def test_each_line_is_answered_by_one_with_its_id_whatever_is_in_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    lines = [
        ask("a", MESSAGE),
        b"no json\n",
        b"[1]\n",
        b'{"id": "b"}\n',
        b'{"id": "c", "raw_b64": "***"}\n',
        b'{"id": "d", "raw_b64": "\xff"}\n',
        b"[" * 100_000 + b"\n",
        ask("e", b""),
        b"\n",
        ask(7, MESSAGE),
    ]
    answers = run(b"".join(lines), "--jsonl", monkeypatch=monkeypatch, capsys=capsys)
    assert [each["id"] for each in answers] == ["a", None, None, "b", "c", None, None, "e", 7]
    assert ["error" in each for each in answers] == [False, *[True] * 7, False]
    assert all(each["error"] for each in answers[1:-1])


def test_base64_in_lines_as_mail_has_it_is_read_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    folded = base64.encodebytes(MESSAGE).decode()
    line = json.dumps({"id": 1, "raw_b64": folded}).encode()
    (answer,) = run(line, "--jsonl", monkeypatch=monkeypatch, capsys=capsys)
    assert answer["text"] == "Where is it?"
