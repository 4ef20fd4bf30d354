"""What a customer asked last, and which article answered it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from crm_store.codecs import from_json
from crm_store.conversations import CURRENT_FIRST, ON_THREAD
from crm_store.schema import conversations, decisions, interactions
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.decisions import Answer

# Thanks and the like may stand between a question and the one that leans on it.
_MOST_BETWEEN = 2

_LATEST = (
    select(
        decisions.c.decision,
        decisions.c.understanding["follows"].as_string().label("follows"),
        decisions.c.at,
        interactions.c.text,
    )
    .join(interactions, interactions.c.id == decisions.c.interaction_id)
    .order_by(decisions.c.id.desc())
    .limit(_MOST_BETWEEN + 1)
)
_IN_CONVERSATION = _LATEST.where(decisions.c.conversation_id == bindparam("id"))
_ON_THREAD = _LATEST.where(
    decisions.c.conversation_id
    == select(conversations.c.id)
    .where(*ON_THREAD)
    .order_by(*CURRENT_FIRST)
    .limit(1)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredQuestion:
    """A message that the bot answered with articles.

    Attributes:
        follows: the question before, where it leant on that.
    """

    text: str
    answer: Answer
    follows: str | None
    at: datetime


def find_answered_question(tx: Transaction, conversation_id: str) -> AnsweredQuestion | None:
    """Find the question last answered in a conversation; None where a later one was not."""
    return _choose(tx.execute(_IN_CONVERSATION, {"id": conversation_id}).all())


def find_answered_on_thread(tx: Transaction, key: ThreadKey) -> AnsweredQuestion | None:
    """Find the same in the conversation that a thread goes on with."""
    place = {"channel": key.channel, "account": key.account, "thread": key.thread}
    return _choose(tx.execute(_ON_THREAD, place).all())


def _choose(latest: Any) -> AnsweredQuestion | None:
    for row in latest:
        fields = dict(row.decision)
        if fields.pop("kind") != Answer.__name__:
            return None
        answer = from_json(Answer, fields)
        if answer.article is not None:
            return AnsweredQuestion(text=row.text, answer=answer, follows=row.follows, at=row.at)
    return None
