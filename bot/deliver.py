"""A message of the outbox goes out: marked before, sent outside any transaction, marked after."""

from datetime import datetime

from bot.backoff import find_delay
from bot.tools import Tools
from bot.undelivered import record_failed, record_undelivered
from channels.text_cleaning import clean_line
from crm_store.consents import find_opt_out
from crm_store.jobs import finish_job, retry_job, shunt_job
from crm_store.outbox import (
    get_outbound,
    has_ended,
    record_not_sent,
    record_receipt,
    record_sending,
)
from crm_store.transaction import Transaction
from domain.errors import SendError
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
        receipt = await channel.send(message)
    except SendError as error:
        tools.count("delivery", channel=message.channel, outcome="refused")
        await tools.store.run(record_refusal, tools, job, message, error, now=tools.clock.now())
        return ()
    tools.count("delivery", channel=message.channel, outcome="sent")
    await tools.store.run(record_delivered, job, message, receipt, now=tools.clock.now())
    return ()


def begin_delivery(
    tx: Transaction, tools: Tools, job: Job, *, now: datetime
) -> OutboundMessage | None:
    """Mark a message as being sent; None where there is nothing left to send.

    A message found in `sending` was handed over by a process that died before it heard back. The
    channel cannot tell whether it arrived, so it is shown as unknown rather than sent twice.

    Raises:
        NotFoundError: the settings no longer name the account; nothing was marked.
    """
    message = get_outbound(tx, job.subject)
    if message.state is DeliveryState.SENDING:
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
    record_sending(tx, message.id, now=now)
    return message


def _is_unwanted(tx: Transaction, message: OutboundMessage) -> bool:
    """Say whether the customer refused messages after this one was put into the outbox."""
    refused_at = find_opt_out(tx, message.to, channel=message.channel)
    return refused_at is not None and (message.composed_at or refused_at) < refused_at


def record_delivered(
    tx: Transaction, job: Job, message: OutboundMessage, receipt: Receipt, *, now: datetime
) -> None:
    """Record that the channel took a message, and finish the job."""
    record_receipt(tx, message, receipt, now=now)
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
    reason = clean_line(f"{error} ({error.code})" if error.code else str(error))
    if has_ended(tx, message):
        finish_job(tx, job)
    elif error.code == "ambiguous":
        record_not_sent(tx, message, state=DeliveryState.UNKNOWN, error=reason, now=now)
        finish_job(tx, job)
    elif not error.retryable:
        record_undelivered(tx, tools, message, reason, now=now)
        finish_job(tx, job)
    elif (delay := find_delay(job.kind, job.failures + 1, asked=error.retry_after)) is None:
        record_undelivered(tx, tools, message, reason, now=now)
        shunt_job(tx, job, error=reason)
    else:
        record_not_sent(tx, message, state=DeliveryState.QUEUED, error=reason, now=now)
        retry_job(tx, job, available_at=now + delay, error=reason)
