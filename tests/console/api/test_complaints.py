"""The complaint register by the API."""

from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from domain.complaint_cases import Complaint
from domain.staff import Role
from tests.console.api.bench import Bench, begin_conversation
from tests.stories.complaint_cases import record_case

ONE, TWO = "FD-00000001", "FD-00000002"
FIRST, SECOND = "C-AAAAAA", "C-BBBBBB"


@pytest.fixture
async def cases(bench: Bench) -> tuple[Complaint, Complaint]:
    """Two complaints, each in a conversation of its own."""
    for number in (1, 2):
        await begin_conversation(bench, number, text=f"Words {number}")
    return (
        await record(bench, ONE, FIRST, category="delay"),
        await record(bench, TWO, SECOND, category="billing"),
    )


async def record(bench: Bench, reference: str, number: str, **fields: Any) -> Complaint:
    tools, now = bench.services.tools, bench.clock.now()
    return await bench.store.run(record_case, tools, reference, number, fields, now=now)


pytestmark = pytest.mark.usefixtures("cases")


async def test_the_register_is_listed_in_pages(bench: Bench) -> None:
    first = await bench.get("/complaints?limit=1&open=true")
    assert [each["number"] for each in first["items"]] == [SECOND]
    second = await bench.get(f"/complaints?limit=1&cursor={first['next']}")
    assert [each["number"] for each in second["items"]] == [FIRST]
    assert second["next"] is None
    found = await bench.get("/complaints?category=delay&severity=minor&stage=received")
    assert [each["number"] for each in found["items"]] == [FIRST]
    assert (await bench.get("/complaints?late=true"))["items"] == []
    assert len((await bench.get("/complaints?owner=nobody"))["items"]) == 2
    assert [each["number"] for each in (await bench.get("/complaints?q=bbb"))["items"]] == [SECOND]


async def test_a_complaint_is_read_with_its_sum_and_its_course(bench: Bench) -> None:
    found = await bench.get(f"/complaints/{FIRST}")
    assert (found["number"], found["conversation"], found["stage"]) == (FIRST, ONE, "received")
    assert found["grade"]["sentence"] == "minor: 5 = 5 (about delay)"
    assert sum(each["points"] for each in found["grade"]["parts"]) == found["points"] == 5
    assert found["course"].startswith("Received ")
    assert found["stages"][0]["limit_seconds"] == 16 * 3600
    assert found["next_stages"] == ["acknowledged", "closed", "escalated_outside"]
    assert [each["reference"] for each in found["conversations"]] == [ONE]
    refused = await bench.refused(404, "GET", "/complaints/C-NOBODY")
    assert "C-NOBODY" in refused["detail"]


async def test_a_conversation_tells_its_complaint(bench: Bench) -> None:
    found = (await bench.get(f"/conversations/{ONE}"))["complaint"]
    assert (found["number"], found["severity"], found["conversation"]) == (FIRST, "minor", ONE)
    closed = {"to": "closed", "why": "none at all", "outcome": "no_complaint"}
    await bench.post(f"/complaints/{FIRST}/stage", closed)
    await record(bench, ONE, "C-CCCCCC")
    assert (await bench.get(f"/conversations/{ONE}"))["complaint"]["number"] == "C-CCCCCC"
    await bench.post("/complaints/C-CCCCCC/stage", closed)
    await bench.post(f"/complaints/{FIRST}/stage", {"to": "reopened", "why": "one after all"})
    assert (await bench.get(f"/conversations/{ONE}"))["complaint"]["number"] == FIRST


async def test_a_complaint_is_seen_to(bench: Bench) -> None:
    one = f"/complaints/{FIRST}"
    moved = await bench.post(f"{one}/stage", {"to": "acknowledged"})
    assert moved["acknowledged_at"] is not None
    problem = await bench.refused(422, "POST", f"{one}/stage", json={"to": "escalated_outside"})
    assert "name the body" in str(problem)
    problem = await bench.refused(409, "POST", f"{one}/stage", json={"to": "reopened", "why": "x"})
    assert "it may become" in problem["detail"]
    filed = await bench.post(
        f"{one}/findings", {"root_cause": "not trained", "version": moved["version"]}
    )
    assert filed["root_cause"] == "not trained"
    await bench.refused(409, "POST", f"{one}/findings", json={"product": "x", "version": 1})
    graded = await bench.post(f"{one}/severity", {"severity": "critical", "reason": "a child"})
    assert (graded["severity"], graded["grade"]["computed"]) == ("critical", "minor")
    owned = await bench.post(f"{one}/owner", {"owner": None})
    assert owned["owner"] is None
    await bench.refused(422, "POST", f"{one}/owner", json={"owner": "nobody@example.com"})


async def test_a_complaint_is_opened_by_hand_and_linked(bench: Bench) -> None:
    await begin_conversation(bench, 3, text="Words 3")
    three = "FD-00000003"
    opened = await bench.post(
        f"/conversations/{three}/complaint", {"category": "damaged", "why": "on the telephone"}
    )
    assert (opened["conversation"], opened["category"]) == (three, "damaged")
    assert opened["opened_by"] is not None
    path = f"/conversations/{three}/complaint"
    await bench.refused(409, "POST", path, json={"category": "damaged"})
    await bench.refused(422, "POST", path, json={"category": "weather", "another": True})
    number = opened["number"]
    link = {"conversation": ONE, "why": "the same trunk"}
    linked = await bench.post(f"/complaints/{number}/link", link)
    assert [each["reference"] for each in linked["conversations"]] == [three, ONE]
    freed = await bench.post(f"/complaints/{number}/unlink", link)
    assert [each["reference"] for each in freed["conversations"]] == [three]
    assert (await bench.get("/complaint-questions"))["items"] == []
    await bench.refused(404, "POST", "/complaint-questions/none", json={"complaint": None})


async def test_a_response_is_shown_and_sent_once(bench: Bench) -> None:
    one = f"/complaints/{FIRST}"
    shown = await bench.post(f"{one}/response-preview", {})
    assert shown["refusals"] == ["say what is being done about it"]
    assert "inconvenience" in shown["apology"]
    assert shown["no_gesture_because"]
    problem = await bench.refused(422, "POST", f"{one}/respond", json={"doing": " "})
    assert "say what is being done" in str(problem)
    words = {"doing": "we look for it", "external_id": "r-1"}
    sent = await bench.post(f"{one}/respond", words)
    assert (sent["stage"], sent["responded_at"] is not None) == ("responded", True)
    assert (await bench.post(f"{one}/respond", words))["version"] == sent["version"]
    said = (await bench.get(f"/conversations/{ONE}"))["interactions"]
    assert len([each for each in said if each["direction"] == "out"]) == 1


async def test_what_is_answered_fits_what_is_described(bench: Bench) -> None:
    document = await bench.get("/openapi.json")
    for path, template in (
        ("/complaints", "/complaints"),
        (f"/complaints/{FIRST}", "/complaints/{number}"),
        (f"/conversations/{ONE}", "/conversations/{reference}"),
    ):
        described = document["paths"][f"/api/v1{template}"]["get"]["responses"]["200"]
        schema = described["content"]["application/json"]["schema"]
        whole = {**schema, "components": document["components"]}
        OAS31Validator(whole).validate(await bench.get(path))


async def test_agents_may_see_to_complaints(bench: Bench) -> None:
    found = await bench.client.get(
        "/api/v1/complaints", headers={"Authorization": f"Bearer {bench.tokens[Role.AGENT]}"}
    )
    assert found.status == 200
