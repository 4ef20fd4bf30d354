"""Simulations run in a process of their own, which ends when nobody waits for it."""

import asyncio
import os
from pathlib import Path
from typing import Any

import psutil
import pytest

from domain.assignment import AssignmentPolicy
from frontdesk.program import ProgramError
from frontdesk.simulating.site_simulator import SiteSimulator
from routing.simulation.comparison_task import ComparisonTask
from routing.simulation.shipped import SHIPPED, read_shipped

# Where something hangs; everything here is done much sooner.
PATIENCE = 60.0


def make_task(*, seeds: int, days: int, after: bool = False) -> ComparisonTask:
    scenario = read_shipped("small-multilingual-helpdesk").model_copy(update={"days": days})
    return ComparisonTask(
        before=scenario,
        after=scenario if after else None,
        seeds=seeds,
        policy=AssignmentPolicy(priority_weights={"high": 1.2}, tier_weights={}),
        progress=Path(),
    )


def stay_silent(_done: int, _whole: int) -> None:
    """Nobody wants to know how far it is."""


def list_simulating() -> list[psutil.Process]:
    """List the processes of this one that simulate."""
    mine = psutil.Process(os.getpid()).children()
    return [each for each in mine if "routing.simulation.program" in " ".join(each.cmdline())]


async def test_what_comes_of_it_elsewhere_is_what_would_here() -> None:
    async with asyncio.timeout(PATIENCE):
        found: dict[str, Any] = await SiteSimulator().run(
            make_task(seeds=2, days=1, after=True), stay_silent
        )
    assert found["seeds"] == 2
    # The same twice, on the same arrivals.
    assert found["before"] == found["after"]
    assert found["gain_interval"] == [0.0, 0.0]
    assert set(found["before"]["policies"]) == {"frontdesk", "fifo", "round_robin", "least_loaded"}
    assert found["before"]["staffing"][0]["hours"][0].keys() >= {"agents", "agents_there"}


async def test_it_is_ended_when_nobody_waits_and_tells_how_far_it_is() -> None:
    told = asyncio.Event()
    work = asyncio.create_task(
        SiteSimulator().run(make_task(seeds=500, days=5), lambda _done, _whole: told.set())
    )
    async with asyncio.timeout(PATIENCE):
        await told.wait()
        (process,) = list_simulating()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        await asyncio.to_thread(process.wait)
    assert list_simulating() == []


async def test_one_without_end_is_ended_and_named() -> None:
    with pytest.raises(ProgramError, match=r"^simulating took longer than 1 s and was ended$"):
        await SiteSimulator(seconds=1.0).run(make_task(seeds=500, days=5), stay_silent)


def test_shipped_scenarios_are_where_an_installed_application_finds_them() -> None:
    assert len(SHIPPED) == 3
    for key in SHIPPED:
        assert read_shipped(key).name
