"""All that a supervisor's rule may ask about a message, read where it is decided on."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from bot.processing import Processing
from crm_store.conversation_tags import list_tags
from crm_store.customers import find_tier, get_attributes
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Decision, Escalate
from domain.routing_facts import RoutingFacts

# An attribute is asked about by what it says; lists and tables say nothing that compares.
_PLAIN = (str, int, float, bool)


def read_facts(
    tx: Transaction, processing: Processing, conversation: Conversation, decision: Decision
) -> RoutingFacts:
    """Put together what is known of a message.

    Args:
        conversation: with what was understood of the message.
        decision: as the decision table took it, before any rule was tried.
    """
    message, customer_id = processing.message, conversation.customer_id
    handed = decision if isinstance(decision, Escalate) else None
    zone = ZoneInfo(processing.tools.settings.time_zone)
    return RoutingFacts(
        channel=message.channel,
        account=f"{message.channel}/{message.account}",
        text=message.text,
        subject=message.subject or conversation.subject or "",
        sender=message.sender.value,
        at=processing.now,
        local=processing.now.astimezone(zone),
        topic=processing.understanding.topic or conversation.topic,
        language=conversation.language,
        tier=find_tier(tx, customer_id),
        priority=(conversation.priority if handed is None else handed.priority).value,
        queue=conversation.queue if handed is None else handed.queue,
        reason="" if handed is None else handed.reason,
        complaint=processing.understanding.complaint,
        tags=frozenset(list_tags(tx, conversation.id)),
        attributes=flatten_attributes(get_attributes(tx, customer_id)),
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
