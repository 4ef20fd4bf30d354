"""A decision becomes what it says: a reply, a question back, a handoff, or silence."""

from dataclasses import dataclass
from datetime import datetime

from bot.compose import BOT, phrase, record_reply
from bot.hand_over import hand_over
from bot.start_clock import start_clock
from bot.tools import Tools
from crm_store.articles import find_published_article
from crm_store.clocks import find_running_clock
from crm_store.conversations import change_conversation
from crm_store.staff import get_default_queue, get_queue
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus, PendingQuestion
from domain.decisions import (
    Answer,
    Ask,
    Decision,
    Escalate,
    Ignore,
    RunAction,
    Understanding,
)
from domain.errors import NotFoundError
from domain.jobs import Job
from domain.service_levels import ClockKind

# Words that need no person's answer, so that no clock starts for them.
_COURTESIES = frozenset({"thanks", "goodbye"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What a decision is carried out with."""

    tools: Tools
    understanding: Understanding
    text: str
    now: datetime


def carry_out(
    tx: Transaction, deciding: Deciding, conversation: Conversation, decision: Decision
) -> tuple[Job, ...]:
    """Do what was decided, within the transaction that recorded the message.

    Returns:
        Jobs that are this process's to work on at once after the commit.
    """
    match decision:
        case Answer():
            return _answer(tx, deciding, conversation, decision)
        case Ask():
            return _ask(tx, deciding, conversation, decision)
        case Escalate():
            return hand_over(tx, deciding.tools, conversation, decision, now=deciding.now)
        case Ignore():
            return _stay_silent(tx, deciding, conversation, decision)
        case RunAction():
            raise NotFoundError(f"there is no action {decision.action!r}")


def _answer(
    tx: Transaction, deciding: Deciding, conversation: Conversation, decision: Answer
) -> tuple[Job, ...]:
    tools, now = deciding.tools, deciding.now
    match = decision.article
    article = None
    if match is not None:
        article = find_published_article(
            tx, match.article_id, conversation.language or match.locale
        )
        if article is None:
            return _escalate_retired(tx, deciding, conversation)
    reply = phrase(
        tools, conversation, decision.responder, now=now, article=article, context=decision.context
    )
    changes: dict[str, object] = {"pending": None}
    if article is not None:
        changes |= {
            "status": ConversationStatus.PENDING,
            "first_response_at": conversation.first_response_at or now,
        }
    conversation = change_conversation(tx, conversation, now=now, **changes)
    sources = {} if article is None else {"article": article.id, "version": article.version}
    job = record_reply(tx, tools, conversation, reply, writer=BOT, now=now, source_ids=sources)
    return () if job is None else (job,)


def _escalate_retired(
    tx: Transaction, deciding: Deciding, conversation: Conversation
) -> tuple[Job, ...]:
    """The article was withdrawn after the index was made: its words must not go out."""
    escalation = Escalate(queue=get_default_queue(tx).name, reason="unknown")
    return hand_over(tx, deciding.tools, conversation, escalation, now=deciding.now)


def _ask(
    tx: Transaction, deciding: Deciding, conversation: Conversation, decision: Ask
) -> tuple[Job, ...]:
    tools, now = deciding.tools, deciding.now
    reply = phrase(tools, conversation, decision.question, now=now, quick_replies=decision.choices)
    pending = PendingQuestion(
        question=decision.question,
        choices=reply.quick_replies,
        text=deciding.text[:500],
        asked_at=now,
    )
    conversation = change_conversation(tx, conversation, now=now, pending=pending)
    job = record_reply(tx, tools, conversation, reply, writer=BOT, now=now)
    return () if job is None else (job,)


def _stay_silent(
    tx: Transaction, deciding: Deciding, conversation: Conversation, decision: Ignore
) -> tuple[Job, ...]:
    """Somebody else's turn: note that the customer waits, unless they only said thanks."""
    now = deciding.now
    courtesy = deciding.understanding.intent in _COURTESIES
    if decision.reason != "with_person" or courtesy:
        change_conversation(tx, conversation, now=now)
        return ()
    change_conversation(
        tx,
        conversation,
        now=now,
        status=ConversationStatus.OPEN,
        waiting_since=conversation.waiting_since or now,
    )
    _start_next_response(tx, deciding, conversation)
    return ()


def _start_next_response(tx: Transaction, deciding: Deciding, conversation: Conversation) -> None:
    """A customer who writes again after the first answer waits for the next one."""
    if conversation.queue is None:
        return
    if find_running_clock(tx, conversation.id, ClockKind.FIRST_RESPONSE) is None:
        queue = get_queue(tx, conversation.queue)
        start_clock(
            tx,
            deciding.tools,
            conversation.id,
            ClockKind.NEXT_RESPONSE,
            queue,
            now=deciding.now,
        )
