"""A listener on a free port, with a gateway in memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from channels.email.receiving import MailListener
from tests.channels.email.receiving.conftest import make_settings
from tests.channels.email.receiving.mail_client import MailClient
from tests.channels.email.receiving.mail_gateway import MailGateway
from tests.fakes import FakeClock, SequentialIds


@dataclass
class Listening:
    """A listener that runs.

    Attributes:
        greeting: what to greet it with.
        counted: each event that was counted, with its labels.
    """

    listener: MailListener
    task: asyncio.Task[None]
    clock: FakeClock
    greeting: str
    counted: list[dict[str, str]]
    stack: AsyncExitStack

    async def connect(self) -> MailClient:
        """Connect and be greeted."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.listener.bound_port)
        client = MailClient(reader, writer)
        self.stack.push_async_callback(client.close)
        return client

    async def client(self) -> MailClient:
        """Connect and greet."""
        client = await self.connect()
        assert (await client.hear()).startswith("220 example.com Frontdesk")
        await client.offers(self.greeting)
        return client


def make_listener(counted: list[dict[str, str]], clock: FakeClock, **details: Any) -> MailListener:
    account = {key: details.pop(key) for key in ("aliases", "max_megabytes") if key in details}
    settings = make_settings(listen={"port": 0, **details}, **account)

    def count(event: str, **labels: str) -> None:
        counted.append({"event": event, **labels})

    return MailListener(settings, clock=clock, ids=SequentialIds(), count=count)


@asynccontextmanager
async def listening(gateway: MailGateway, **details: Any) -> AsyncIterator[Listening]:
    """Let a listener run while the context is open."""
    clock = FakeClock()
    counted: list[dict[str, str]] = []
    listener = make_listener(counted, clock, **details)
    task = asyncio.create_task(listener.keep_listening(gateway))
    await asyncio.wait(
        {task, asyncio.create_task(listener.listening.wait())}, return_when="FIRST_COMPLETED"
    )
    greeting = "EHLO there" if details.get("protocol") == "smtp" else "LHLO there"
    async with AsyncExitStack() as stack:
        try:
            yield Listening(listener, task, clock, greeting, counted, stack)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
