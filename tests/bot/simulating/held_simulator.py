"""A simulator that is done when a test says so."""

import asyncio
from collections.abc import Callable
from typing import Any

from routing.simulation.comparison_task import ComparisonTask


class HeldSimulator:
    """Runs until it is given a result, made to fail or called off."""

    def __init__(self) -> None:
        self.begun, self.ended = asyncio.Event(), asyncio.Event()
        self.called_off = False
        self._given = asyncio.Event()
        self._result: dict[str, Any] = {}
        self._error: Exception | None = None

    async def run(self, _task: ComparisonTask, tell: Callable[[int, int], None]) -> dict[str, Any]:
        tell(3, 40)
        self.begun.set()
        try:
            await self._given.wait()
        except asyncio.CancelledError:
            self.called_off = True
            raise
        finally:
            self.ended.set()
        if self._error is not None:
            raise self._error
        return self._result

    def give(self, result: dict[str, Any]) -> None:
        """Be done with this, now or as soon as it begins."""
        self._result = result
        self._given.set()

    def fail(self, error: Exception) -> None:
        """Fail, now or as soon as it begins."""
        self._error = error
        self._given.set()
