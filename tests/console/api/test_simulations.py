"""Simulations by the API: begun, waited for, read."""

import asyncio
from typing import Any

from domain.staff import Role
from tests.console.api.bench import Bench
from tests.console.test_simulator import PATIENCE, make_small

BASE = "/routing/simulations"


async def test_a_whole_scenario_is_simulated_with_changes(bench: Bench) -> None:
    changes = {"add": [{"number": 2, "speaks": ["de"], "shift": ["08:00", "12:00"]}]}
    body = {"scenario": make_small(), "changes": changes}
    response = await bench.send("POST", BASE, json=body, role=Role.SUPERVISOR)
    begun = await response.json()
    assert (response.status, begun["state"]) == (202, "running"), begun
    refused = await bench.send("POST", BASE, json=body, role=Role.SUPERVISOR)
    assert refused.status == 429
    async with asyncio.timeout(PATIENCE):
        await bench.services.simulations.finish()
    place = f"{BASE}/{begun['id']}"
    found: dict[str, Any] = await (await bench.send("GET", place, role=Role.SUPERVISOR)).json()
    assert found["state"] == "done", found
    assert found["sentence"].startswith("Two more people who speak German from 08:00 to 12:00: ")
    before, after = (found["result"][side]["policies"]["frontdesk"] for side in ("before", "after"))
    assert before["agents"].keys() == {"Ana <b>"}
    assert after["agents"].keys() == {"Ana <b>", "New: de 1", "New: de 2"}
    assert after["first_response_in_time"] > before["first_response_in_time"]


async def test_what_cannot_be_simulated_is_refused_with_its_place(bench: Bench) -> None:
    async def refuse(**body: Any) -> str:
        response = await bench.send("POST", BASE, json=body, role=Role.SUPERVISOR)
        assert response.status == 422
        return await response.text()

    assert "days" in await refuse(scenario=make_small() | {"days": 0})
    assert "there is no scenario 'mine'" in await refuse(scenario="mine")
    assert "nothing came to people" in await refuse(scenario="own")
    crowd = make_small()
    crowd["classes"][0]["arrivals_per_hour"] = [2_000] * 24
    assert "more than 30,000 are not simulated here" in await refuse(scenario=crowd)
    remove = {"remove": ["Bo"]}
    assert "there is no agent Bo" in await refuse(scenario=make_small(), changes=remove)


async def test_only_supervisors_simulate(bench: Bench) -> None:
    response = await bench.send("POST", BASE, json={"scenario": "own"}, role=Role.AGENT)
    assert response.status == 403
    assert (await bench.send("GET", f"{BASE}/nothing", role=Role.SUPERVISOR)).status == 404
