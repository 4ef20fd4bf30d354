"""Simulations run in a process of low priority, which takes no time from what is done here."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from frontdesk.program import run_program
from routing.simulation.comparison_task import ComparisonTask

# Three times as long as the largest that are begun take on one free core.
LONGEST_SECONDS: Final = 180.0
_LOOK_SECONDS: Final = 0.5


class SiteSimulator:
    """Runs simulations for one server; implements `bot.simulating.simulator.Simulator`."""

    def __init__(self, seconds: float = LONGEST_SECONDS) -> None:
        self._seconds = seconds

    async def run(self, task: ComparisonTask, tell: Callable[[int, int], None]) -> dict[str, Any]:
        """Run a comparison; see `Simulator.run`.

        Raises:
            ProgramError: the process failed or took too long.
            OSError: none can be had.
        """
        with tempfile.TemporaryDirectory() as folder:
            progress = Path(folder) / "progress"
            watching = asyncio.create_task(_watch(progress, tell))
            try:
                found: dict[str, Any] = await run_program(
                    "routing.simulation.program",
                    replace(task, progress=progress),
                    doing="simulating",
                    seconds=self._seconds,
                )
            finally:
                watching.cancel()
            return found


async def _watch(progress: Path, tell: Callable[[int, int], None]) -> None:
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        read = await asyncio.to_thread(_read, progress)
        if read is not None:
            tell(*read)


def _read(progress: Path) -> tuple[int, int] | None:
    try:
        done, whole = progress.read_text().split()
    except (OSError, ValueError):
        return None
    return int(done), int(whole)
