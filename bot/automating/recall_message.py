"""A message of the past is put as rules would have seen it."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.automating.apply_rules import PROTECTED
from bot.facts.read_facts import flatten_attributes
from crm_store.past_messages import DecidedMessage
from domain.routing_facts import RoutingFacts
from routing.automation.trial import PastMessage
from routing.urgency_rules import name_urgency

_HANDED_OVER: Final = "Escalate"


def recall_message(message: DecidedMessage, zone: ZoneInfo) -> PastMessage:
    """Make of a message that was decided what a rule is tried on.

    Args:
        zone: of the company, by whose clocks rules tell the time.
    """
    handed_over = message.kind == _HANDED_OVER and not message.rule.startswith("rule:")
    return PastMessage(
        reference=message.reference,
        at=message.at,
        who=message.customer_name or message.sender,
        facts=_to_facts(message, zone),
        protected=message.rule in PROTECTED,
        handed_over=handed_over,
        queue=message.queue,
    )


def _to_facts(message: DecidedMessage, zone: ZoneInfo) -> RoutingFacts:
    evidence = message.evidence
    return RoutingFacts(
        channel=message.channel,
        account=f"{message.channel}/{message.account}",
        text=message.text,
        subject=message.subject or "",
        sender=message.sender,
        at=message.at,
        local=message.at.astimezone(zone),
        topic=evidence.get("topic", message.topic),
        language=evidence.get("language", message.language),
        tier=evidence.get("tier", message.tier),
        priority=message.priority or "normal",
        queue=message.queue,
        reason=message.reason or "",
        urgency=name_urgency(message.urgency),
        sentiment=message.sentiment,
        complaint=message.complaint,
        open_conversations=_read_count(evidence.get("open_conversations")),
        recent_breach=_read_day(evidence.get("recent_breach")),
        tags=frozenset(message.tags),
        attributes=flatten_attributes(message.attributes),
    )


def _read_count(value: str | None) -> int:
    return int(value) if value is not None and value.isdecimal() else 0


def _read_day(value: str | None) -> datetime | None:
    try:
        return None if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        return None
