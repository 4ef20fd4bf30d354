"""What came before a message and helps to understand it: the language, and the question before."""

from dataclasses import dataclass
from datetime import datetime

from bot.find_previous_question import find_previous_question
from bot.follow_thread import find_followed
from bot.thread_message import thread_key
from crm_store.conversations import find_conversation_language, find_thread_language
from crm_store.transaction import Transaction
from domain.decisions import PreviousQuestion
from domain.messages import InboundMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What came before a message.

    Attributes:
        language: last spoken in the conversation that it seems to go on with.
        question: asked there before, and answered by the bot.
    """

    language: str | None = None
    question: PreviousQuestion | None = None


def find_background(
    tx: Transaction, message: InboundMessage, text: str, *, threaded: bool, now: datetime
) -> Background:
    """Find what came before a message.

    Args:
        text: what the sender wrote now.
        threaded: whether each message says what it follows.
    """
    followed = find_followed(tx, message) if threaded else None
    if followed is not None:
        return Background(
            language=find_conversation_language(tx, followed[0]),
            question=find_previous_question(tx, text, followed[0], now=now),
        )
    key = thread_key(message)
    return Background(
        language=find_thread_language(tx, key),
        question=None if threaded else find_previous_question(tx, text, key, now=now),
    )
