"""A thread of one's own, for calls that may block for long."""

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class DedicatedThread:
    """Runs blocking calls one after the other; a call that hangs holds up nobody else's.

    It never keeps the process from ending.
    """

    def __init__(self, name: str) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        threading.Thread(target=self._work, name=name, daemon=True).start()

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call and return what it returns; one that is no longer awaited still ends."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._calls.put(partial(_run, loop, done, partial(call, *args, **kwargs)))
        return await done

    def start(self, call: Callable[[], object]) -> None:
        """Run a call of which nobody needs to know what becomes."""

        def run() -> None:
            with suppress(Exception):
                call()

        self._calls.put(run)

    def close(self) -> None:
        """End the thread once the calls before are done."""
        self._calls.put(None)

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            call()


def _run(
    loop: asyncio.AbstractEventLoop, done: asyncio.Future[Any], call: Callable[[], Any]
) -> None:
    settle: Callable[[], None]
    try:
        settle = partial(done.set_result, call())
    except BaseException as error:  # noqa: BLE001 - whoever awaits the call must hear it
        settle = partial(done.set_exception, error)
    try:
        loop.call_soon_threadsafe(lambda: None if done.done() else settle())
    except RuntimeError:
        # The loop is closed, so nobody waits any more.
        return
