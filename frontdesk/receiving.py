"""Channels that fetch their messages or listen on sockets of their own, while the server runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from channels.contract import ReceivingChannel
from frontdesk.wiring import System


@asynccontextmanager
async def receiving(system: System) -> AsyncIterator[asyncio.Future[None]]:
    """Take messages in until the context ends.

    Yields:
        What ends only with the error of a channel that cannot go on, such as one whose port is
        taken.
    """
    tasks = [
        asyncio.create_task(channel.keep_receiving(system.gateway))
        for channel in system.channels
        if isinstance(channel, ReceivingChannel)
    ]
    try:
        yield asyncio.ensure_future(_first_fault(tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _first_fault(tasks: list[asyncio.Task[None]]) -> None:
    if tasks:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()
    await asyncio.Event().wait()
