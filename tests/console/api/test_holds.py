"""Putting conversations off and holding them, by the API."""

from typing import Any

import pytest

from crm_store.conversations import change_conversation, get_conversation
from crm_store.transaction import Transaction
from tests.console.api.bench import Bench, begin_conversation

ONE = "/conversations/FD-00000001"
LATER = "2026-03-03T09:00:00+01:00"


@pytest.fixture
async def one(bench: Bench) -> None:
    """A conversation that people have."""
    await begin_conversation(bench, 1)
    now = bench.clock.now()

    def record(tx: Transaction) -> None:
        found = get_conversation(tx, "FD-00000001")
        change_conversation(tx, found, now=now, queue="baggage", topic="bags", waiting_since=now)

    await bench.store.run(record)


pytestmark = pytest.mark.usefixtures("one")


async def test_a_conversation_says_what_it_is_put_off_or_held_for(bench: Bench) -> None:
    answer = await bench.get(ONE)
    names = ("status", "snoozed_until", "held_for", "topic", "widened_to")
    assert [answer[name] for name in names] == ["open", None, None, "bags", None]

    answer = await bench.post(f"{ONE}/snooze", {"until": LATER})
    assert [answer[name] for name in names] == [
        *("snoozed", "2026-03-03T08:00:00Z", None, "bags", None),
    ]
    (item,) = (await bench.get("/conversations?status=snoozed"))["items"]
    assert item["snoozed_until"] == "2026-03-03T08:00:00Z"

    answer = await bench.post(f"{ONE}/hold", {"for": "the police"})
    assert [answer[name] for name in names] == ["on_hold", None, "the police", "bags", None]
    (item,) = (await bench.get("/conversations?status=on_hold"))["items"]
    assert item["held_for"] == "the police"
    assert (await bench.get("/conversations?status=snoozed"))["items"] == []


async def test_it_waits_for_the_customer_and_is_gone_on_with(bench: Bench) -> None:
    answer = await bench.post(f"{ONE}/wait", {})
    assert (answer["status"], answer["waiting_since"]) == ("pending", None)
    answer = await bench.post(f"{ONE}/resume", {})
    assert (answer["status"], answer["waiting_since"]) == ("open", "2026-03-02T09:00:00Z")
    # Neither needs a body.
    assert (await bench.send("POST", f"{ONE}/wait")).status == 200


async def test_its_priority_can_be_set(bench: Bench) -> None:
    answer = await bench.post(f"{ONE}/priority", {"priority": "urgent"})
    assert answer["priority"] == "urgent"
    said = [each["text"] for each in answer["interactions"] if each["direction"] == "event"]
    assert said == ["Priority changed from normal to urgent by agent script"]


@pytest.mark.parametrize(
    ("path", "body", "field", "reason"),
    [
        ("snooze", {}, "until", "is missing"),
        ("snooze", {"until": "2026-03-02T09:00:00Z"}, "until", "has passed"),
        ("snooze", {"until": "2028-03-02T09:00:00Z"}, "until", "more than a year away"),
        ("snooze", {"until": "2026-03-03T09:00:00"}, "until", "with its offset, such as"),
        ("snooze", {"until": "tomorrow"}, "until", "such as 2026-03-02T09:00:00Z"),
        ("hold", {}, "for", "is missing"),
        ("hold", {"for": " "}, "for", "is empty"),
        ("hold", {"for": "x" * 121}, "for", "120"),
        ("hold", {"for_whom": "the police"}, "for", "is missing"),
        ("priority", {"priority": "immense"}, "priority", "low"),
    ],
)
async def test_what_cannot_be_is_refused_naming_the_field(
    bench: Bench, path: str, body: dict[str, Any], field: str, reason: str
) -> None:
    problem = await bench.refused(422, "POST", f"{ONE}/{path}", json=body)
    (entry,) = [each for each in problem["errors"] if each["field"] == field]
    assert reason in entry["reason"]


async def test_what_does_not_fit_where_it_stands_is_a_conflict(bench: Bench) -> None:
    problem = await bench.refused(409, "POST", f"{ONE}/resume")
    assert "is open already" in problem["detail"]
    await bench.post(f"{ONE}/resolve", {"disposition": "solved"})
    for path, body in (
        *(("snooze", {"until": LATER}), ("hold", {"for": "the police"})),
        *(("wait", {}), ("resume", {}), ("priority", {"priority": "low"})),
    ):
        problem = await bench.refused(409, "POST", f"{ONE}/{path}", json=body)
        assert "open it again first" in problem["detail"]


async def test_what_the_bot_has_is_not_put_off(bench: Bench) -> None:
    await begin_conversation(bench, 2)
    problem = await bench.refused(
        409, "POST", "/conversations/FD-00000002/snooze", json={"until": LATER}
    )
    assert "take it or assign it first" in problem["detail"]
