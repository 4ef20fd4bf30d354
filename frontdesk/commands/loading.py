"""Loading what a process keeps for as long as it lives."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading_for_good() -> Iterator[None]:
    """Have the garbage collector leave alone what is loaded in here, now and later.

    Modules are hundreds of thousands of objects and none of them garbage. To search them over and
    over takes a tenth of a start, and afterwards holds a server up with every full collection
    (https://docs.python.org/3/library/gc.html#gc.freeze).
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
