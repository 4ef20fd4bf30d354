"""The right to read a folder, which one process has at a time."""

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog

from domain.channels import CursorKey, Gateway
from domain.errors import LeaseLostError

_log = structlog.get_logger()


class CursorLease:
    """A place to read from, claimed for a while and kept for longer.

    Args:
        holder: names this process and this claim among all.
        seconds: how long the place stays ours where it is not kept.
    """

    def __init__(self, gateway: Gateway, key: CursorKey, *, holder: str, seconds: int) -> None:
        self._gateway = gateway
        self._key = key
        self._holder = holder
        self._seconds = seconds

    async def claim(self) -> Mapping[str, Any] | None:
        """Take the place, or keep it; None while another process has it."""
        cursor = await self._gateway.claim_cursor(
            self._key, holder=self._holder, seconds=self._seconds
        )
        return None if cursor is None else cursor.payload

    async def keep(self) -> None:
        """Keep the place for as long as that goes.

        Raises:
            LeaseLostError: another process has it now.
        """
        while True:
            await asyncio.sleep(self._seconds / 3)
            try:
                payload = await self._claim_soon()
            except Exception as error:  # noqa: BLE001 - a store that is down is tried again
                _log.warning("mailbox_lease_not_kept", error=type(error).__name__)
                continue
            if payload is None:
                raise LeaseLostError(f"another process reads {self._key.name} now")

    async def _claim_soon(self) -> Mapping[str, Any] | None:
        async with asyncio.timeout(self._seconds / 3):
            return await self.claim()

    async def record(self, payload: Mapping[str, Any]) -> None:
        """Record how far the place has been read.

        Raises:
            LeaseLostError: another process has it now.
        """
        await self._gateway.record_cursor(self._key, payload, holder=self._holder)

    async def release(self) -> None:
        """Leave the place to others; where the store is down, it is theirs a while later."""
        try:
            async with asyncio.timeout(self._seconds / 3):
                await self._gateway.release_cursor(self._key, holder=self._holder)
        except Exception as error:  # noqa: BLE001 - see above
            _log.warning("mailbox_lease_not_released", error=type(error).__name__)
