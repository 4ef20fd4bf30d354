"""What a short message may lean on: the customer's question before, which the bot answered."""

from datetime import datetime, timedelta

from bot.understanding.follow_ups import may_lean
from crm_store.answered_questions import (
    AnsweredQuestion,
    find_answered_on_thread,
    find_answered_question,
)
from crm_store.transaction import Transaction
from domain.channels import ThreadKey
from domain.decisions import PreviousQuestion

# Whoever writes later than this begins anew.
RECENT = timedelta(days=1)


def find_previous_question(
    tx: Transaction, text: str, place: ThreadKey | str, *, now: datetime
) -> PreviousQuestion | None:
    """Find the question that a text may lean on; nothing is read for one too long to do so.

    Args:
        place: the thread the text came in on, or the id of the conversation that it follows.
    """
    if not may_lean(text):
        return None
    found = (
        find_answered_question(tx, place)
        if isinstance(place, str)
        else find_answered_on_thread(tx, place)
    )
    if found is None or now - found.at > RECENT:
        return None
    return _to_previous(found)


def _to_previous(found: AnsweredQuestion) -> PreviousQuestion | None:
    """Of several questions in one message the last one is the one before."""
    matches = (found.answer.article, *found.answer.more)
    last = matches[-1]
    if last is None:
        return None
    return PreviousQuestion(
        text=found.text,
        article_id=last.article_id,
        title=last.title,
        followed=found.follows is not None,
    )
