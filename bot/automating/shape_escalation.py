"""A handoff gets what supervisors' rules say of it; pure."""

from dataclasses import replace

from domain.conversations import Priority
from domain.decisions import Escalate
from routing.automation.outcome import Outcome


def shape_escalation(escalation: Escalate, outcome: Outcome, text: str) -> Escalate:
    """Give a handoff the queue, priority, tags and agreement that rules say.

    Args:
        text: what the customer is told before what to expect.
    """
    priority = escalation.priority if outcome.priority is None else Priority(outcome.priority)
    return replace(
        escalation,
        queue=outcome.queue or escalation.queue,
        priority=priority,
        tags=outcome.tags,
        policy=outcome.policy,
        say=text,
    )
