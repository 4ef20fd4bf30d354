"""Long computations in threads of their own.

Their priority stays as it is: a thread that waits for the processor while it holds the
interpreter's lock would hold up the event loop as well. What takes long goes to a process.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def compute(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `work` in a thread for which a process that ends does not wait.

    Raises:
        Exception: whatever `work` raises.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(outcome: Callable[[], None]) -> None:
        # The loop may be closed by now.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if future.done() else outcome())

    def run() -> None:
        try:
            result = work(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - handed to whoever waits
            raised = error
            settle(lambda: future.set_exception(raised))
        else:
            settle(lambda: future.set_result(result))

    threading.Thread(target=run, name="compute", daemon=True).start()
    return await future
