"""Merging and splitting conversations by the API."""

import pytest

from crm_store.conversations import change_conversation, get_conversation
from crm_store.transaction import Transaction
from tests.console.api.bench import Bench, begin_conversation

ONE, TWO = "FD-00000001", "FD-00000002"


@pytest.fixture
async def two(bench: Bench) -> None:
    """Two conversations of one customer that people have."""
    for number in (1, 2):
        await begin_conversation(bench, number, text=f"Words {number}")
    now = bench.clock.now()

    def record(tx: Transaction) -> None:
        for reference in (ONE, TWO):
            found = get_conversation(tx, reference)
            change_conversation(tx, found, now=now, queue="baggage", waiting_since=now)

    await bench.store.run(record)


pytestmark = pytest.mark.usefixtures("two")


async def test_a_merge_answers_the_conversation_that_goes_on_with_both_logs(bench: Bench) -> None:
    merged = await bench.post(f"/conversations/{TWO}/merge", {"into": ONE})
    assert (merged["reference"], merged["merged"], merged["merged_into"]) == (ONE, [TWO], None)
    said = [each for each in merged["interactions"] if each["direction"] == "in"]
    assert [(each["text"], each["conversation"]) for each in said] == [
        ("Words 1", ONE),
        ("Words 2", TWO),
    ]
    gone = await bench.get(f"/conversations/{TWO}")
    assert (gone["merged_into"], gone["status"]) == (ONE, "resolved")
    assert gone["disposition"] == "merged"
    (listed,) = (await bench.get("/conversations?status=open"))["items"]
    assert listed["reference"] == ONE


async def test_undoing_a_merge_answers_the_one_that_stands_by_itself(bench: Bench) -> None:
    await bench.post(f"/conversations/{TWO}/merge", {"into": ONE})
    freed = await bench.post(f"/conversations/{TWO}/unmerge", None)
    assert (freed["reference"], freed["merged_into"], freed["status"]) == (TWO, None, "open")
    assert (await bench.get(f"/conversations/{ONE}"))["merged"] == []


async def test_a_split_answers_the_new_conversation_and_can_be_undone(bench: Bench) -> None:
    await bench.post(f"/conversations/{TWO}/merge", {"into": ONE})
    begun = await bench.post(
        f"/conversations/{ONE}/split", {"interactions": ["x-00002"], "subject": "Another matter"}
    )
    assert (begun["subject"], begun["split_from"]) == ("Another matter", TWO)
    rest = await bench.get(f"/conversations/{ONE}")
    assert rest["split_off"] == {"x-00002": begun["reference"]}
    rest = await bench.post(f"/conversations/{begun['reference']}/unsplit", None)
    assert (rest["reference"], rest["split_off"]) == (ONE, {})


async def test_what_cannot_be_done_is_refused_with_the_field_or_the_reason(bench: Bench) -> None:
    path = f"/conversations/{TWO}/merge"
    problem = await bench.refused(422, "POST", path, json={"into": TWO})
    assert "into itself" in str(problem)
    await bench.refused(404, "POST", path, json={"into": "FD-NOTHING"})
    await bench.post(path, {"into": ONE})
    problem = await bench.refused(409, "POST", path, json={"into": ONE})
    assert "was merged into FD-00000001 already" in str(problem)
    problem = await bench.refused(
        409, "POST", f"/conversations/{TWO}/replies", json={"text": "Hello"}
    )
    assert "go on there, or undo the merge" in str(problem)
    problem = await bench.refused(
        422, "POST", f"/conversations/{ONE}/split", json={"interactions": ["x-1", "x-2"]}
    )
    assert "only what the customer wrote" in str(problem)
