"""What runs simulations."""

from collections.abc import Callable
from typing import Any, Protocol

from routing.simulation.comparison_task import ComparisonTask


class Simulator(Protocol):
    """Runs simulations beside the event loop, in low priority."""

    async def run(self, task: ComparisonTask, tell: Callable[[int, int], None]) -> dict[str, Any]:
        """Run a comparison; takes seconds to minutes. Cancelled, it ends at once.

        Args:
            tell: hears now and then how many of how many runs are done.

        Raises:
            Exception: it came to nothing.
        """
        ...
