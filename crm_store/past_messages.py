"""The latest messages with what was decided on each, for trying out what would have been."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from crm_store.conversation_tags import map_tags
from crm_store.schema import conversations, customers, decisions, interactions
from crm_store.transaction import Transaction
from domain.conversations import Author, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedMessage:
    """One message of a customer's, and what was decided.

    Attributes:
        sender: the address it came from, where that is on record.
        rule: that took the decision.
        kind: of the decision, as `Escalate`.
        queue: it was handed over to; None where it was not.
        evidence: what was known then, by name; empty for older decisions.
        tags: of the conversation as of now, as are subject, tier and attributes.
    """

    reference: str
    channel: str
    account: str
    text: str
    at: datetime
    sender: str
    subject: str | None
    customer_name: str | None
    tier: str
    attributes: Mapping[str, Any]
    rule: str
    kind: str
    queue: str | None
    reason: str | None
    priority: str | None
    topic: str | None
    language: str | None
    sentiment: str | None
    urgency: float | None
    complaint: float | None
    evidence: Mapping[str, str]
    tags: tuple[str, ...]


_UNDERSTOOD = decisions.c.understanding
_LATEST = (
    select(
        decisions.c.conversation_id,
        decisions.c.rule,
        decisions.c.evidence,
        decisions.c.decision["kind"].as_string().label("kind"),
        decisions.c.decision["queue"].as_string().label("queue"),
        decisions.c.decision["reason"].as_string().label("reason"),
        decisions.c.decision["priority"].as_string().label("priority"),
        _UNDERSTOOD["topic"].as_string().label("topic"),
        _UNDERSTOOD["language"].as_string().label("language"),
        _UNDERSTOOD["sentiment"].as_string().label("sentiment"),
        _UNDERSTOOD["urgency"].as_float().label("urgency"),
        _UNDERSTOOD["complaint"].as_float().label("complaint"),
        interactions.c.text,
        interactions.c.at,
        interactions.c.channel,
        interactions.c.source_ids,
        conversations.c.reference,
        conversations.c.account,
        conversations.c.thread,
        conversations.c.subject,
        customers.c.name,
        customers.c.tier,
        customers.c.attributes,
    )
    .select_from(
        decisions.join(interactions, interactions.c.id == decisions.c.interaction_id)
        .join(conversations, conversations.c.id == decisions.c.conversation_id)
        .join(customers, customers.c.id == conversations.c.customer_id)
    )
    .where(interactions.c.direction == Direction.IN, interactions.c.author == Author.CUSTOMER)
    .order_by(decisions.c.id.desc())
)


def list_decided_messages(tx: Transaction, *, limit: int = 1000) -> tuple[DecidedMessage, ...]:
    """List the messages that were decided on last, the latest first."""
    rows = tx.execute(_LATEST.limit(limit)).all()
    tags = map_tags(tx, list({row.conversation_id for row in rows}))
    return tuple(_to_message(row, tags.get(row.conversation_id, ())) for row in rows)


def _to_message(row: Any, tags: tuple[str, ...]) -> DecidedMessage:
    return DecidedMessage(
        reference=row.reference,
        channel=row.channel,
        account=row.account,
        text=row.text,
        at=row.at,
        sender=str(row.source_ids.get("from") or row.thread),
        subject=row.subject,
        customer_name=row.name,
        tier=row.tier,
        attributes=row.attributes,
        rule=row.rule,
        kind=row.kind,
        queue=row.queue if row.kind == "Escalate" else None,
        reason=row.reason if row.kind == "Escalate" else None,
        priority=row.priority,
        topic=row.topic,
        language=row.language,
        sentiment=row.sentiment,
        urgency=row.urgency,
        complaint=row.complaint,
        evidence={each["name"]: each["value"] for each in row.evidence or []},
        tags=tags,
    )
