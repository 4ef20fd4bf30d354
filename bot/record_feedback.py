"""Somebody says whether an answer of the bot was the right one, or shows it."""

from datetime import datetime

from bot.processing import Processing
from bot.sent_answers import SentAnswer, find_last_sent, find_sent
from bot.tools import Tools
from bot.understanding.small_talk import NOT_HELPED, find_verdict
from bot.understanding.wording import LONGEST_READ, fold_phrase
from crm_store.conversations import lock_conversation, wake_followers
from crm_store.decisions import list_decisions
from crm_store.feedback import erase_feedback, record_feedback
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Ignore
from domain.errors import NotFoundError
from domain.feedback import FeedbackSource, Verdict
from domain.routing import Ruling
from domain.staff import StaffMember

# What was sent is told from the latest decisions alone, so that a long conversation costs no more.
LATEST = 20
# Whoever these rules stop is not the customer who was answered.
_SOMEBODY_ELSE = frozenset({"sender_refuted", "written_by_stranger", "written_by_copied"})
# Who writes these says something of what the bot answered, if it did so just before.
TELLING_INTENTS = frozenset({"person", NOT_HELPED})


def record_agent_verdict(
    tx: Transaction,
    tools: Tools,  # noqa: ARG001 - what all that staff do is given
    reference: str,
    agent: StaffMember,
    *,
    interaction_id: str,
    article_id: str | None,
    verdict: Verdict | None,
    now: datetime,
) -> Conversation:
    """Keep what an agent says of the bot's answer; a later word takes the place of an earlier one.

    Args:
        interaction_id: the customer's message that was answered.
        article_id: the article meant; None for all that were sent.
        verdict: None to take back what was said.

    Raises:
        NotFoundError: there is no such conversation, or the bot sent no such article there.
    """
    conversation = lock_conversation(tx, reference, even_merged=True)
    sent = find_sent(list_decisions(tx, conversation.id), interaction_id)
    judged = [each for each in sent if article_id in {None, each.match.article_id}]
    if not judged:
        raise NotFoundError("the bot sent no such article in answer to that message")
    for answer in judged:
        _settle(tx, answer, verdict, agent, now)
    wake_followers(tx, conversation)
    return conversation


def _settle(
    tx: Transaction, answer: SentAnswer, verdict: Verdict | None, agent: StaffMember, now: datetime
) -> None:
    if verdict is not None:
        said = answer.judge(verdict, FeedbackSource.AGENT, at=now, by=agent.id)
        record_feedback(tx, said)
        return
    erase_feedback(
        tx,
        interaction_id=answer.interaction_id,
        article_id=answer.match.article_id,
        source=FeedbackSource.AGENT,
    )


def record_customer_verdict(
    tx: Transaction, processing: Processing, conversation: Conversation, ruling: Ruling
) -> None:
    """Keep what a message says of the answer before it, in words or by calling for a person.

    To be called before the decision on the message itself is recorded.
    """
    if isinstance(ruling.decision, Ignore) or ruling.rule in _SOMEBODY_ELSE:
        return
    verdict = _read_verdict(processing)
    calls = ruling.rule == "asked_for_person"
    if verdict is None and not calls:
        return
    latest = list_decisions(tx, conversation.id, limit=LATEST)
    for answer in find_last_sent(latest):
        if verdict is not None:
            said = answer.judge(verdict, FeedbackSource.CUSTOMER, at=processing.now)
            record_feedback(tx, said)
        # Whoever has talked on since then may call for a person about something else.
        elif answer.interaction_id == latest[-1].interaction_id:
            said = answer.judge(Verdict.WRONG, FeedbackSource.HANDOFF, at=processing.now)
            record_feedback(tx, said)


def _read_verdict(processing: Processing) -> Verdict | None:
    """Read what the words say of the answer before them, forgiving typing errors."""
    if processing.understanding.intent == NOT_HELPED:
        return Verdict.WRONG
    return find_verdict(fold_phrase(processing.message.text[:LONGEST_READ]))
