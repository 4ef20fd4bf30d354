"""The conversations that a trigger looks at, and those of them that it fits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.facts.conversation_facts import read_conversation_facts
from crm_store.standing_conversations import list_quiet_since
from crm_store.transaction import Transaction
from domain.automations import Automation, ConditionField
from domain.conversations import Conversation, ConversationStatus
from domain.routing_facts import RoutingFacts
from routing.automation.condition_fields import get_field
from routing.automation.matching import Known, compare, match


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Conversations that a trigger fits, each with what is known of it, and why it fits."""

    looked_at: int
    fitting: tuple[tuple[Conversation, RoutingFacts, str], ...]


def list_statuses(trigger: Automation) -> tuple[ConversationStatus, ...]:
    """List the statuses in which a trigger may fit: all but resolved, unless it asks for some."""
    asked = [each for each in trigger.all_of if each.field == ConditionField.STATUS]
    others = [each for each in trigger.any_of if each.field == ConditionField.STATUS]
    field = get_field(ConditionField.STATUS)
    fitting = tuple(
        status
        for status in ConversationStatus
        if all(compare(field, each.comparison, each.values, status.value) for each in asked)
    )
    if asked or others:
        return fitting
    return tuple(each for each in fitting if each is not ConversationStatus.RESOLVED)


def list_candidates(
    tx: Transaction,
    trigger: Automation,
    *,
    now: datetime,
    after: tuple[datetime, str] | None,
    limit: int,
) -> tuple[Conversation, ...]:
    """List a page of the conversations that a trigger may fit, the quietest first."""
    idle = None if trigger.schedule is None else trigger.schedule.idle_minutes
    return list_quiet_since(
        tx,
        statuses=list_statuses(trigger),
        until=now - timedelta(minutes=idle or 0),
        after=after,
        limit=limit,
    )


def find_fitting(
    tx: Transaction, trigger: Automation, *, time_zone: str, now: datetime, limit: int
) -> Found:
    """Find the conversations that a trigger fits now, among the quietest."""
    candidates = list_candidates(tx, trigger, now=now, after=None, limit=limit)
    fitting = []
    for conversation in candidates:
        facts = read_conversation_facts(tx, conversation, time_zone=time_zone, now=now)
        fit = match(trigger, Known(facts))
        if fit.fits:
            fitting.append((conversation, facts, fit.why))
    return Found(looked_at=len(candidates), fitting=tuple(fitting))
