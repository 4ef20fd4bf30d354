"""Escalation step: another program is told, by a job of its own once this is committed."""

import json
from datetime import datetime, timedelta
from typing import Any

from bot.clocks.escalation import Escalation, StepError
from bot.tools import Tools
from crm_store.jobs import record_job
from crm_store.staff import get_staff_member
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.jobs import JobKind
from domain.service_levels import EscalationStep
from domain.sla_clocks import SlaClock

WARNING, BREACH, STEP = "sla.warning", "sla.breach", "sla.step"


def call_webhook(tx: Transaction, tools: Tools, escalation: Escalation) -> str:
    """Have the webhook called that the step names.

    What one conversation has to tell goes out in its order.

    Raises:
        StepError: the settings name no such webhook.
    """
    name = escalation.step.to
    if name not in tools.webhooks.names:
        known = ", ".join(sorted(tools.webhooks.names)) or "none"
        raise StepError(f"the settings name no webhook {name!r}; there is {known}")
    body = describe_escalation(tx, tools, escalation)
    record_job(
        tx,
        job_id=tools.ids.new(),
        kind=JobKind.WEBHOOK,
        ordering_key=f"webhook:{name}:{escalation.conversation.id}",
        subject=f"sla_{escalation.clock.id}_{escalation.place}",
        payload={"webhook": name, "body": json.dumps(body, ensure_ascii=False)},
        now=escalation.now,
    )
    return f"webhook {name} called"


def describe_escalation(tx: Transaction, tools: Tools, escalation: Escalation) -> dict[str, Any]:
    """Make what the webhook is sent, as plain JSON values; docs/escalation.md describes it."""
    return {
        "event": choose_event(escalation.step),
        "at": _write(escalation.at),
        "conversation": _describe_conversation(tx, tools, escalation.conversation),
        "clock": _describe_clock(escalation.clock),
        "step": {
            "percent": escalation.step.percent,
            "after_minutes": escalation.step.after_minutes,
        },
    }


def choose_event(step: EscalationStep) -> str:
    """Name the event: before the breach, at it, or later."""
    if step.percent is not None:
        return WARNING
    return STEP if step.after_minutes else BREACH


def _describe_conversation(
    tx: Transaction, tools: Tools, conversation: Conversation
) -> dict[str, Any]:
    assignee = conversation.assignee
    reference = conversation.reference
    return {
        "reference": reference,
        "queue": conversation.queue,
        "priority": conversation.priority.value,
        "assignee": None if assignee is None else get_staff_member(tx, assignee).email,
        "channel": conversation.channel,
        "url": f"{tools.settings.public_url}/console/conversations/{reference}",
    }


def _describe_clock(clock: SlaClock) -> dict[str, Any]:
    state = clock.state
    return {
        "kind": clock.kind.value,
        "policy": state.terms.policy,
        "due_at": _write(state.due_at),
        "breached_at": _write(state.breached_at),
        "target_minutes": state.terms.target // timedelta(minutes=1),
    }


def _write(at: datetime | None) -> str | None:
    """Write an instant as the API does (RFC 3339 in UTC)."""
    return None if at is None else at.isoformat().replace("+00:00", "Z")
