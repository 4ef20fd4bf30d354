"""A delivery report is put beside what it reports on, and somebody hears of it.

Anybody can write a delivery report. One counts only where it carries what we signed, or an id of
ours; and it tells only of addresses that the message went to.
"""

from dataclasses import replace
from datetime import datetime

from bot.follow_thread import list_followed_ids, place_of
from bot.log_event import log_event
from bot.tools import Tools
from bot.undelivered import record_copy_undelivered, record_undelivered
from channels.text_cleaning import clean_line
from crm_store.conversations import find_conversation_by_id
from crm_store.interactions import has_interaction
from crm_store.message_ids import find_sent, find_sent_by_ids, find_sent_to
from crm_store.outbox import get_outbound
from crm_store.suppressions import record_suppression
from crm_store.transaction import Transaction
from domain.conversations import Conversation, Direction
from domain.messages import (
    BounceReport,
    DeliveryState,
    FailedRecipient,
    InboundMessage,
    OutboundMessage,
)

_LONGEST_REASON = 300
_ON_ITS_WAY = frozenset(
    {DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNKNOWN}
)


def record_bounce(
    tx: Transaction,
    tools: Tools,
    message: InboundMessage,
    report: BounceReport,
    conversation: Conversation,
    *,
    now: datetime,
) -> None:
    """Record what a delivery report says of a message of this conversation; else do nothing."""
    bounced = _find_bounced(tx, message, report, conversation)
    if bounced is None:
        return
    for each in report.failed:
        failed = replace(each, address=each.address.lower())
        if failed.permanent:
            _record_failure(tx, tools, bounced, failed, now)
        else:
            _record_delay(tx, tools, bounced, failed, now=now)
    if not report.failed:
        text = "A mail server reports on the delivery, but names no address: see its report above"
        _log_once(tx, tools, bounced, "delivery_reported", text, now=now)


def _find_bounced(
    tx: Transaction, message: InboundMessage, report: BounceReport, conversation: Conversation
) -> OutboundMessage | None:
    """Find the message that came back, and lock it."""
    place, hint = place_of(message), message.thread
    sent = find_sent(tx, place, hint.answers) if hint.answers else None
    found = sent[0] if sent else find_sent_by_ids(tx, place, list_followed_ids(message))
    if found is None and hint.reply_token == conversation.reference:
        addresses = [failed.address.lower() for failed in report.failed]
        found = find_sent_to(tx, conversation.id, addresses)
    if found is None:
        return None
    bounced = get_outbound(tx, found)
    return bounced if bounced.conversation_id == conversation.id else None


def _record_failure(
    tx: Transaction, tools: Tools, bounced: OutboundMessage, failed: FailedRecipient, now: datetime
) -> None:
    went_to = {each.value for each in (bounced.to, *bounced.cc, *bounced.bcc)}
    reason = _describe(failed)
    # What others got as well, any of them could have reported in a mail server's name.
    if failed.hard and went_to == {failed.address}:
        record_suppression(tx, bounced.channel, failed.address, reason=reason, now=now)
        reason = f"{reason}. Nothing more will be sent to this address"
    # A mailbox may pass its mail on; where that fails, an address is named that we never wrote to.
    passed_on = failed.address not in went_to and len(went_to) == 1
    if failed.address == bounced.to.value or passed_on:
        if bounced.state in _ON_ITS_WAY and _is_still(tx, bounced):
            record_undelivered(tx, tools, bounced, f"{failed.address}: {reason}", now=now)
    elif failed.address in went_to:
        record_copy_undelivered(tx, tools, bounced, failed.address, reason, now=now)


def _is_still(tx: Transaction, bounced: OutboundMessage) -> bool:
    """Say whether nothing was heard of it since; a report may name one address twice."""
    return get_outbound(tx, bounced.id).state in _ON_ITS_WAY


def _record_delay(
    tx: Transaction,
    tools: Tools,
    bounced: OutboundMessage,
    failed: FailedRecipient,
    *,
    now: datetime,
) -> None:
    text = f"Delayed on its way to {failed.address}: {_describe(failed)}. It is still being tried"
    _log_once(tx, tools, bounced, "delivery_delayed", text, now=now)


def _log_once(
    tx: Transaction, tools: Tools, bounced: OutboundMessage, event: str, text: str, *, now: datetime
) -> None:
    """Log an event of a message; mail servers report the same delay day by day."""
    conversation = find_conversation_by_id(tx, bounced.conversation_id)
    key = f"{event}:{bounced.id}"
    if conversation is None or has_interaction(
        tx, conversation.id, direction=Direction.EVENT, external_id=key
    ):
        return
    log_event(
        tx,
        tools,
        conversation,
        text,
        event=event,
        now=now,
        external_id=key,
        outbound=bounced.id,
    )


def _describe(failed: FailedRecipient) -> str:
    words = clean_line(failed.reason, max_length=_LONGEST_REASON).rstrip(".")
    said = words or "the mail server gave no reason"
    if failed.status and failed.status not in said:
        return f"{said} ({failed.status})"
    return said
