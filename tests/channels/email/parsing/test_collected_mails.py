"""How much of other people's mail is read as its makers expect; skipped where it is not at hand."""

import base64
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from imap_tools import MailMessage

from channels.email.parsing import parse_mail
from frontdesk.commands.mail_parse import answer_message

FOLDER = Path(__file__).parents[5] / "shared" / "data" / "mail"
pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(not (FOLDER / "cases.jsonl").exists(), reason="no collected mails here"),
]
# Of a hundred expectations, how many hold at least.
LEAST = {
    "from": 99,
    "subject": 98,
    "message_id": 99,
    "in_reply_to": 99,
    "attachments": 99,
    "attachments_count": 95,
    "body_contains": 98,
}


def load_scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mail_scorer", FOLDER / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    scorer = load_scorer()
    cases = [
        {**case, "_raw": base64.b64decode(case["raw_b64"])}
        for case in map(json.loads, (FOLDER / "cases.jsonl").read_text().splitlines())
    ]
    result: dict[str, Any] = scorer.score(lambda raw, _case: answer_message(raw), cases)
    return result


def test_no_collected_mail_is_too_much(figures: dict[str, Any]):
    assert figures["crash_list"] == []


@pytest.mark.parametrize("field", LEAST)
def test_collected_mails_are_read_as_their_makers_expect(figures: dict[str, Any], field: str):
    assert figures["fields"][field]["acc"] >= LEAST[field], figures["fails"].get(field)


def test_senders_are_those_that_imap_tools_finds():
    """An independent reading of the same headers; it differs where it has nothing or no domain."""
    different = []
    lines = (FOLDER / "cases.jsonl").read_text().splitlines()
    for case in map(json.loads, lines):
        raw = base64.b64decode(case["raw_b64"])
        theirs = MailMessage.from_bytes(raw).from_.lower()
        sender = parse_mail(raw).sender
        if "@" in theirs and (sender is None or sender.address != theirs):
            different.append((case["id"], theirs, sender))
    assert len(different) * 100 <= len(lines), different
