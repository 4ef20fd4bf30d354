"""Hours that pass at once."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class SteppedLoop(asyncio.SelectorEventLoop):
    """A loop whose time passes only when a test says so.

    Attributes:
        now: seconds since it began.
    """

    now = 0.0

    def time(self) -> float:
        return self.now


def pass_time(seconds: float) -> None:
    """Let time pass for the loop that runs."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, SteppedLoop)
    loop.now += seconds


def run_stepped(main: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run until it is done."""
    with asyncio.Runner(loop_factory=SteppedLoop) as runner:
        runner.run(main())
