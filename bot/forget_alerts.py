"""What staff were told long ago helps nobody, and the conversation's log says it still."""

from datetime import timedelta
from typing import Final

from bot.tools import Tools
from crm_store.alerts import forget_alerts

KEPT: Final = timedelta(days=30)


async def forget_old_alerts(tools: Tools) -> int:
    """Forget alerts older than `KEPT`; tell how many."""
    return await tools.store.run(forget_alerts, before=tools.clock.now() - KEPT)
