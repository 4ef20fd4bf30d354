"""Supervisors' rules have their say after the decision table."""

from dataclasses import replace
from functools import partial
from typing import Final

from bot.automating.automations import read_targets
from bot.automating.rule_reply import RULE_RESPONDER, TEXT, phrase_text
from bot.automating.shape_escalation import shape_escalation
from bot.facts.read_facts import read_facts
from bot.processing import Processing
from bot.tools import Tools
from crm_store.conversation_tags import record_tags
from crm_store.transaction import Transaction
from domain.automations import ActionKind, Automation, AutomationKind, RuleScope
from domain.conversations import Conversation
from domain.decisions import Answer, Decision, Escalate, RuleTrace
from domain.routing import Ruling
from domain.routing_facts import RoutingFacts
from routing.automation.checks import find_gone
from routing.automation.outcome import RULE_PREFIX, Outcome, try_rules
from routing.urgency_rules import raise_priority

# These keep the law, other people's peace, or a person's work; no supervisor's rule undoes them.
PROTECTED: Final = frozenset(
    {
        "consent_keyword",
        "automatic_message",
        "opted_out_sender",
        "person_has_conversation",
        "sender_refuted",
        "written_by_stranger",
        "written_by_copied",
        "replied_too_often",
        "sender_replied_too_often",
        "unproven_replied_too_often",
        "sender_repeats_itself",
    }
)
# Why a person sees to a message that a rule took from the bot.
BY_RULE: Final = "rule"


def apply_rules(
    tx: Transaction,
    processing: Processing,
    conversation: Conversation,
    ruling: Ruling,
    *,
    customer_name: str | None,
) -> tuple[Ruling, RoutingFacts]:
    """Have what the message asks for, and then the supervisors' rules, shape a ruling.

    Returns:
        The ruling with all that was tried in its trace, and what was known of the message.
    """
    rules = _list_rules(tx, processing.tools, ruling)
    handing_over = isinstance(ruling.decision, Escalate)
    facts = read_facts(
        tx, processing, conversation, ruling.decision, standing=handing_over or bool(rules)
    )
    shaped, tags = shape_ruling(
        tx, processing.tools, conversation, ruling, facts, customer_name=customer_name
    )
    if not isinstance(shaped.decision, Escalate):
        record_tags(tx, conversation.id, tags, by=None, now=processing.now)
    return shaped, facts


def shape_ruling(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    ruling: Ruling,
    facts: RoutingFacts,
    *,
    customer_name: str | None,
) -> tuple[Ruling, tuple[str, ...]]:
    """Say what the message asks for and the supervisors' rules make of a ruling; write nothing.

    Args:
        facts: of the message, as of the ruling.

    Returns:
        The ruling with all that was tried in its trace, and the tags that rules give.
    """
    rules = _list_rules(tx, tools, ruling)
    handing_over = isinstance(ruling.decision, Escalate)
    ruling = raise_priority(ruling, facts, conversation.priority)
    if not rules:
        return ruling, ()
    if isinstance(ruling.decision, Escalate):
        facts = replace(facts, priority=ruling.decision.priority.value)
    outcome = try_rules(
        rules,
        facts,
        handing_over=handing_over,
        find_gone=partial(find_gone, known=read_targets(tx)),
    )
    text = phrase_text(tools, conversation, outcome.texts, customer_name=customer_name)
    return _shape(ruling, outcome, facts, conversation, text), outcome.tags


def _list_rules(tx: Transaction, tools: Tools, ruling: Ruling) -> tuple[Automation, ...]:
    """List the rules that have a say: for what the bot sees to, only those for every message."""
    rules = tools.automations.list_enabled(tx, AutomationKind.RULE)
    if isinstance(ruling.decision, Escalate):
        return rules
    if ruling.rule in PROTECTED or all(each.scope is RuleScope.HANDOFF for each in rules):
        return ()
    return rules


def _shape(
    ruling: Ruling,
    outcome: Outcome,
    facts: RoutingFacts,
    conversation: Conversation,
    text: str,
) -> Ruling:
    if isinstance(ruling.decision, Escalate):
        said = text if ruling.decision.acknowledge and ruling.rule not in PROTECTED else ""
        return _add(ruling, shape_escalation(ruling.decision, outcome, said), outcome.trace)
    if outcome.forced is not None:
        taken = replace(ruling, rule=f"{RULE_PREFIX}{outcome.forced}")
        escalation = Escalate(queue=outcome.queue or "", reason=BY_RULE)
        # What the message itself asks for was not looked at while the bot was to see to it.
        raised = raise_priority(replace(taken, decision=escalation), facts, conversation.priority)
        if isinstance(raised.decision, Escalate):
            escalation = raised.decision
        return _add(raised, shape_escalation(escalation, outcome, text), outcome.trace)
    if outcome.texts:
        answer = Answer(responder=RULE_RESPONDER, context={TEXT: text})
        by = f"{RULE_PREFIX}{outcome.set_by[ActionKind.REPLY]}"
        return _add(replace(ruling, rule=by), answer, outcome.trace)
    return _add(ruling, ruling.decision, outcome.trace)


def _add(ruling: Ruling, decision: Decision, trace: tuple[RuleTrace, ...]) -> Ruling:
    return replace(ruling, decision=decision, trace=(*ruling.trace, *trace))
