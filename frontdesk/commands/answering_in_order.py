"""Lines answered by several threads, in the order in which they came."""

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def answer_in_order(lines: Iterable[T], answer: Callable[[T], R], *, threads: int) -> Iterator[R]:
    """Yield the answer to each line as soon as it and those before it are there.

    A line is answered although the next one has not come yet, so that a program may write one, wait
    for its answer and write the next. No more lines are read ahead than there are threads for.

    Args:
        lines: read in a thread of their own.
        answer: safe to call from any thread.

    Raises:
        Exception: whatever `lines` or `answer` raises.
    """
    under_way: Queue[Future[R] | None] = Queue(maxsize=2 * threads)
    with ThreadPoolExecutor(threads) as pool:

        def read() -> None:
            try:
                for line in lines:
                    under_way.put(pool.submit(answer, line))
            except Exception as error:  # noqa: BLE001 - handed to whoever takes the answers
                failed: Future[R] = Future()
                failed.set_exception(error)
                under_way.put(failed)
            under_way.put(None)

        # Nobody waits for it: whoever stops taking answers leaves it at a line that never comes.
        threading.Thread(target=read, name="lines", daemon=True).start()
        while (future := under_way.get()) is not None:
            yield future.result()
