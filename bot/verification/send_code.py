"""A one-time code goes out: made, sent and forgotten, so that no outbox ever holds it."""

from datetime import datetime

from bot.backoff import find_delay
from bot.compose import BOT, phrase, record_reply
from bot.log_event import log_event
from bot.tools import Tools
from bot.verification.codes import is_good
from bot.verification.keyed_digests import make_code
from bot.verification.masked_addresses import mask_address
from bot.verification.unrecorded_ids import CODE
from bot.verification.unrecorded_messages import Errand, find_errand, send_unrecorded
from channels.text_cleaning import clean_line
from crm_store.action_runs import get_run
from crm_store.conversations import (
    change_conversation,
    find_conversation_by_id,
    find_conversation_language,
)
from crm_store.jobs import finish_job, retry_job
from crm_store.one_time_codes import OneTimeCode, get_code, has_later_code
from crm_store.transaction import Transaction
from domain.errors import SendError
from domain.jobs import Job
from domain.self_service import Said


async def send_code(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Send one code, unless it is no good any more; a repetition sends the same one."""
    errand = await tools.store.read(_find_errand, tools, job, now=tools.clock.now())
    if errand is not None:
        try:
            await send_unrecorded(tools, errand)
        except SendError as error:
            tools.count("delivery", channel=errand.channel, outcome="refused")
            now = tools.clock.now()
            return await tools.store.run(_record_refusal, tools, job, error, now=now)
        tools.count("delivery", channel=errand.channel, outcome="sent")
    await tools.store.run(finish_job, job)
    return ()


def _find_errand(tx: Transaction, tools: Tools, job: Job, *, now: datetime) -> Errand | None:
    code = get_code(tx, job.subject)
    if not is_good(tools, code, now=now) or has_later_code(tx, code):
        return None
    asking = get_run(tx, code.run_id).conversation_id
    minutes = int(tools.settings.verification.code_lifetime.total_seconds() // 60)
    facts = {"code": make_code(tools, code.id), "minutes": minutes}
    return find_errand(
        tx,
        tools,
        message_id=f"{CODE}{code.id}",
        since=code.created_at,
        to=code.to,
        language=find_conversation_language(tx, asking) or "en",
        said=Said(key="verification.code", facts=facts),
        subject=Said(key="verification.code_subject"),
    )


def _record_refusal(
    tx: Transaction, tools: Tools, job: Job, error: SendError, *, now: datetime
) -> tuple[Job, ...]:
    """Try again while the code is good; then tell the customer that it will not come."""
    code = get_code(tx, job.subject)
    reason = clean_line(str(error))
    delay = find_delay(job.kind, job.failures + 1, asked=error.retry_after)
    if error.retryable and delay is not None and now + delay < code.expires_at:
        retry_job(tx, job, available_at=now + delay, error=reason)
        return ()
    finish_job(tx, job)
    return _tell_of_failure(tx, tools, code, reason, now)


def _tell_of_failure(
    tx: Transaction, tools: Tools, code: OneTimeCode, reason: str, now: datetime
) -> tuple[Job, ...]:
    conversation = find_conversation_by_id(tx, get_run(tx, code.run_id).conversation_id)
    if conversation is None:
        return ()
    to = mask_address(code.to)
    text = f"The one-time code could not be sent to {to}: {reason}"
    log_event(tx, tools, conversation, text, event="code_failed", now=now)
    if conversation.with_person:
        return ()
    conversation = change_conversation(tx, conversation, now=now)
    said = (Said(key="verification.not_sent", facts={"address": to}),)
    reply = phrase(tools, conversation, "self_service", now=now, said=said)
    told = record_reply(tx, tools, conversation, reply, writer=BOT, now=now)
    return () if told is None else (told,)
