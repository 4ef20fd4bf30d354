"""What speaks against writing to a customer that an answer takes longer."""

from datetime import datetime

from bot.compose import address_of
from bot.tools import Tools
from crm_store.consents import has_opted_out
from crm_store.interactions import find_last_inbound
from crm_store.loop_signs import DAY, HOUR, count_automatic_messages
from crm_store.suppressions import find_suppression
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.errors import NotFoundError


def find_objection(
    tx: Transaction, tools: Tools, conversation: Conversation, *, now: datetime
) -> str | None:
    """Find why a customer is not to hear of it, in words for staff; None where they may."""
    address, channel = address_of(conversation), conversation.channel
    if has_opted_out(tx, address, channel=channel):
        return "they want no messages"
    if find_suppression(tx, channel, address.value) is not None:
        return "nothing arrives at their address"
    latest = find_last_inbound(tx, conversation.id)
    if latest is not None and latest.source_ids.get("automatic"):
        return "a machine wrote last"
    try:
        outlet = tools.get_channel(channel, conversation.account)
    except NotFoundError:
        return f"there is no account {conversation.account!r} of {channel} any more"
    return _find_excess(tx, tools, conversation, now) if outlet.capabilities.threaded else None


def _find_excess(
    tx: Transaction, tools: Tools, conversation: Conversation, now: datetime
) -> str | None:
    """Find whether an address was written to too often: such limits end every loop."""
    policy = tools.settings.policy
    limits = (
        (HOUR, policy.most_replies_to_sender_per_hour),
        (DAY, policy.most_replies_to_sender_per_day),
    )
    for span, most in limits:
        sent = count_automatic_messages(
            tx, conversation.channel, conversation.thread, since=now - span
        )
        if sent >= most:
            return f"the bot has written to them {sent} times lately"
    return None
