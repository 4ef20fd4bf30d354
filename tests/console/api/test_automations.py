"""Rules, macros, triggers and tags by the API."""

from typing import Any

from domain.staff import Role
from tests.console.api.bench import Bench, begin_conversation

BASE = "/routing"
GOLD = {
    "title": "Gold customers",
    "all_of": [{"field": "tier", "comparison": "is", "values": ["standard"]}],
    "actions": [{"do": "priority", "to": "high"}, {"do": "tag", "to": "vip"}],
}
IDLE = {
    "all_of": [{"field": "status", "comparison": "is", "values": ["open"]}],
    "schedule": {"idle_minutes": 60},
    "actions": [{"do": "notify", "to": "supervisors"}],
}


async def send(bench: Bench, method: str, path: str, **body: Any) -> Any:
    response = await bench.send(
        method, f"{BASE}/{path}", json=None if method == "DELETE" else body, role=Role.SUPERVISOR
    )
    answer = await response.json()
    assert response.status == 200, answer
    return answer


async def refused(bench: Bench, status: int, method: str, path: str, **more: Any) -> Any:
    more.setdefault("role", Role.SUPERVISOR)
    return await bench.refused(status, method, f"{BASE}/{path}", **more)


async def test_a_rule_is_written_switched_tried_gone_back_with_and_removed(
    either_bench: Bench,
) -> None:
    bench = either_bench
    made = await send(bench, "PUT", "rules/gold", definition=GOLD)
    assert (made["number"], made["enabled"], made["position"]) == (1, False, 1)
    on = await send(bench, "POST", "rules/gold/switch", on=True)
    assert on["enabled"]
    edited = {**GOLD, "actions": [{"do": "priority", "to": "urgent"}]}
    await send(bench, "PUT", "rules/gold", definition=edited, version=on["version"])
    back = await send(bench, "POST", "rules/gold/versions", number=2)
    assert back["definition"]["actions"] == GOLD["actions"]
    history = (await bench.get(f"{BASE}/rules/gold/versions"))["history"]
    assert [each["number"] for each in history] == [4, 3, 2, 1]
    assert history[0]["what"] == "gone back to version 2"
    assert history[0]["by"] == "supervisor script"

    tried = await send(bench, "POST", "rules/gold/dry-run")
    assert (tried["looked_at"], tried["hit"]) == (0, 0)
    assert tried["warnings"][0] == "There are no messages yet that it could be tried on."
    await send(bench, "DELETE", "rules/gold")
    assert (await bench.get(f"{BASE}/rules"))["items"] == []
    await refused(bench, 404, "GET", "rules/gold")


async def test_an_edit_names_the_version_that_it_was_made_from(bench: Bench) -> None:
    made = await send(bench, "PUT", "rules/gold", definition=GOLD)
    await send(bench, "POST", "rules/gold/switch", on=True, version=made["version"])
    for path, body in (
        ("PUT rules/gold", {"definition": {**GOLD, "title": "x"}, "version": made["version"]}),
        ("PUT rules/gold", {"definition": {**GOLD, "title": "x"}}),
        ("POST rules/gold/switch", {"on": False, "version": made["version"]}),
        ("POST rules/gold/versions", {"number": 1, "version": made["version"]}),
    ):
        method, _, where = path.partition(" ")
        await refused(bench, 409, method, where, json=body)
    await refused(bench, 409, "DELETE", "rules/gold", params={"version": made["version"]})


async def test_a_fault_is_named_by_its_place_in_the_definition(bench: Bench) -> None:
    for definition, field in (
        ({**GOLD, "all_of": []}, "all_of"),
        ({**GOLD, "actions": [{"do": "queue", "to": "nowhere"}]}, "actions[0].to"),
        ({**GOLD, "tilte": "x"}, "tilte"),
    ):
        body = {"definition": definition}
        problem = await refused(bench, 422, "PUT", "rules/gold", json=body)
        assert field in str(problem["errors"]), problem
    await refused(bench, 422, "POST", "rules/new/dry-run", json={"definition": {}})


async def test_rules_stand_in_an_order_and_what_is_in_vain_is_said(bench: Bench) -> None:
    everything = {"everybody": True, "last": True, "enabled": True, "actions": GOLD["actions"]}
    await send(bench, "PUT", "rules/all", definition=everything)
    await send(bench, "PUT", "rules/gold", definition={**GOLD, "enabled": True})
    listed = (await bench.get(f"{BASE}/rules"))["items"]
    assert listed[1]["shadowed"]["by"] == ["all"]
    assert "no rule after it is ever tried" in listed[0]["oddities"]
    moved = await send(bench, "POST", "rules/gold/move", position=1)
    assert [each["name"] for each in moved["items"]] == ["gold", "all"]
    assert moved["items"][0]["shadowed"] is None
    ordered = await send(bench, "POST", "rules/order", names=["all", "gold"])
    assert [each["name"] for each in ordered["items"]] == ["all", "gold"]
    await refused(bench, 422, "POST", "rules/order", json={"names": ["all"]})


async def test_only_supervisors_change_rules_and_everybody_reads_them(bench: Bench) -> None:
    await refused(bench, 403, "PUT", "rules/gold", json={"definition": GOLD}, role=Role.AGENT)
    await refused(bench, 403, "POST", "rules/gold/dry-run", json={}, role=Role.AGENT)
    assert (await bench.get(f"{BASE}/macros"))["items"] == []


async def test_macros_and_triggers_are_written_in_the_same_way(bench: Bench) -> None:
    trigger = await send(bench, "PUT", "triggers/idle", definition=IDLE)
    assert trigger["definition"]["schedule"] == {"idle_minutes": 60}
    tried = await send(bench, "POST", "triggers/idle/dry-run")
    assert tried["notes"] == ["It was tried on conversations as they stand now."]
    macro = {"enabled": True, "actions": [{"do": "tag", "to": "seen"}]}
    await send(bench, "PUT", "macros/seen", definition=macro)
    await refused(bench, 409, "PUT", "rules/seen", json={"definition": GOLD})


async def test_agents_tag_and_do_macros(either_bench: Bench) -> None:
    bench = either_bench
    conversation = await begin_conversation(bench, 1)
    path = f"/conversations/{conversation.reference}"
    actions = [{"do": "tag", "to": "seen"}, {"do": "assign", "to": "nobody"}]
    await send(bench, "PUT", "macros/seen", definition={"enabled": True, "actions": actions})
    response = await bench.send("POST", f"{path}/macros", json={"macro": "seen"})
    assert response.status == 200, await response.text()
    assert (await response.json())["tags"] == ["seen"]
    response = await bench.send(
        "POST", f"{path}/tags", json={"add": ["Big One"], "remove": ["seen"]}
    )
    assert (await response.json())["tags"] == ["big-one"]
    listed = await bench.get("/conversations", params={"tag": "big-one"})
    assert [each["tags"] for each in listed["items"]] == [["big-one"]]
    assert (await bench.get("/conversations", params={"tag": "seen"}))["items"] == []
    await bench.refused(404, "POST", f"{path}/macros", json={"macro": "none"})
    await bench.refused(422, "POST", f"{path}/tags", json={})
