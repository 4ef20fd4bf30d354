"""All that a supervisor's rule may ask about a message, read where it is decided on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.complaints.read_opening import is_sure_complaint
from bot.facts.describe_facts import BREACH_DAYS, describe_message, describe_standing
from bot.processing import Processing
from crm_store.conversation_tags import list_tags
from crm_store.customer_standing import get_standing
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Decision, Escalate
from domain.routing_facts import RoutingFacts
from routing.urgency_rules import name_urgency

# An attribute is asked about by what it says; lists and tables say nothing that compares.
_PLAIN = (str, int, float, bool)


def read_facts(
    tx: Transaction,
    processing: Processing,
    conversation: Conversation,
    decision: Decision,
    *,
    standing: bool = True,
) -> RoutingFacts:
    """Put together what is known of a message, each with what led to it.

    Args:
        conversation: with what was understood of the message.
        decision: as the decision table took it, before any rule was tried.
        standing: whether to read how the company stands with the customer, and the conversation's
            tags, for which the database is asked; else they are left as of somebody unknown.
    """
    facts = describe_reading(processing, conversation, decision)
    if not standing:
        return facts
    known = get_standing(
        tx,
        conversation.customer_id,
        beside=conversation.id,
        since=processing.now - timedelta(days=BREACH_DAYS),
    )
    begins = processing.begins(conversation)
    return replace(
        facts,
        tier=known.tier,
        open_conversations=known.open_conversations,
        recent_breach=known.broken_at,
        tags=frozenset() if begins else frozenset(list_tags(tx, conversation.id)),
        attributes=flatten_attributes(known.attributes),
        evidence=(*facts.evidence, *describe_standing(known, facts.local)),
    )


def describe_reading(
    processing: Processing, conversation: Conversation, decision: Decision
) -> RoutingFacts:
    """Put together what the message itself tells; nothing is read for it."""
    message, understood = processing.message, processing.understanding
    handed = decision if isinstance(decision, Escalate) else None
    zone = ZoneInfo(processing.tools.settings.time_zone)
    topic = understood.topic or conversation.topic
    return RoutingFacts(
        channel=message.channel,
        account=f"{message.channel}/{message.account}",
        text=message.text,
        subject=message.subject or conversation.subject or "",
        sender=message.sender.value,
        at=processing.now,
        local=processing.now.astimezone(zone),
        topic=topic,
        language=conversation.language,
        priority=(conversation.priority if handed is None else handed.priority).value,
        queue=conversation.queue if handed is None else handed.queue,
        reason="" if handed is None else handed.reason,
        urgency=name_urgency(understood.urgency),
        sentiment=understood.sentiment,
        complaint=understood.complaint,
        complains=is_sure_complaint(understood),
        evidence=describe_message(understood, topic=topic, language=conversation.language),
    )


def flatten_attributes(attributes: Mapping[str, Any]) -> Mapping[str, str]:
    """Write what is known of a customer as words, by name; what is no plain value is left out."""
    return MappingProxyType(
        {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in attributes.items()
            if isinstance(value, _PLAIN)
        }
    )
