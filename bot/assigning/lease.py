"""What one process at a time is to do, whichever it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.tools import Tools
from crm_store.cursors import claim_cursor
from domain.channels import CursorKey

_LASTS: Final = timedelta(seconds=10)
_RENEWED_BEFORE: Final = timedelta(seconds=5)


@dataclass
class Lease:
    """One process's claim to something that is named."""

    tools: Tools
    name: str
    holder: str
    until: datetime | None = None

    async def hold(self) -> bool:
        """Take it, or keep it for longer; False while another process has it."""
        now = self.tools.clock.now()
        # One that lasts longer than any does was taken before the clock was set back.
        if self.until is not None and _RENEWED_BEFORE < self.until - now <= _LASTS:
            return True
        key, until = CursorKey(channel="routing", account="", name=self.name), now + _LASTS
        claimed = await self.tools.store.run(
            claim_cursor, key, holder=self.holder, until=until, now=now
        )
        self.until = None if claimed is None else until
        return claimed is not None
