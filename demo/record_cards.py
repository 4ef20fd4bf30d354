"""What the record holds of the latest conversations, for people who look over its shoulder."""

from dataclasses import dataclass

from console.decision_words import describe_decision
from console.wording import describe_delivery, name_channel, name_customer, name_status, shorten
from crm_store.customers import get_customer
from crm_store.decisions import list_decisions
from crm_store.inbox import InboxFilter, list_conversations
from crm_store.interactions import list_interactions
from crm_store.staff import list_queues
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus, Direction, Interaction
from domain.decisions import DecisionRecord, RuleTrace

MOST_CARDS = 7
_MOST_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """One thing that was said, noted or done.

    Attributes:
        kind: `customer`, `bot`, `agent`, `note` or `event`.
        delivery: how far it got, in words, or an empty text.
    """

    kind: str
    who: str
    text: str
    delivery: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDecision:
    """What the bot decided last, by which rule, and what it had tried before."""

    words: str
    rule: str
    why: str
    trace: tuple[RuleTrace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A conversation in the feed.

    Attributes:
        level: `bot`, `waits`, `person` or `resolved`, for the colour of the status.
    """

    conversation: Conversation
    customer: str
    channel: str
    status: str
    level: str
    queue: str | None
    lines: tuple[CardLine, ...]
    decision: CardDecision | None


def read_cards(tx: Transaction) -> tuple[Card, ...]:
    """Read the conversations that changed last, newest first."""
    titles = {queue.name: queue.title for queue in list_queues(tx)}
    latest = list_conversations(tx, InboxFilter(), limit=MOST_CARDS)
    return tuple(_read_card(tx, conversation, titles) for conversation in latest)


def _read_card(tx: Transaction, conversation: Conversation, titles: dict[str, str]) -> Card:
    said = list_interactions(tx, conversation.id)
    decisions = list_decisions(tx, conversation.id)
    name = name_customer(get_customer(tx, conversation.customer_id).name, conversation)
    queue = None if conversation.queue is None else titles.get(conversation.queue)
    return Card(
        conversation=conversation,
        customer=name,
        channel=name_channel(conversation.channel),
        status=name_status(conversation),
        level=_find_level(conversation),
        queue=queue,
        lines=tuple(_make_line(each, name) for each in said[-_MOST_LINES:]),
        decision=_make_decision(decisions[-1], titles) if decisions else None,
    )


def _find_level(conversation: Conversation) -> str:
    if conversation.status is ConversationStatus.RESOLVED:
        return "resolved"
    if conversation.waiting_since is not None:
        return "waits"
    return "bot" if conversation.queue is None else "person"


def _make_line(said: Interaction, customer: str) -> CardLine:
    delivery = describe_delivery(said)
    kinds = {Direction.NOTE: "note", Direction.EVENT: "event"}
    who = {"customer": customer, "bot": "Bot", "system": ""}.get(said.author)
    return CardLine(
        kind=kinds.get(said.direction, said.author.value),
        who=who if who is not None else said.author_name or "Staff",
        text=shorten(said.text),
        delivery=delivery.words if delivery else "",
    )


def _make_decision(record: DecisionRecord, titles: dict[str, str]) -> CardDecision:
    return CardDecision(
        words=describe_decision(record, titles),
        rule=record.rule,
        why="" if record.deciding is None else record.deciding.why,
        trace=record.trace,
    )
