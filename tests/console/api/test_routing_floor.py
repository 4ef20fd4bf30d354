"""Skills, agents and queues by the API."""

from dataclasses import replace
from typing import Any

from crm_store.staff import get_staff_member, record_staff_member
from domain.staff import Role
from tests.console.api.bench import Bench

BASE = "/routing"


async def write(bench: Bench, method: str, path: str, body: Any = None) -> Any:
    more = {} if body is None else {"json": body}
    response = await bench.send(method, f"{BASE}{path}", role=Role.SUPERVISOR, **more)
    answer = await response.json()
    assert response.status in {200, 201}, answer
    return answer


async def refused(bench: Bench, status: int, method: str, path: str, body: Any = None) -> Any:
    more = {} if body is None else {"json": body}
    return await bench.refused(status, method, f"{BASE}{path}", role=Role.SUPERVISOR, **more)


async def hire_anna(bench: Bench) -> None:
    anna = await bench.store.read(get_staff_member, "s-anna")
    await bench.store.run(record_staff_member, replace(anna, password_hash="a hash"))


PROFILE = {
    "version": 0,
    "skills": {"baggage": 3},
    "capacity": {"email": 4, "api": 2},
    "shifts": [{"weekday": "monday", "starts": "09:00", "ends": "24:00"}],
    "taking": "push",
}


async def test_a_floor_is_written_and_read(either_bench: Bench) -> None:
    bench = either_bench
    await hire_anna(bench)
    made = await write(bench, "POST", "/skills", {"name": "bags", "title": "Bags"})
    assert [each["name"] for each in made["items"]] == ["bags"]
    renamed = await write(bench, "PUT", "/skills/bags", {"name": "baggage", "title": "Baggage"})
    assert [(each["name"], each["title"]) for each in renamed["items"]] == [("baggage", "Baggage")]

    anna = await write(bench, "PUT", "/agents/s-anna", PROFILE)
    assert {key: anna[key] for key in PROFILE} == {**PROFILE, "version": 1}
    assert (anna["presence"], anna["on_shift"], anna["load"]) == ("offline", True, {})
    assert anna["until"] == "2026-03-03T00:00:00Z"

    body = {"requires": {"baggage": 2}, "overflow": [{"after": 0.8, "to": "general"}]}
    queue = await write(bench, "PUT", "/queues/baggage", body)
    assert (queue["title"], queue["agents"]) == ("Baggage", ["Anna"])
    assert {key: queue[key] for key in body} == body
    assert [each["kind"] for each in queue["problems"]] == ["queue_uncovered"]

    assert (await bench.get(f"{BASE}/agents/s-anna"))["queues"] == ["general", "baggage"]
    assert [each["name"] for each in (await bench.get(f"{BASE}/queues"))["items"]] == [
        "general",
        "baggage",
    ]
    problems = (await bench.get(f"{BASE}/problems"))["items"]
    assert {each["kind"] for each in problems} == {"queue_uncovered"}
    changes = (await bench.get(f"{BASE}/changes", role=Role.SUPERVISOR))["items"]
    assert [(each["what"], each["by"]) for each in changes] == [
        ("queue", "supervisor script"),
        ("agent", "supervisor script"),
        ("skill", "supervisor script"),
        ("skill", "supervisor script"),
    ]


async def test_what_cannot_be_is_refused_by_its_place(bench: Bench) -> None:
    await hire_anna(bench)
    await write(bench, "POST", "/skills", {"name": "baggage", "title": "Baggage"})
    for method, path, body, field in (
        ("PUT", "/agents/s-anna", {**PROFILE, "skills": {"baggage": 6}}, "skills.baggage"),
        ("PUT", "/agents/s-anna", {**PROFILE, "capacity": {"fax": 1}}, "capacity.fax"),
        ("PUT", "/agents/s-anna", {**PROFILE, "taking": "all"}, "taking"),
        ("PUT", "/queues/baggage", {"requires": {"cooking": 1}}, "requires.cooking"),
        (
            "PUT",
            "/queues/baggage",
            {"overflow": [{"after": 80, "to": "general"}]},
            "overflow[0].after",
        ),
        ("POST", "/skills", {"name": "No Skill", "title": "x"}, "name"),
    ):
        problem = await refused(bench, 422, method, path, body)
        assert [each["field"] for each in problem["errors"]] == [field], problem
    twice = [{"weekday": "friday", "starts": "09:00", "ends": "17:00"}] * 2
    problem = await refused(bench, 422, "PUT", "/agents/s-anna", {**PROFILE, "shifts": twice})
    assert "overlap" in str(problem)


async def test_an_edit_made_from_an_older_version_is_refused(bench: Bench) -> None:
    await hire_anna(bench)
    await write(bench, "POST", "/skills", {"name": "baggage", "title": "Baggage"})
    await write(bench, "PUT", "/agents/s-anna", PROFILE)
    problem = await refused(bench, 409, "PUT", "/agents/s-anna", PROFILE)
    assert "read it again" in problem["detail"]


async def test_what_is_in_use_is_not_removed(bench: Bench) -> None:
    await write(bench, "POST", "/skills", {"name": "baggage", "title": "Baggage"})
    await write(bench, "PUT", "/queues/baggage", {"requires": {"baggage": 2}})
    problem = await refused(bench, 409, "DELETE", "/skills/baggage")
    assert "required by the queue baggage" in problem["detail"]
    await refused(bench, 409, "DELETE", "/queues/general")
    left = await write(bench, "DELETE", "/queues/baggage")
    assert [each["name"] for each in left["items"]] == ["general"]
    assert await write(bench, "DELETE", "/skills/baggage") == {"items": []}
    await refused(bench, 404, "DELETE", "/skills/baggage")
    await refused(bench, 404, "GET", "/agents/nobody")
    await refused(bench, 404, "GET", "/queues/nowhere")


async def test_agents_look_and_only_supervisors_change(bench: Bench) -> None:
    await bench.get(f"{BASE}/skills")
    await bench.get(f"{BASE}/agents")
    for method, path in (("POST", "/skills"), ("PUT", "/queues/general"), ("GET", "/changes")):
        await bench.refused(403, method, f"{BASE}{path}", json={})
