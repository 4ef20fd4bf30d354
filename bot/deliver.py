"""A message of the outbox goes out: marked before, sent outside any transaction, marked after."""

from dataclasses import replace
from datetime import datetime

from bot.backoff import find_delay
from bot.dead_addresses import is_deliverable, leave_out_copies
from bot.reply_files import read_enclosed
from bot.tools import Tools
from bot.undelivered import record_copy_undelivered, record_failed, record_undelivered
from channels.text_cleaning import clean_line
from crm_store.consents import find_opt_out
from crm_store.jobs import finish_job, retry_job, shunt_job
from crm_store.outbox import (
    begin_sending,
    get_outbound,
    has_ended,
    record_not_sent,
    record_receipt,
    record_sending,
)
from crm_store.suppressions import record_suppression
from crm_store.transaction import Transaction
from domain.error_words import describe_error
from domain.errors import NotFoundError, SendError
from domain.jobs import Job
from domain.messages import DeliveryState, OutboundMessage, Receipt

_DONE = frozenset({DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.UNKNOWN})


async def deliver(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Hand one message over to its channel."""
    message = await tools.store.run(begin_delivery, tools, job, now=tools.clock.now())
    if message is None:
        return ()
    channel = tools.get_channel(message.channel, message.account)
    try:
        receipt = await channel.send(await _enclose(tools, message))
    except SendError as error:
        tools.count("delivery", channel=message.channel, outcome="refused")
        await tools.store.run(record_refusal, tools, job, message, error, now=tools.clock.now())
        return ()
    tools.count("delivery", channel=message.channel, outcome="sent")
    await tools.store.run(record_delivered, tools, job, message, receipt, now=tools.clock.now())
    return ()


async def _enclose(tools: Tools, message: OutboundMessage) -> OutboundMessage:
    """Put the content of its files into a message.

    Raises:
        SendError: they cannot be read; nothing was sent.
    """
    if not message.attachments:
        return message
    try:
        enclosed = await tools.store.read(read_enclosed, message.attachments)
    except NotFoundError as error:
        raise SendError(f"a file of it is gone: {error}", retryable=False) from error
    except Exception as error:
        reason = f"its files could not be read: {describe_error(error)}"
        raise SendError(reason, retryable=True) from error
    return replace(message, enclosed=enclosed)


def begin_delivery(
    tx: Transaction, tools: Tools, job: Job, *, now: datetime
) -> OutboundMessage | None:
    """Mark a message as being sent; None where there is nothing left to send.

    A message found in `sending` was handed over by a process that died before it heard back. Where
    the channel says that it may be repeated, it goes out again under the id that it had; elsewhere
    it is shown as unknown rather than sent twice.

    Raises:
        NotFoundError: the settings no longer name the account; nothing was marked.
    """
    message = begin_sending(tx, job.subject, now=now)
    if message is None:
        return _begin_with_care(tx, tools, job, now)
    tools.get_channel(message.channel, message.account)
    return leave_out_copies(tx, tools, message, now=now)


def _begin_with_care(
    tx: Transaction, tools: Tools, job: Job, now: datetime
) -> OutboundMessage | None:
    """Look at what may speak against sending a message."""
    message = get_outbound(tx, job.subject)
    if message.state is DeliveryState.SENDING and not _is_repeatable(tools, message):
        reason = "the process ended while the message was being sent; it may or may not be there"
        record_not_sent(tx, message, state=DeliveryState.UNKNOWN, error=reason, now=now)
        finish_job(tx, job)
        return None
    if message.state in _DONE:
        finish_job(tx, job)
        return None
    if _is_unwanted(tx, message):
        reason = "the customer has opted out of messages since it was written"
        record_failed(tx, tools, message, reason, now=now)
        finish_job(tx, job)
        return None
    tools.get_channel(message.channel, message.account)
    if not is_deliverable(tx, tools, message, now=now):
        finish_job(tx, job)
        return None
    record_sending(tx, message.id, now=now)
    return leave_out_copies(tx, tools, message, now=now)


def _is_repeatable(tools: Tools, message: OutboundMessage) -> bool:
    channel = tools.get_channel(message.channel, message.account)
    return channel.capabilities.repeatable


def _is_unwanted(tx: Transaction, message: OutboundMessage) -> bool:
    """Say whether the customer refused messages after this one was put into the outbox."""
    refused_at = find_opt_out(tx, message.to, channel=message.channel)
    return refused_at is not None and (message.composed_at or refused_at) < refused_at


def record_delivered(
    tx: Transaction,
    tools: Tools,
    job: Job,
    message: OutboundMessage,
    receipt: Receipt,
    *,
    now: datetime,
) -> None:
    """Record that the channel took a message and which copies it did not; finish the job."""
    record_receipt(tx, message, receipt, now=now)
    for each in receipt.refused:
        words = clean_line(each.reason or "the mail server refused it")
        record_copy_undelivered(tx, tools, message, each.address, words, now=now)
        if each.hard:
            record_suppression(tx, message.channel, each.address, reason=words, now=now)
    finish_job(tx, job)


def record_refusal(
    tx: Transaction,
    tools: Tools,
    job: Job,
    message: OutboundMessage,
    error: SendError,
    *,
    now: datetime,
) -> None:
    """Record that the channel did not take a message: try again, give up, or admit not to know."""
    said = str(error)
    reason = clean_line(f"{said} ({error.code})" if error.code and error.code not in said else said)
    if has_ended(tx, message):
        finish_job(tx, job)
    elif error.code == "ambiguous":
        record_not_sent(tx, message, state=DeliveryState.UNKNOWN, error=reason, now=now)
        finish_job(tx, job)
    elif not error.retryable:
        if error.hard:
            record_suppression(tx, message.channel, message.to.value, reason=reason, now=now)
        record_undelivered(tx, tools, message, reason, now=now)
        finish_job(tx, job)
    elif (delay := find_delay(job.kind, job.failures + 1, asked=error.retry_after)) is None:
        record_undelivered(tx, tools, message, reason, now=now)
        shunt_job(tx, job, error=reason)
    else:
        record_not_sent(tx, message, state=DeliveryState.QUEUED, error=reason, now=now)
        retry_job(tx, job, available_at=now + delay, error=reason)
