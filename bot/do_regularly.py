"""What is done again and again, whatever comes of it each time."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger()


async def do_regularly(
    work: Callable[[], Awaitable[object]], *, every_seconds: float, failure: str
) -> None:
    """Do something at once and then time and again, for ever.

    Args:
        every_seconds: how long to sleep in between.
        failure: what the log calls it that it failed; it is done again all the same.
    """
    while True:
        try:
            await work()
        except Exception as error:  # noqa: BLE001 - the store may be away for a while
            log.error(failure, error=type(error).__name__)
        await asyncio.sleep(every_seconds)
