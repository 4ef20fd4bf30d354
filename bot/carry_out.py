"""A decision becomes what it says: a reply, a question back, a handoff, or silence."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.compose import BOT, phrase, record_reply
from bot.hand_over import hand_over
from bot.start_clock import start_clock
from bot.tools import Tools
from crm_store.articles import find_published_article
from crm_store.clocks import find_running_clock
from crm_store.conversations import change_conversation
from crm_store.staff import get_queue
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
from domain.knowledge import ArticleMatch
from domain.routing import QueueTopics
from domain.service_levels import ClockKind
from routing.queue_choice import choose_queue

# Words that need no person's answer, so that no clock starts for them.
_COURTESIES = frozenset({"thanks", "goodbye"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """What a decision is carried out with.

    Attributes:
        text: what the customer wrote.
        queues: among which a fitting one can be chosen.
    """

    tools: Tools
    understanding: Understanding
    queues: tuple[QueueTopics, ...]
    text: str
    customer_name: str | None
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
            return _hand_over(tx, deciding, conversation, decision)
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
            return _escalate_retired(tx, deciding, conversation, match)
    reply = phrase(
        tools,
        conversation,
        decision.responder,
        now=now,
        article=article,
        context=decision.context,
        customer_name=deciding.customer_name,
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
    tx: Transaction, deciding: Deciding, conversation: Conversation, match: ArticleMatch
) -> tuple[Job, ...]:
    """The article was withdrawn after the index was made: its words must not go out."""
    topic = match.topic or deciding.understanding.topic
    queue, _ = choose_queue(replace(deciding.understanding, topic=topic), deciding.queues)
    escalation = Escalate(queue=queue, reason="unknown")
    return _hand_over(tx, deciding, conversation, escalation)


def _hand_over(
    tx: Transaction, deciding: Deciding, conversation: Conversation, escalation: Escalate
) -> tuple[Job, ...]:
    return hand_over(
        tx,
        deciding.tools,
        conversation,
        escalation,
        customer_name=deciding.customer_name,
        now=deciding.now,
    )


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
        topic=_find_topic(deciding.understanding),
    )
    conversation = change_conversation(tx, conversation, now=now, pending=pending)
    job = record_reply(tx, tools, conversation, reply, writer=BOT, now=now)
    return () if job is None else (job,)


def _find_topic(understanding: Understanding) -> str | None:
    """Find what a half-understood text is about: its topic, or else that of the best article."""
    found = (understanding.topic, *(match.topic for match in understanding.matches))
    return next((topic for topic in found if topic is not None), None)


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
