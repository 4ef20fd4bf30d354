"""How updates come: Telegram is told where to call, or is asked for them again and again."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from channels.telegram.intake import UpdateIntake
from domain.channels import Cursor, CursorKey, Gateway
from domain.clock import Clock
from domain.errors import FrontdeskError, LeaseLostError, MalformedMessage

if TYPE_CHECKING:
    from channels.telegram.client import TelegramClient

# Longer than one request may take together with committing what it brings.
_LEASE_SECONDS: Final = 90
# "If there are no new updates for at least a week, then identifier of the next update will be
# chosen randomly" (Update.update_id): what was kept may be higher by then, and hide it.
_KEPT_FOR: Final = timedelta(days=6)

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """How long to wait for what, in seconds.

    Attributes:
        poll: Telegram, for an update.
        turn: we, where another process reads.
        first: we, after trouble; doubled each time.
        last: the longest of these.
    """

    poll: int = 25
    turn: float = 10
    first: float = 1
    last: float = 60


class Trouble:
    """Tries something again and again, and tells of trouble once."""

    def __init__(self, account: str, waits: Waits) -> None:
        self._account = account
        self._waits = waits
        self._tries = 0

    async def attempt(self, step: Callable[[], Awaitable[float]]) -> bool:
        """Try once, then wait for as long as the step says, or as trouble has it.

        Returns:
            Whether it worked.
        """
        try:
            pause = await step()
        except Exception as error:  # noqa: BLE001 - whatever it was, the next try may work
            self._tell(error)
            pause = min(self._waits.last, self._waits.first * 2.0 ** min(self._tries, 30))
            self._tries += 1
            await asyncio.sleep(pause)
            return False
        if self._tries:
            _log.info("telegram.back", account=self._account, tries=self._tries)
        self._tries = 0
        await asyncio.sleep(pause)
        return True

    def _tell(self, error: Exception) -> None:
        if self._tries == 0:
            # The text of other errors may hold what somebody wrote.
            reason = {"reason": str(error)} if isinstance(error, FrontdeskError) else {}
            kind = type(error).__name__
            _log.warning("telegram.trouble", account=self._account, error=kind, **reason)


class Poller:
    """Asks for updates; of several processes one does, which holds the cursor.

    Args:
        holder: names this process among all.
    """

    def __init__(
        self,
        client: "TelegramClient",
        intake: UpdateIntake,
        gateway: Gateway,
        *,
        account: str,
        clock: Clock,
        holder: str,
        waits: Waits,
    ) -> None:
        self._client = client
        self._intake = intake
        self._gateway = gateway
        self._key = CursorKey(channel="telegram", account=account, name="updates")
        self._clock = clock
        self._holder = holder
        self._waits = waits
        self._ready = False

    async def poll(self) -> float:
        """Take what there is; return the seconds after which to look again.

        Raises:
            Exception: Telegram, the way to it or the store fails; nothing is skipped.
        """
        cursor = await self._claim()
        if cursor is None:
            return self._waits.turn
        try:
            if not self._ready:
                # Telegram refuses to be asked (409) while it is told to call.
                await self._client.delete_webhook()
                self._ready = True
            await self._take(self._find_offset(cursor))
        except FrontdeskError:
            self._ready = False
            raise
        return 0

    async def leave(self) -> None:
        """Leave the updates to other processes; where the store is down, they wait for a while."""
        try:
            async with asyncio.timeout(5):
                await self._gateway.release_cursor(self._key, holder=self._holder)
        except Exception as error:  # noqa: BLE001 - the lease ends by itself
            _log.info("telegram.cursor_not_released", error=type(error).__name__)

    async def _claim(self) -> Cursor | None:
        return await self._gateway.claim_cursor(
            self._key, holder=self._holder, seconds=_LEASE_SECONDS
        )

    async def _take(self, offset: int | None) -> None:
        updates = await self._client.fetch_updates(offset, seconds=self._waits.poll)
        # Another process may have waited for us to be gone meanwhile.
        if updates and await self._claim() is None:
            raise LeaseLostError("another process asks for the updates now")
        for update in updates:
            try:
                await self._intake.take(json.dumps(update).encode(), self._gateway)
            except MalformedMessage as error:
                _log.warning("telegram.no_update", account=self._key.account, why=str(error))
                continue
            offset = int(update["update_id"]) + 1
        if updates and offset is not None:
            kept = {"offset": offset, "at": self._clock.now().isoformat()}
            await self._gateway.record_cursor(self._key, kept, holder=self._holder)

    def _find_offset(self, cursor: Cursor) -> int | None:
        offset, at = cursor.payload.get("offset"), cursor.payload.get("at")
        if not isinstance(offset, int) or not isinstance(at, str):
            return None
        fresh = self._clock.now() - datetime.fromisoformat(at) < _KEPT_FOR
        return offset if fresh else None
