"""What a customer wrote since they were answered last, and what was understood of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.understanding.intents import read_intent
from crm_store.articles import get_index_version
from crm_store.conversations import get_conversation
from crm_store.decisions import list_decisions_on
from crm_store.joined_log import list_joined_interactions, read_joined_log
from crm_store.transaction import Transaction
from domain.conversations import Author, Conversation, Direction, Interaction
from domain.decisions import Understanding

# Of the log's end; what was asked before that was not asked last.
_LATEST: Final = 40
MOST_ASKED: Final = 4
LONGEST_ASKED: Final = 2_000
# Words beside a call for a person that surely ask something; fewer may be "I need to, now please".
_LEAST_ASKING: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A message of a customer.

    Attributes:
        text: its beginning where it is long.
        understanding: what was kept of it as it came, or None.
    """

    interaction_id: str
    text: str
    understanding: Understanding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLast:
    """What a customer waits to hear.

    Attributes:
        asked: oldest first; the last `MOST_ASKED` where there are more.
        index_version: of the knowledge, as published now.
    """

    conversation: Conversation
    asked: tuple[Asking, ...]
    index_version: int


def read_asked_last(tx: Transaction, reference: str) -> AskedLast:
    """Read what a customer wrote since an agent replied, or the bot answered with an article.

    Where nothing was written since, it is what they wrote before that: what was answered last.

    Raises:
        NotFoundError: there is no such conversation.
    """
    conversation = get_conversation(tx, reference)
    joined = read_joined_log(tx, conversation)
    said = list_joined_interactions(tx, joined, limit=_LATEST)
    said = tuple(each for each in said if each.id not in joined.split_off)
    asked = find_asked_last(said)
    records = list_decisions_on(tx, joined.ids, [each.id for each in asked])
    understood = {record.interaction_id: record.understanding for record in records}
    return AskedLast(
        conversation=conversation,
        asked=tuple(
            Asking(
                interaction_id=each.id,
                text=each.text[:LONGEST_ASKED],
                understanding=understood.get(each.id),
            )
            for each in asked
        ),
        index_version=get_index_version(tx),
    )


def find_asked_last(said: Sequence[Interaction]) -> tuple[Interaction, ...]:
    """Find the customer's latest messages with nothing that answers them in between; pure.

    That the bot hands over or asks back answers nothing; choosing what it offers, thanks and calls
    for a person ask nothing, so that it is what came before them which waits for an answer.

    Args:
        said: the end of a conversation's log, oldest first.
    """
    offered = {choice.label for one in said for choice in one.quick_replies}
    asked: list[Interaction] = []
    perhaps: list[Interaction] = []
    for one in reversed(said):
        if _is_by_customer(one) and one.text.strip() not in offered:
            words = _count_asking(one.text)
            if words:
                (asked if words >= _LEAST_ASKING else perhaps).append(one)
        elif (asked and _has_article(one)) or ((asked or perhaps) and _is_by_agent(one)):
            break
    return tuple(reversed((asked or perhaps)[:MOST_ASKED]))


def _is_by_customer(one: Interaction) -> bool:
    return one.direction is Direction.IN and one.author is Author.CUSTOMER


def _count_asking(text: str) -> int:
    """Count the words that may ask something; enough of them where it is a question."""
    intent = read_intent(text[:LONGEST_ASKED])
    if intent.name == "question":
        return _LEAST_ASKING
    return len(intent.core.split()) if intent.name == "person" else 0


def _has_article(one: Interaction) -> bool:
    return one.direction is Direction.OUT and "article" in one.source_ids


def _is_by_agent(one: Interaction) -> bool:
    return one.direction is Direction.OUT and one.author is Author.AGENT
