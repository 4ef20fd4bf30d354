"""A pressed button that carried a digest means what stood on it."""

from dataclasses import replace

from bot.thread_message import thread_key
from bot.tools import Tools
from crm_store.earlier_messages import list_quick_replies
from domain.messages import InboundMessage


async def resolve_press(tools: Tools, message: InboundMessage) -> InboundMessage:
    """Put the value of the quick reply in place of its digest; see `QuickReply.short_value`.

    Where the message that offered it cannot be found, its label is all there is.
    """
    if message.choice is None or not message.choice.startswith("~"):
        return message
    asked = message.thread.in_reply_to or ""
    offered = await tools.store.read(list_quick_replies, thread_key(message), asked)
    meant = (reply.value for reply in offered if reply.short_value == message.choice)
    return replace(message, choice=next(meant, None))
