"""A pressed button means what stood on it, and answers the message that it stood below."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.thread_message import thread_key
from bot.tools import Tools
from crm_store.earlier_messages import find_offer
from domain.messages import InboundMessage

# A message that cannot be found asked whatever it asked before all others.
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


async def resolve_press(tools: Tools, message: InboundMessage) -> InboundMessage:
    """Tell when a pressed button was offered, and put its value in place of a digest.

    Of a button that carried a digest (see `QuickReply.short_value`) below a message that cannot be
    found, its label is all there is. A channel that does not name the message tells no time.
    """
    asked = message.thread.in_reply_to
    if message.choice is None or asked is None:
        return message
    offer = await tools.store.read(find_offer, thread_key(message), asked)
    choice: str | None = message.choice
    if message.choice.startswith("~"):
        meant = () if offer is None else offer.replies
        choice = next((each.value for each in meant if each.short_value == message.choice), None)
    return replace(message, choice=choice, offered_at=_LONG_AGO if offer is None else offer.at)
