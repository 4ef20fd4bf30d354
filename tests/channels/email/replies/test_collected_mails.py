"""Real replies with what their collectors expect, where they are at hand beside the repository."""

import base64
import json
from pathlib import Path

import pytest
from rapidfuzz.fuzz import ratio

from channels.email.parsing import parse_mail

CASES = Path(__file__).parents[5] / "shared" / "data" / "mail" / "cases.jsonl"

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(not CASES.exists(), reason="the collected mails are not at hand"),
]


def is_near(reply: str, expected: str) -> bool:
    found, wanted = " ".join(reply.split()), " ".join(expected.split())
    return ratio(found, wanted) >= 95 if wanted else not found


def test_nine_replies_in_ten_are_found_nearly_exactly():
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in cases if "reply_only" in case["expect"]]
    wrong = [
        case["id"]
        for case in cases
        if not is_near(
            parse_mail(base64.b64decode(case["raw_b64"])).reply, case["expect"]["reply_only"]
        )
    ]
    assert len(wrong) <= len(cases) / 10, wrong
