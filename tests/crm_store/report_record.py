"""A few conversations on record, each with one decision of the bot, for reports to be counted."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.count_questions import record_counts
from crm_store.conversations import change_conversation, record_conversation
from crm_store.customers import record_customer
from crm_store.decisions import record_decision
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.conversations import ConversationStatus
from domain.decisions import (
    Answer,
    Ask,
    Decision,
    DecisionRecord,
    Escalate,
    Ignore,
    Understanding,
)
from domain.knowledge import ArticleMatch
from domain.messages import QuickReply

BAGS = ArticleMatch(article_id="bags", locale="en", version=1, title="Bags?", confidence=0.9)
PETS = replace(BAGS, article_id="pets", title="Pets?")
ANSWER = Answer(responder="article", article=BAGS)
TWO_ANSWERS = replace(ANSWER, more=(PETS,))
SMALL_TALK = Answer(responder="small_talk", context={"kind": "thanks"})
ASK = Ask(
    question="did_you_mean",
    choices=(
        QuickReply(label="Bags?", value="article:bags"),
        QuickReply(label="Pets?", value="article:pets"),
        QuickReply(label="", value="none"),
    ),
)
SILENCE = Ignore(reason="with_person")
CHOICE_RULE = "pending_question_answered"


def hand_over(reason: str, *meanwhile: ArticleMatch) -> Escalate:
    return Escalate(queue="general", reason=reason, meanwhile=meanwhile)


class Record:
    """Writes what happened; what is not said of a conversation is as usual.

    Args:
        tx: an open transaction.
    """

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._number = 0
        long_ago = datetime.fromisoformat("2020-01-01T00:00:00+00:00")
        record_customer(tx, customer_id="mara", name=None, language="en", now=long_ago)

    def decide(
        self,
        decision: Decision,
        at: datetime,
        *,
        rule: str = "surely_known",
        channel: str = "sms",
        language: str = "en",
        ended: str | None = None,
        queue: str | None = None,
    ) -> str:
        """Record a conversation with one decision; return its id.

        Args:
            ended: its disposition an hour later; None while it goes on.
            queue: of the people it was handed to.
        """
        self._number += 1
        conversation_id = f"v-{self._number}"
        begun = record_conversation(
            self._tx,
            conversation_id=conversation_id,
            reference=f"FD-{self._number}",
            customer_id="mara",
            key=ThreadKey(channel=channel, account="a", thread=conversation_id),
            subject=None,
            language=language,
            now=at,
        )
        if ended is not None:
            change_conversation(
                self._tx,
                begun,
                now=at + timedelta(hours=1),
                status=ConversationStatus.RESOLVED,
                resolved_at=at + timedelta(hours=1),
                disposition=ended,
                queue=queue,
            )
        self._record_decision(decision, at, conversation_id, rule, language)
        return conversation_id

    def count(self, until: datetime, zone: str = "UTC") -> None:
        """Count what was decided."""
        record_counts(self._tx, zone=ZoneInfo(zone), until=until)

    def _record_decision(
        self, decision: Decision, at: datetime, conversation_id: str, rule: str, language: str
    ) -> None:
        record = DecisionRecord(
            id=f"d-{self._number:05}",
            conversation_id=conversation_id,
            interaction_id=f"x-{self._number}",
            decision=decision,
            rule=rule,
            trace=(),
            understanding=Understanding(language=language, intent="question", confidence=0.9),
            at=at,
        )
        record_decision(self._tx, record)
