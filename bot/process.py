"""A kept message is read, understood, recorded, decided on and replied to."""

import asyncio
from dataclasses import replace

from bot.assigning.follow_waiting import follow_change
from bot.automating.apply_rules import apply_rules
from bot.carry_out import carry_out
from bot.complaints.consider_message import consider_message
from bot.complaints.intake import IntakeKind
from bot.complaints.open_for_message import open_for_message
from bot.deciding import Deciding
from bot.find_background import Background, find_background
from bot.find_second_copy import is_second_copy
from bot.forms.late_correction import heed_late_correction
from bot.forms.old_press import drop_old_press
from bot.forms.spoken_language import tells_no_language
from bot.linking.answer_link import LINKING, answer_link
from bot.log_message import find_name, log_message
from bot.log_visit import log_visit
from bot.place_message import Placed, place_message
from bot.processing import Processing
from bot.raise_for_message import raise_for_message
from bot.read_message import choose_words, complete_message, read_words
from bot.record_bounce import record_bounce
from bot.record_change import record_change
from bot.record_feedback import record_customer_verdict
from bot.recovery.heed_later import heed_return, heed_words
from bot.recovery.read_vote import find_asked
from bot.recovery.take_answer import take_answer
from bot.resolve_press import resolve_press
from bot.situation import read_situation
from bot.tools import Tools
from crm_store.conversations import change_conversation
from crm_store.decisions import record_decision
from crm_store.jobs import finish_job
from crm_store.raw_messages import get_raw
from crm_store.transaction import Transaction
from domain.channels import Channel
from domain.conversations import Conversation
from domain.decisions import FOREIGN_LANGUAGE, DecisionRecord, Understanding
from domain.jobs import Job
from domain.messages import InboundMessage, RawMessage
from domain.routing import Situation
from routing.complaint_rules import bare_acknowledgement, send_doubted_to_people, send_to_people
from routing.decision_table import decide
from routing.urgency_rules import trace_for_people

# Bytes; reading so many takes a few milliseconds at the most.
_SMALL_BODY = 16_384
# What is counted in a rule's place for a message that is on record already.
SECOND_COPY = "second_copy"


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
    await tools.offer.load()
    channel = tools.get_channel(raw.channel, raw.account)
    message = await resolve_press(tools, await _parse(channel, raw))
    threaded = channel.capabilities.threaded
    words = choose_words(message) if threaded else read_words(message)
    background = await tools.store.read(
        find_background, message, words, threaded=threaded, now=tools.clock.now()
    )
    precision = tools.settings.policy.precision_on(message.channel)
    processing = Processing(
        tools=tools,
        job=job,
        reference=reference,
        message=complete_message(message),
        understanding=await _understand(tools, words, background, message.language, precision),
        now=tools.clock.now(),
    )
    rule, jobs = await tools.store.run(record_message, processing)
    tools.count("decision", rule=rule, channel=message.channel)
    return jobs


async def _parse(channel: Channel, raw: RawMessage) -> InboundMessage:
    if len(raw.body) <= _SMALL_BODY:
        return channel.parse(raw)
    return await asyncio.to_thread(channel.parse, raw)


async def _understand(
    tools: Tools, words: str, background: Background, language: str | None, precision: float
) -> Understanding:
    """Understand a text beside the event loop: an encoder computes while others go on.

    Who writes in a language that nobody here speaks, and of whom no other is known, is spoken to in
    the company's first one.
    """
    hint = background.language or language
    understood = await asyncio.to_thread(
        tools.understander.understand,
        words,
        hint=hint,
        precision=precision,
        previous=background.question,
    )
    if hint is None and FOREIGN_LANGUAGE in understood.entities:
        return replace(understood, language=tools.settings.first_language)
    return understood


def record_message(tx: Transaction, processing: Processing) -> tuple[str, tuple[Job, ...]]:
    """Record a message with all its consequences, and finish its job.

    Returns:
        The rule that decided, and jobs that are this process's to work on at once.

    Raises:
        LeaseLostError: another worker did it meanwhile.
    """
    if processing.threaded and is_second_copy(tx, processing.message):
        finish_job(tx, processing.job)
        return SECOND_COPY, ()
    change = record_change(tx, processing)
    if change is not None:
        finish_job(tx, processing.job)
        return change, ()
    asked = find_asked(tx, processing)
    answered = take_answer(tx, processing, asked)
    if answered is not None:
        finish_job(tx, processing.job)
        return answered
    placed = place_message(tx, processing)
    processing = heed_late_correction(tx, processing, placed)
    # As things stood before this message, which may itself be a STOP.
    heard = drop_old_press(tx, processing, placed)
    situation = read_situation(tx, heard, placed)
    log_visit(tx, processing, placed.conversation)
    interaction_id = log_message(tx, processing, placed)
    heed_words(tx, processing, placed, asked)
    conversation = _keep_understood(tx, processing, placed.conversation, situation)
    linked = answer_link(tx, heard, placed, conversation, situation)
    if linked is not None:
        finish_job(tx, processing.job)
        return LINKING, linked
    outcome = _decide_and_carry_out(
        tx,
        heard,
        replace(placed, conversation=conversation),
        situation,
        interaction_id=interaction_id,
        name=find_name(processing.message, placed),
    )
    _heed_report(tx, processing, placed)
    heed_return(tx, processing, conversation)
    finish_job(tx, processing.job)
    return outcome


def _keep_understood(
    tx: Transaction, processing: Processing, conversation: Conversation, situation: Situation
) -> Conversation:
    understood = processing.understanding
    if processing.message.automatic is not None:
        return conversation
    changes: dict[str, str | None] = {}
    told = conversation.language is None or not tells_no_language(situation)
    if told and conversation.language != understood.language:
        changes["language"] = understood.language
    tells_topic = understood.topic is not None and not conversation.with_person
    if tells_topic and conversation.topic != understood.topic:
        changes["topic"] = understood.topic
    if not changes:
        return conversation
    changed = change_conversation(tx, conversation, now=processing.now, **changes)
    follow_change(tx, processing.tools, conversation, changed, now=processing.now)
    return changed


def _heed_report(tx: Transaction, processing: Processing, placed: Placed) -> None:
    message = processing.message
    if message.bounce is not None:
        record_bounce(
            tx,
            processing.tools,
            message,
            message.bounce,
            placed.conversation,
            now=processing.now,
        )


def _decide_and_carry_out(
    tx: Transaction,
    processing: Processing,
    placed: Placed,
    situation: Situation,
    *,
    interaction_id: str,
    name: str | None,
) -> tuple[str, tuple[Job, ...]]:
    ruling, conversation = decide(situation), placed.conversation
    record_customer_verdict(tx, processing, conversation, ruling)
    intake = consider_message(tx, processing, placed, situation=situation, ruling=ruling)
    if intake is not None and intake.kind is not IntakeKind.ASK:
        ruling = send_to_people(ruling, situation, intake.why, surely=intake.surely)
    elif intake is not None:
        ruling = send_doubted_to_people(ruling, situation, intake.why)
    ruling, facts = apply_rules(tx, processing, conversation, ruling, customer_name=name)
    ruling = trace_for_people(ruling, facts, forged=situation.refuted is not None)
    taken = None
    if intake is not None:
        conversation, taken = open_for_message(
            tx, processing, conversation, intake, interaction_id=interaction_id
        )
        ruling = ruling if intake.opening.automatic else bare_acknowledgement(ruling)
    conversation = raise_for_message(tx, processing.tools, conversation, ruling, now=processing.now)
    deciding = Deciding(
        tools=processing.tools,
        understanding=processing.understanding,
        queues=situation.queues,
        text=processing.message.text,
        customer_name=name,
        now=processing.now,
        interaction_id=interaction_id,
        received_at=processing.message.received_at,
        choice=processing.message.choice,
        offered_at=processing.message.offered_at,
        sender=processing.message.sender,
        files=situation.attachments,
        form=situation.form,
        taken=taken,
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
            evidence=facts.evidence,
        ),
    )
    return ruling.rule, jobs
