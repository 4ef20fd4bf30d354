"""Policies and calendars by the API."""

from typing import Any

import pytest

from domain.staff import Role
from tests.console.api.bench import Bench

BASE = "/service-levels"
WEEK = {"monday": [["09:00", "17:00"]], "friday": [["09:00", "12:00"], ["13:00", "17:00"]]}
OFFICE = {"title": "Office", "time_zone": "Europe/Oslo", "week": WEEK, "holidays": ["NO"]}
GOLD = {
    "title": "Gold",
    "conditions": {"tiers": ["gold"]},
    "calendar": "office",
    "targets": {"first_response": {"default": "2h", "urgent": "30m"}},
}
ICAL = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Test//Test//EN\r
BEGIN:VEVENT\r
UID:1\r
DTSTAMP:20260101T000000Z\r
DTSTART;VALUE=DATE:20260706\r
SUMMARY:Works outing\r
END:VEVENT\r
END:VCALENDAR\r
"""


async def put(bench: Bench, path: str, definition: Any, **more: Any) -> Any:
    response = await bench.send(
        "PUT", f"{BASE}/{path}", json={"definition": definition, **more}, role=Role.SUPERVISOR
    )
    answer = await response.json()
    assert response.status == 200, answer
    return answer


async def refused(bench: Bench, status: int, method: str, path: str, **more: Any) -> Any:
    return await bench.refused(status, method, f"{BASE}{path}", role=Role.SUPERVISOR, **more)


async def test_policies_and_calendars_are_written_and_read(either_bench: Bench) -> None:
    bench = either_bench
    office = await put(bench, "calendars/office", OFFICE)
    gold = await put(bench, "policies/gold", GOLD)
    await put(bench, "policies/all", {"targets": {"first_response": 240}})
    assert (office["number"], office["time_zone"]) == (1, "Europe/Oslo")
    assert office["definition"]["holidays"] == ["NO"]
    assert gold["definition"]["targets"] == {"first_response": {"default": "2h", "urgent": "30m"}}
    assert [each["what"] for each in gold["history"]] == ["made"]

    listed = await bench.get(BASE)
    assert [each["name"] for each in listed["policies"]] == ["gold", "all"]
    assert [each["name"] for each in listed["calendars"]] == ["always", "office"]
    assert listed["calendars"][1]["used_by"] == ["gold"]
    (overlap,) = listed["overlaps"]
    assert (overlap["earlier"], overlap["later"], overlap["nested"]) == ("gold", "all", True)


async def test_an_edit_names_the_version_that_it_was_made_from(bench: Bench) -> None:
    await put(bench, "calendars/office", OFFICE)
    made = await put(bench, "policies/gold", GOLD)
    changed = {**GOLD, "targets": {"first_response": "1h"}}
    edited = await put(bench, "policies/gold", changed, version=made["version"])
    assert (edited["number"], edited["changed_by"]) == (2, "supervisor script")
    for version in (made["version"], None):
        body = {"definition": GOLD, "version": version}
        problem = await refused(bench, 409, "PUT", "/policies/gold", json=body)
        assert "gold" in problem["detail"]
    query = {"version": made["version"]}
    await refused(bench, 409, "DELETE", "/policies/gold", params=query)


async def test_a_fault_is_named_by_its_place_in_the_definition(bench: Bench) -> None:
    for path, definition, field in (
        ("/policies/gold", GOLD, "calendar"),
        ("/policies/gold", {}, "targets"),
        ("/policies/Gold", {"targets": {"first_response": 5}}, "name"),
        ("/calendars/office", {**OFFICE, "time_zone": "Europe/Olso"}, "time_zone"),
        ("/calendars/office", {**OFFICE, "week": {}}, "week"),
    ):
        problem = await refused(bench, 422, "PUT", path, json={"definition": definition})
        (entry,) = problem["errors"]
        assert entry["field"] == field
    assert not (await bench.get(BASE))["policies"]


async def test_a_policy_is_moved_and_removed(bench: Bench) -> None:
    for name in ("a", "b"):
        await put(bench, f"policies/{name}", {"targets": {"next_response": 60}})
    moved = await bench.post(f"{BASE}/policies/b/move", {"position": 1}, role=Role.SUPERVISOR)
    assert [each["name"] for each in moved["policies"]] == ["b", "a"]
    assert moved["policies"][1]["shadowed"]["by"] == ["b"]
    problem = await refused(bench, 422, "POST", "/policies/b/move", json={"position": 3})
    assert problem["errors"][0]["field"] == "position"
    response = await bench.send("DELETE", f"{BASE}/policies/b", role=Role.SUPERVISOR)
    assert [each["name"] for each in (await response.json())["policies"]] == ["a"]
    await bench.refused(404, "GET", f"{BASE}/policies/b")


async def test_days_are_imported_into_a_calendar(bench: Bench) -> None:
    await put(bench, "calendars/office", OFFICE)
    body = {"source": "company", "ical": ICAL}
    imported = await bench.post(f"{BASE}/calendars/office/import", body, role=Role.SUPERVISOR)
    assert imported["definition"]["imported"] == [
        {"date": "2026-07-06", "name": "Works outing", "source": "ical:company"}
    ]
    broken = {"source": "company", "ical": "BEGIN:VCALENDAR"}
    problem = await refused(bench, 422, "POST", "/calendars/office/import", json=broken)
    assert problem["errors"][0]["field"] == "ical"
    await refused(bench, 404, "POST", "/calendars/none/import", json=body)


async def test_a_refused_import_names_the_fields_of_its_request(bench: Bench) -> None:
    await put(bench, "calendars/office", OFFICE)
    backwards = ICAL.replace("SUMMARY", "DTEND;VALUE=DATE:20260701\r\nSUMMARY")
    for body, field in (
        ({"source": "ical:company", "ical": ICAL}, "source"),
        ({"source": "company", "ical": backwards}, "ical.events[1]"),
    ):
        problem = await refused(bench, 422, "POST", "/calendars/office/import", json=body)
        assert problem["errors"][0]["field"] == field


async def test_a_calendar_tells_its_days_ahead_and_what_would_be_due(bench: Bench) -> None:
    await put(bench, "calendars/office", OFFICE)
    calendar = await bench.get(f"{BASE}/calendars/office")
    assert len(calendar["days"]) == 60
    assert calendar["days"][0]["slots"] == [["09:00", "17:00"]]
    assert "is due" in calendar["examples"][0]["sentence"]
    assert (await bench.get(f"{BASE}/calendars/always"))["definition"] == {}


async def test_a_calendar_in_use_cannot_be_removed(bench: Bench) -> None:
    await put(bench, "calendars/office", OFFICE)
    await put(bench, "policies/gold", GOLD)
    problem = await refused(bench, 409, "DELETE", "/calendars/office")
    assert "gold" in problem["detail"]


async def test_trying_tells_which_policy_would_hold(bench: Bench) -> None:
    await put(bench, "calendars/office", OFFICE)
    await put(bench, "policies/gold", GOLD)
    facts = {"tier": "gold", "channel": "email", "account": "support", "priority": "urgent"}
    trial = await bench.post(f"{BASE}/try", facts)
    assert (trial["policy"], trial["calendar"]) == ("gold", "office")
    assert trial["targets"] == {"first_response": 30}
    other = await bench.post(f"{BASE}/try", {"channel": "email", "queue": "baggage"})
    assert other["policy"] == "queue:baggage"
    assert other["tried"][0]["reasons"] == ["it is for the tier gold, not standard"]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_agents_read_and_supervisors_write(bench: Bench, method: str) -> None:
    await put(bench, "policies/all", {"targets": {"first_response": 60}})
    body = {"definition": {"targets": {"first_response": 5}}}
    more = {"json": body} if method == "PUT" else {}
    await bench.refused(403, method, f"{BASE}/policies/all", role=Role.AGENT, **more)
    assert (await bench.get(f"{BASE}/policies/all"))["number"] == 1
