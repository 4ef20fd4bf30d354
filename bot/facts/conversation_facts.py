"""What is known of a conversation as it stands, for macros, triggers and later handoffs."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.facts.describe_facts import BREACH_DAYS
from bot.facts.read_facts import flatten_attributes
from crm_store.conversation_tags import list_tags
from crm_store.customer_standing import get_standing
from crm_store.decisions import list_decisions
from crm_store.interactions import find_last_inbound
from crm_store.staff import get_staff_member
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.decisions import Escalate, Understanding
from domain.routing_facts import RoutingFacts
from routing.urgency_rules import name_urgency


def make_conversation_facts(
    conversation: Conversation, *, time_zone: str, now: datetime
) -> RoutingFacts:
    """Put together what the conversation itself tells; nothing is read for it."""
    return RoutingFacts(
        channel=conversation.channel,
        account=f"{conversation.channel}/{conversation.account}",
        text="",
        subject=conversation.subject or "",
        sender=conversation.thread,
        at=now,
        local=now.astimezone(ZoneInfo(time_zone)),
        topic=conversation.topic,
        language=conversation.language,
        priority=conversation.priority.value,
        queue=conversation.queue,
        status=conversation.status.value,
    )


def read_conversation_facts(
    tx: Transaction, conversation: Conversation, *, time_zone: str, now: datetime
) -> RoutingFacts:
    """Put together what is known of a conversation, and of what its customer wrote last."""
    facts = make_conversation_facts(conversation, time_zone=time_zone, now=now)
    known = get_standing(
        tx,
        conversation.customer_id,
        beside=conversation.id,
        since=now - timedelta(days=BREACH_DAYS),
    )
    said = find_last_inbound(tx, conversation.id)
    assignee = conversation.assignee
    facts = replace(
        facts,
        text="" if said is None else said.text,
        tier=known.tier,
        open_conversations=known.open_conversations,
        recent_breach=known.broken_at,
        tags=frozenset(list_tags(tx, conversation.id)),
        attributes=flatten_attributes(known.attributes),
        assignee=None if assignee is None else get_staff_member(tx, assignee).email,
    )
    return _add_decided(tx, conversation, facts)


def _add_decided(tx: Transaction, conversation: Conversation, facts: RoutingFacts) -> RoutingFacts:
    """Add what was understood of the latest message that was decided on."""
    for record in list_decisions(tx, conversation.id, limit=1):
        decision = record.decision
        reason = decision.reason if isinstance(decision, Escalate) else ""
        return add_feelings(replace(facts, reason=reason), record.understanding)
    return facts


def add_feelings(facts: RoutingFacts, understood: Understanding) -> RoutingFacts:
    """Add what was read of a writer's feelings."""
    return replace(
        facts,
        urgency=name_urgency(understood.urgency),
        sentiment=understood.sentiment,
        complaint=understood.complaint,
    )
