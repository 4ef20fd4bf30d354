"""A gateway that can be waited for."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from domain.channels import Accepted, CursorKey
from domain.messages import RawMessage
from tests.fake_gateway import FakeGateway

PATIENCE_SECONDS = 60


class MailGateway(FakeGateway):
    """Keeps mails in a list.

    Attributes:
        handed_over: how often a mail was handed over, those it had already among them.
        down: an error that mails are refused with, while everything else goes well.
        tries: how often fetching failed, by UID, in each progress that was recorded.
        gate: what is received waits for it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.handed_over = 0
        self.down: Exception | None = None
        self.refused = 0
        self.tries: list[Mapping[str, int]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self._changed = asyncio.Condition()

    async def receive(self, raw: RawMessage) -> Accepted:
        self.handed_over += 1
        await self._tell()
        await self.gate.wait()
        try:
            if self.down is not None:
                self.refused += 1
                raise self.down
            return await super().receive(raw)
        finally:
            await self._tell()

    async def record_cursor(
        self, key: CursorKey, payload: Mapping[str, Any], *, holder: str
    ) -> None:
        self.tries.append(payload["tries"])
        await super().record_cursor(key, payload, holder=holder)

    async def until(self, number: int) -> list[bytes]:
        """Wait until there are so many mails, and return them."""
        await self._wait(lambda: len(self.received) >= number)
        return self.bodies

    async def until_asked(self, number: int = 1) -> None:
        """Wait until so many mails were handed over."""
        await self._wait(lambda: self.handed_over >= number)

    async def until_refused(self, number: int) -> None:
        """Wait until so many mails were refused."""
        await self._wait(lambda: self.refused >= number)

    @property
    def bodies(self) -> list[bytes]:
        return [raw.body for raw in self.received]

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _wait(self, enough: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), self._changed:
            await self._changed.wait_for(enough)
