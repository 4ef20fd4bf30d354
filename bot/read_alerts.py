"""A member of staff has read what they were told."""

from bot.tools import Tools
from crm_store.alerts import record_alerts_read
from domain.staff import StaffMember


async def mark_alerts_read(tools: Tools, member: StaffMember, *, up_to: int) -> None:
    """Mark as read all that somebody was told up to a position; what came later stays unread."""
    await tools.store.run(record_alerts_read, member, up_to=up_to)
