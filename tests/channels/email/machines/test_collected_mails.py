"""Real mails with what their collectors expect, where they are at hand beside the repository."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from channels.email.machines import find_automatic, read_bounce
from channels.email.parsing import parse_mail

CASES = Path(__file__).parents[5] / "shared" / "data" / "mail" / "cases.jsonl"

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(not CASES.exists(), reason="the collected mails are not at hand"),
]


def read_cases(name: str) -> Iterator[tuple[str, bytes, Any]]:
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["expect"].get(name) is not None:
            yield case["id"], base64.b64decode(case["raw_b64"]), case["expect"][name]


def test_no_person_is_taken_for_a_machine():
    wrong = []
    for case, raw, expected in read_cases("is_auto"):
        mail = parse_mail(raw)
        found = find_automatic(
            mail.headers, sender=mail.sender, subject=mail.subject, text=mail.text
        )
        if (found is not None) != expected:
            wrong.append((case, found))
    assert not wrong


def test_every_bounce_is_known_and_nothing_else_is():
    wrong = [
        case
        for case, raw, expected in read_cases("is_bounce")
        if (read_bounce(parse_mail(raw), raw) is not None) != expected
    ]
    assert not wrong


def test_the_addresses_that_bounced_are_found():
    wrong = []
    for case, raw, expected in read_cases("bounce_recipients"):
        report = read_bounce(parse_mail(raw), raw)
        found = {one.address for one in report.failed} if report else set()
        if found != set(expected):
            wrong.append((case, found))
    assert not wrong
