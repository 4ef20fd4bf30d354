"""Word to an address on file that something was changed, for whoever holds it and did not ask."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.backoff import find_delay
from bot.tools import Tools
from bot.verification.code_channels import find_code_account
from bot.verification.masked_addresses import mask_address
from bot.verification.unrecorded_ids import NOTICE
from bot.verification.unrecorded_messages import Errand, find_errand, send_unrecorded
from channels.text_cleaning import clean_line
from crm_store.interactions import record_event
from crm_store.jobs import finish_job, record_job, retry_job
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.errors import SendError
from domain.jobs import Job, JobKind
from domain.messages import Address
from domain.self_service import Said


def record_notice(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    to: Address,
    said: Said,
    *,
    now: datetime,
) -> None:
    """Have a notice sent where one can be, and log in the locked conversation where it went."""
    if find_code_account(tx, tools, to) is None:
        return
    payload = {
        "conversation": conversation.id,
        "language": conversation.language or "en",
        "kind": to.kind,
        "value": to.value,
        "said": said.key,
        "facts": dict(said.facts),
        "since": now.isoformat(),
    }
    notice_id = tools.ids.new()
    record_job(
        tx,
        job_id=tools.ids.new(),
        kind=JobKind.NOTICE,
        ordering_key=f"notice:{to.kind}:{to.value}",
        subject=notice_id,
        payload=payload,
        now=now,
    )
    text = f"A notice of it was sent to {mask_address(to)}"
    _log(tx, tools, payload, text, event="notice_sent", now=now)


async def send_notice(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Send one notice, where its address can still be reached."""
    errand = await tools.store.read(_find_errand, tools, job)
    if errand is not None:
        try:
            await send_unrecorded(tools, errand)
        except SendError as error:
            await tools.store.run(_record_refusal, tools, job, error, now=tools.clock.now())
            return ()
        tools.count("delivery", channel=errand.channel, outcome="sent")
    await tools.store.run(finish_job, job)
    return ()


def _find_errand(tx: Transaction, tools: Tools, job: Job) -> Errand | None:
    about = job.payload
    return find_errand(
        tx,
        tools,
        message_id=f"{NOTICE}{job.subject}",
        since=datetime.fromisoformat(about["since"]),
        to=_address_of(about),
        language=about["language"],
        said=Said(key=about["said"], facts=about["facts"]),
        subject=Said(key="verification.notice_subject"),
    )


def _record_refusal(
    tx: Transaction, tools: Tools, job: Job, error: SendError, *, now: datetime
) -> None:
    delay = find_delay(job.kind, job.failures + 1, asked=error.retry_after)
    reason = clean_line(str(error))
    if error.retryable and delay is not None:
        retry_job(tx, job, available_at=now + delay, error=reason)
        return
    finish_job(tx, job)
    text = f"The notice could not be sent to {mask_address(_address_of(job.payload))}: {reason}"
    _log(tx, tools, job.payload, text, event="notice_failed", now=now)


def _log(
    tx: Transaction,
    tools: Tools,
    about: Mapping[str, Any],
    text: str,
    *,
    event: str,
    now: datetime,
) -> None:
    record_event(
        tx,
        about["conversation"],
        interaction_id=tools.ids.new(),
        text=text,
        now=now,
        source_ids={"event": event},
    )


def _address_of(about: Mapping[str, Any]) -> Address:
    return Address(kind=about["kind"], value=about["value"], verified=True)
