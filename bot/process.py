"""A kept message is read, understood, recorded, decided on and replied to."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from bot.carry_out import carry_out
from bot.deciding import Deciding
from bot.fetch_media import plan_fetches
from bot.identify import identify
from bot.situation import read_situation
from bot.thread_message import thread_key, thread_message
from bot.tools import Tools
from crm_store.consents import record_consent
from crm_store.conversations import change_conversation, find_thread_language
from crm_store.decisions import record_decision
from crm_store.interactions import record_interaction
from crm_store.jobs import finish_job
from crm_store.raw_messages import get_raw
from crm_store.transaction import Transaction
from domain.conversations import Author, Conversation, Direction
from domain.decisions import DecisionRecord, Understanding
from domain.jobs import Job
from domain.messages import InboundMessage, RawMessage
from domain.routing import Situation
from routing.decision_table import decide

# Understanding a text this long takes milliseconds, which others on the event loop can spare.
_SHORT_TEXT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """One message on its way through."""

    tools: Tools
    job: Job
    reference: str
    message: InboundMessage
    understanding: Understanding
    now: datetime


async def process(
    tools: Tools, job: Job, kept: tuple[RawMessage, str] | None = None
) -> tuple[Job, ...]:
    """Work on one raw message.

    Args:
        kept: the raw message and its reference, where the caller has them at hand.

    Returns:
        Jobs that are this process's to work on at once.

    Raises:
        MalformedMessage: the bytes cannot be read; the job is to be shunted.
        NotFoundError: the settings no longer name the account.
    """
    if kept is None:
        kept = await tools.store.read(get_raw, job.subject)
    raw, reference = kept
    channel = tools.get_channel(raw.channel, raw.account)
    message = channel.parse(raw)
    hint = await tools.store.read(find_thread_language, thread_key(message))
    understanding = await _understand(tools, message, hint or message.language)
    processing = Processing(
        tools=tools,
        job=job,
        reference=reference,
        message=message,
        understanding=understanding,
        now=tools.clock.now(),
    )
    rule, jobs = await tools.store.run(record_message, processing)
    tools.count("decision", rule=rule, channel=message.channel)
    return jobs


async def _understand(tools: Tools, message: InboundMessage, hint: str | None) -> Understanding:
    if len(message.text) <= _SHORT_TEXT:
        return tools.understander.understand(message.text, hint=hint)
    return await asyncio.to_thread(tools.understander.understand, message.text, hint=hint)


def record_message(tx: Transaction, processing: Processing) -> tuple[str, tuple[Job, ...]]:
    """Record a message with all its consequences, and finish its job.

    Returns:
        The rule that decided, and jobs that are this process's to work on at once.

    Raises:
        LeaseLostError: another worker did it meanwhile.
    """
    tools, message, now = processing.tools, processing.message, processing.now
    language = processing.understanding.language
    customer = identify(tx, tools, message, language=language, now=now)
    conversation = thread_message(
        tx,
        tools,
        message,
        customer=customer,
        reference=processing.reference,
        language=language,
        now=now,
    )
    # As things stood before this message, which may itself be a STOP.
    situation = read_situation(tx, tools, message, processing.understanding, conversation, now=now)
    # A name on record is told only to whoever is sure to be its owner.
    name = message.sender.name or (customer.name if message.sender.verified else None)
    interaction_id = _record_what_was_said(tx, processing, conversation, name)
    if conversation.language != language:
        conversation = change_conversation(tx, conversation, now=now, language=language)
    jobs = _decide_and_carry_out(
        tx, processing, conversation, situation, interaction_id=interaction_id, name=name
    )
    finish_job(tx, processing.job)
    return jobs


def _record_what_was_said(
    tx: Transaction, processing: Processing, conversation: Conversation, name: str | None
) -> str:
    message = processing.message
    interaction_id = processing.tools.ids.new()
    record_interaction(
        tx,
        conversation,
        interaction_id=interaction_id,
        direction=Direction.IN,
        author=Author.CUSTOMER,
        author_id=conversation.customer_id,
        author_name=name,
        now=message.received_at,
        text=message.text,
        external_id=message.external_id,
        attachments=plan_fetches(tx, processing.tools, message, now=processing.now),
        source_ids={"raw": processing.job.subject},
    )
    if message.consent in {"stop", "start"}:
        record_consent(
            tx,
            message.sender,
            channel=message.channel,
            granted=message.consent == "start",
            source=f"keyword {message.text.strip()[:20]}",
            now=processing.now,
        )
    return interaction_id


def _decide_and_carry_out(
    tx: Transaction,
    processing: Processing,
    conversation: Conversation,
    situation: Situation,
    *,
    interaction_id: str,
    name: str | None,
) -> tuple[str, tuple[Job, ...]]:
    ruling = decide(situation)
    deciding = Deciding(
        tools=processing.tools,
        understanding=processing.understanding,
        queues=situation.queues,
        text=processing.message.text,
        customer_name=name,
        now=processing.now,
    )
    jobs = carry_out(tx, deciding, conversation, ruling.decision)
    record_decision(
        tx,
        DecisionRecord(
            id=processing.tools.ids.new(),
            conversation_id=conversation.id,
            interaction_id=interaction_id,
            decision=ruling.decision,
            rule=ruling.rule,
            trace=ruling.trace,
            understanding=processing.understanding,
            at=processing.now,
        ),
    )
    return ruling.rule, jobs
