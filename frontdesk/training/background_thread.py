"""Long computations in threads of their own.

Their priority stays as it is: a thread that waits for the processor while it holds the
interpreter's lock would hold up the event loop as well. What takes long goes to a process.
Meanwhile threads take turns ten times as often as Python has them do by itself (every 5 ms): the
event loop gives the lock away with each of its many calls to the system, and waits a turn for it.
"""

import asyncio
import contextlib
import sys
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_TURN_SECONDS = 0.0005


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

    threading.Thread(target=_taking_turns, args=(run,), name="compute", daemon=True).start()
    return await future


class _Turns:
    """How often threads take turns, as long as some compute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._computing = 0
        self._usual = sys.getswitchinterval()

    def __enter__(self) -> None:
        with self._lock:
            if not self._computing:
                self._usual = sys.getswitchinterval()
                sys.setswitchinterval(_TURN_SECONDS)
            self._computing += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._computing -= 1
            if not self._computing:
                sys.setswitchinterval(self._usual)


_TURNS = _Turns()


def _taking_turns(run: Callable[[], None]) -> None:
    with _TURNS:
        run()
