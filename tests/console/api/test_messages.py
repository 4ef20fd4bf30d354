"""Messages that programs hand over: kept once, whatever is in them."""

import json

import pytest

from channels.api import parse_api_message
from crm_store.raw_messages import get_raw
from tests.console.api.bench import Bench

MESSAGE = {"channel": "api", "from": "crm-17", "text": "Where is my bag?", "external_id": "m-1"}


async def test_a_message_is_kept_once_for_each_external_id(either_bench: Bench) -> None:
    first = await either_bench.send("POST", "/messages", json=MESSAGE)
    assert first.status == 202
    accepted = await first.json()
    again = await either_bench.post("/messages", {**MESSAGE, "text": "something else"})
    assert accepted["duplicate"] is False
    assert again == {**accepted, "duplicate": True}

    raw, reference = await either_bench.store.read(get_raw, accepted["id"])
    message = parse_api_message(raw)
    assert reference == accepted["reference"]
    assert (message.sender.value, message.text, message.external_id) == (
        "crm-17",
        "Where is my bag?",
        "m-1",
    )


async def test_controls_are_taken_out_of_texts_and_other_scripts_stay(either_bench: Bench) -> None:
    text = "a\x07b\x1b[31m \u202egnp.exe\r\nשלה 🧳 e\u0301"
    accepted = await either_bench.post("/messages", {**MESSAGE, "text": text})
    raw, _reference = await either_bench.store.read(get_raw, accepted["id"])
    assert parse_api_message(raw).text == "ab[31m gnp.exe\nשלה 🧳 é"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "a\x00b"}, "text"),
        ({"text": ""}, "text"),
        ({"text": " \x07\n"}, "text"),
        ({"text": 7}, "text"),
        ({"text": None}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"from": "a\x00b"}, "from"),
        ({"from": "a\nb"}, "from"),
        ({"from": ""}, "from"),
        ({"from": ["crm-17"]}, "from"),
        ({"external_id": " m-1"}, "external_id"),
        ({"external_id": "x" * 201}, "external_id"),
        ({"channel": "sms"}, "channel"),
        ({"language": "klingon language"}, "language"),
        ({"name": "x\x00"}, "name"),
    ],
)
async def test_what_cannot_be_kept_is_refused_by_its_field(
    bench: Bench, change: dict[str, object], field: str
) -> None:
    problem = await bench.refused(422, "POST", "/messages", json={**MESSAGE, **change})
    assert [entry["field"] for entry in problem["errors"]] == [field]
    assert json.dumps(problem).count("x" * 201) == 0


async def test_every_field_at_fault_is_named_at_once(bench: Bench) -> None:
    body = {"form": "crm-17", "text": 7, "externalId": "m-1", "zzz": None}
    problem = await bench.refused(422, "POST", "/messages", json=body)
    reasons = {entry["field"]: entry["reason"] for entry in problem["errors"]}
    assert reasons["from"] == "is missing"
    assert reasons["external_id"] == "is missing"
    assert "did you mean from?" in reasons["form"]
    assert "did you mean external_id?" in reasons["externalId"]
    assert "known are channel, external_id, from" in reasons["zzz"]
    assert "string" in reasons["text"]
