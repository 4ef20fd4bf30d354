"""The bot half understands and asks which it is."""

from bot.compose import BOT, phrase, record_reply
from bot.deciding import Deciding
from crm_store.conversations import change_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation, PendingQuestion
from domain.decisions import Ask, Understanding
from domain.jobs import Job
from domain.replies import Reply


def ask_back(
    tx: Transaction, deciding: Deciding, conversation: Conversation, decision: Ask
) -> tuple[Job, ...]:
    """Ask, and remember what was asked and what it was about."""
    tools, now = deciding.tools, deciding.now
    reply = phrase_question(deciding, conversation, decision)
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


def phrase_question(deciding: Deciding, conversation: Conversation, decision: Ask) -> Reply:
    """Phrase the question with its choices."""
    return phrase(
        deciding.tools,
        conversation,
        decision.question,
        now=deciding.now,
        quick_replies=decision.choices,
    )


def _find_topic(understanding: Understanding) -> str | None:
    """Find what a half-understood text is about: its topic, or else that of the best article."""
    found = (understanding.topic, *(match.topic for match in understanding.matches))
    return next((topic for topic in found if topic is not None), None)
