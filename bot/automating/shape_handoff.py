"""Supervisors' rules shape a handoff that comes of something else than a message's decision."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.automating.automations import read_targets
from bot.automating.rule_reply import phrase_text
from bot.automating.shape_escalation import shape_escalation
from bot.facts.conversation_facts import add_feelings, read_conversation_facts
from bot.log_event import log_event
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.automations import AutomationKind
from domain.conversations import Conversation
from domain.decisions import Escalate, Understanding
from domain.routing_facts import RoutingFacts
from routing.automation.checks import find_gone
from routing.automation.outcome import try_rules


def shape_handoff(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    escalation: Escalate,
    *,
    customer_name: str | None,
    now: datetime,
    understood: Understanding | None = None,
) -> Escalate:
    """Give a handoff of a form, a leading program, or a withdrawn answer what rules say.

    Which rules fitted is logged with the conversation, as there is no decision to keep it with.

    Args:
        understood: of the message it comes of, where that is not on record yet.
    """
    if not tools.automations.list_enabled(tx, AutomationKind.RULE):
        return escalation
    zone = tools.settings.time_zone
    facts = replace(read_conversation_facts(tx, conversation, time_zone=zone, now=now), status="")
    if understood is not None:
        facts = add_feelings(facts, understood)
    shaped, words = shape_by_facts(
        tx, tools, conversation, escalation, facts, customer_name=customer_name
    )
    if words:
        log_event(tx, tools, conversation, words, event="rules", now=now)
    return shaped


def shape_by_facts(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    escalation: Escalate,
    facts: RoutingFacts,
    *,
    customer_name: str | None,
) -> tuple[Escalate, str]:
    """Give a handoff what rules say of it by what is known; write nothing.

    Args:
        facts: of the conversation; what they say of the handoff does not count.

    Returns:
        The handoff, and which rules fitted and why; an empty text where none did.
    """
    rules = tools.automations.list_enabled(tx, AutomationKind.RULE)
    facts = replace(
        facts,
        queue=escalation.queue,
        priority=escalation.priority.value,
        reason=escalation.reason,
    )
    gone = partial(find_gone, known=read_targets(tx))
    outcome = try_rules(rules, facts, handing_over=True, find_gone=gone)
    if not outcome.fitting:
        return escalation, ""
    text = "; ".join(f"{each.rule}: {each.why}" for each in outcome.trace if each.hit)
    said = phrase_text(tools, conversation, outcome.texts, customer_name=customer_name)
    return shape_escalation(escalation, outcome, said), text
