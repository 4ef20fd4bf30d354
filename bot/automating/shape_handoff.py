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
    rules = tools.automations.list_enabled(tx, AutomationKind.RULE)
    if not rules:
        return escalation
    zone = tools.settings.time_zone
    facts = replace(
        read_conversation_facts(tx, conversation, time_zone=zone, now=now),
        status="",
        queue=escalation.queue,
        priority=escalation.priority.value,
        reason=escalation.reason,
    )
    if understood is not None:
        facts = add_feelings(facts, understood)
    gone = partial(find_gone, known=read_targets(tx))
    outcome = try_rules(rules, facts, handing_over=True, find_gone=gone)
    if not outcome.fitting:
        return escalation
    text = "; ".join(f"{each.rule}: {each.why}" for each in outcome.trace if each.hit)
    log_event(tx, tools, conversation, text, event="rules", now=now)
    said = phrase_text(tools, conversation, outcome.texts, customer_name=customer_name)
    return shape_escalation(escalation, outcome, said)
