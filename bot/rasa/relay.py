"""Another program leads the conversation: it is told, and what it answers is said and recorded."""

import asyncio
from dataclasses import replace
from datetime import datetime

import structlog

from bot.automating.shape_handoff import shape_handoff
from bot.compose import BOT, record_reply
from bot.fit_words import fit_words
from bot.hand_over import hand_over
from bot.mark_answered import mark_answered
from bot.thread_message import COURTESIES
from bot.tools import Tools
from crm_store.conversations import change_conversation, get_conversation, lock_conversation
from crm_store.customers import get_customer
from crm_store.jobs import finish_job
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.conversations import Conversation, PendingQuestion
from domain.decisions import Escalate, Understanding
from domain.dialogue import DialogueError, DialogueHandoff, DialogueReply
from domain.errors import NotFoundError
from domain.jobs import Job
from domain.routing import QueueTopics
from routing.queue_choice import choose_queue

# Why a person takes over where the other program says nothing, or nothing that can be read.
SILENT, DOWN = "unknown", "system_down"
log = structlog.get_logger()


async def relay(tools: Tools, job: Job) -> tuple[Job, ...]:
    """Tell the dialogue server what a customer wrote, and record what it answers.

    Where this process dies in between it is told again, under the same `message` in the metadata.

    Raises:
        NotFoundError: the settings name no dialogue server any more.
    """
    if tools.dialogue is None:
        raise NotFoundError("the settings name no [rasa] url; add it and replay")
    conversation = await tools.store.read(get_conversation, job.subject)
    text, message = job.payload["text"], job.payload["message"]
    about = {"message": message, "reference": job.subject, "language": conversation.language or ""}
    try:
        reply = await tools.dialogue.tell(conversation.id, text, about)
    except DialogueError as error:
        log.warning("dialogue_failed", conversation=job.subject, error=str(error))
        reply = DialogueReply(texts=(), handoff=DialogueHandoff(reason=DOWN))
    if not reply.texts and reply.handoff is None and not await _is_courtesy(tools, text):
        # Nobody is left without an answer, but "thanks" needs none.
        reply = replace(reply, handoff=DialogueHandoff(reason=SILENT))
    jobs = await tools.store.run(record_answer, tools, job, reply, now=tools.clock.now())
    tools.count("relay", outcome=_classify(reply))
    return jobs


def record_answer(
    tx: Transaction, tools: Tools, job: Job, reply: DialogueReply, *, now: datetime
) -> tuple[Job, ...]:
    """Say what the dialogue server said, or hand over, and finish the job.

    Raises:
        LeaseLostError: another worker did it meanwhile.
    """
    conversation = lock_conversation(tx, job.subject, even_merged=True)
    finish_job(tx, job)
    if conversation.with_person or conversation.merged_into is not None:
        # Somebody took it while the dialogue server thought; two voices would confuse.
        return ()
    conversation, jobs = _say(tx, tools, conversation, reply, now)
    if reply.handoff is None:
        return jobs
    return (*jobs, *_hand_over(tx, tools, conversation, reply.handoff, now))


def _say(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    reply: DialogueReply,
    now: datetime,
) -> tuple[Conversation, tuple[Job, ...]]:
    jobs: list[Job | None] = []
    for number, words in enumerate(reply.texts, start=1):
        choices = reply.quick_replies if number == len(reply.texts) else ()
        fitted = fit_words(tools, conversation, words, choices)
        jobs.append(record_reply(tx, tools, conversation, fitted, writer=BOT, now=now))
    if reply.texts and reply.handoff is None:
        conversation = mark_answered(tx, tools, conversation, now=now)
    if reply.texts:
        conversation = _await_choice(tx, conversation, reply, now)
    return conversation, tuple(job for job in jobs if job is not None)


def _await_choice(
    tx: Transaction, conversation: Conversation, reply: DialogueReply, now: datetime
) -> Conversation:
    """Remember what was offered, so that a number or its words stand for it."""
    if not reply.quick_replies:
        return conversation
    pending = PendingQuestion(
        question="relay", choices=reply.quick_replies, text=reply.texts[-1][:500], asked_at=now
    )
    return change_conversation(tx, conversation, now=now, pending=pending)


def _hand_over(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    handoff: DialogueHandoff,
    now: datetime,
) -> tuple[Job, ...]:
    queues = tuple(
        QueueTopics(name=queue.name, topics=queue.topics, default=queue.is_default)
        for queue in list_queues(tx)
    )
    matter = Understanding(
        language=conversation.language or "en",
        intent="question",
        confidence=1.0,
        topic=handoff.topic,
    )
    queue, _ = choose_queue(matter, queues)
    name = get_customer(tx, conversation.customer_id).name
    escalation = shape_handoff(
        tx,
        tools,
        conversation,
        Escalate(queue=queue, reason=handoff.reason),
        customer_name=name,
        now=now,
    )
    return hand_over(tx, tools, conversation, escalation, customer_name=name, now=now)


async def _is_courtesy(tools: Tools, text: str) -> bool:
    meant = await asyncio.to_thread(tools.understander.understand, text, hint=None)
    return meant.intent in COURTESIES


def _classify(reply: DialogueReply) -> str:
    if reply.handoff is not None:
        return reply.handoff.reason if reply.handoff.reason == DOWN else "handoff"
    return "answered" if reply.texts else "silent"
