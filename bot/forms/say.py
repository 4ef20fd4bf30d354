"""The one reply that a form gives to one message."""

from dataclasses import replace
from datetime import datetime

from bot.compose import BOT, phrase, record_reply
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.jobs import Job
from domain.messages import QuickReply
from domain.replies import Reply
from domain.self_service import ActionRun, Said


def phrase_said(
    tools: Tools,
    conversation: Conversation,
    said: tuple[Said, ...],
    choices: tuple[QuickReply, ...] = (),
    *,
    now: datetime,
) -> Reply:
    """Phrase sentences, with what can be chosen."""
    return phrase(tools, conversation, "self_service", now=now, said=said, quick_replies=choices)


def join_replies(first: Reply, second: Reply) -> Reply:
    """Make one reply of two; what can be chosen is what the second one offers."""
    if not first.text:
        return second
    html = None
    if first.html is not None and second.html is not None:
        html = f"{first.html}\n{second.html}"
    return replace(
        second,
        text=f"{first.text}\n\n{second.text}",
        html=html,
        subject=first.subject or second.subject,
    )


def send(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    run: ActionRun,
    reply: Reply,
    *,
    now: datetime,
) -> tuple[Job, ...]:
    """Log a reply and put it into the outbox, with the run that it belongs to."""
    sources = {"run": run.id, "action": run.action}
    job = record_reply(tx, tools, conversation, reply, writer=BOT, now=now, source_ids=sources)
    return () if job is None else (job,)
