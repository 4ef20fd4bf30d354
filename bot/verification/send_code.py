"""A one-time code goes out: made, sent and forgotten, so that no outbox ever holds it."""

from dataclasses import dataclass
from datetime import datetime

from bot.backoff import find_delay
from bot.compose import BOT, phrase, record_reply
from bot.log_event import log_event
from bot.tools import Tools
from bot.verification.code_channels import find_code_account
from bot.verification.codes import is_good
from bot.verification.keyed_digests import make_code
from bot.verification.masked_addresses import mask_address
from channels.text_cleaning import clean_line
from crm_store.action_runs import get_run
from crm_store.conversations import (
    change_conversation,
    find_conversation_by_id,
    find_conversation_language,
)
from crm_store.jobs import finish_job, retry_job
from crm_store.one_time_codes import OneTimeCode, get_code
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.errors import NotFoundError, SendError
from domain.jobs import Job
from domain.messages import OutboundMessage
from domain.replies import Reply, ReplyRequest
from domain.self_service import Said
from responders.fitting import fit_reply
from responders.registry import respond


@dataclass(frozen=True, slots=True, kw_only=True)
class _Errand:
    """A code with where it goes, and the language it is told in."""

    code: OneTimeCode
    channel: str
    account: str
    language: str


async def send_code(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Send one code, unless it is no good any more; a repetition sends the same one."""
    errand = await tools.store.read(_read_errand, tools, job, now=tools.clock.now())
    error: SendError | None = None
    if errand is not None:
        try:
            channel = tools.get_channel(errand.channel, errand.account)
            await channel.send(_compose(tools, errand, now=tools.clock.now()))
        except SendError as refused:
            error = refused
        outcome = "sent" if error is None else "refused"
        tools.count("delivery", channel=errand.channel, outcome=outcome)
    if error is None:
        await tools.store.run(finish_job, job)
        return ()
    return await tools.store.run(_record_refusal, tools, job, error, now=tools.clock.now())


def _read_errand(tx: Transaction, tools: Tools, job: Job, *, now: datetime) -> _Errand | None:
    code = get_code(tx, job.subject)
    found = find_code_account(tx, tools, code.to)
    if found is None or not is_good(tools, code, now=now):
        return None
    asking = get_run(tx, code.run_id).conversation_id
    language = find_conversation_language(tx, asking) or "en"
    return _Errand(code=code, channel=found[0], account=found[1], language=language)


def _get_conversation(tx: Transaction, code: OneTimeCode) -> Conversation:
    """Read and lock the conversation that asks."""
    run = get_run(tx, code.run_id)
    conversation = find_conversation_by_id(tx, run.conversation_id)
    if conversation is None:
        raise NotFoundError(f"there is no conversation {run.conversation_id!r}")
    return conversation


def _compose(tools: Tools, errand: _Errand, *, now: datetime) -> OutboundMessage:
    """Write the message: it belongs to no conversation, so that an answer to it begins its own."""
    code = errand.code
    minutes = int(tools.settings.verification.code_lifetime.total_seconds() // 60)
    facts = {"code": make_code(tools, code.id), "minutes": minutes}
    reply = _phrase(tools, errand, Said(key="verification.code", facts=facts), now)
    subject = _phrase(tools, errand, Said(key="verification.code_subject"), now).text
    return OutboundMessage(
        id=f"code-{code.id}",
        interaction_id=code.id,
        conversation_id=code.id,
        reference=f"FD-{code.id}",
        channel=errand.channel,
        account=errand.account,
        to=code.to,
        subject=subject,
        text=reply.text,
        html=reply.html,
        composed_at=code.created_at,
        automatic=True,
    )


def _phrase(tools: Tools, errand: _Errand, said: Said, now: datetime) -> Reply:
    request = ReplyRequest(
        language=errand.language, company=tools.settings.company, now=now, said=(said,)
    )
    capabilities = tools.get_channel(errand.channel, errand.account).capabilities
    return fit_reply(respond("self_service", request), capabilities, None, errand.language)


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
    conversation = _get_conversation(tx, code)
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
