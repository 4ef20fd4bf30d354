"""A matter is settled, or turns out not to be."""

from datetime import datetime

from bot.assigning.log_routing import log_routing
from bot.forms.lock_turn import end_run
from bot.log_event import change_and_log
from bot.presence.sign import record_taking_work
from bot.presence.wrap_up import record_wrap_up
from bot.recovery.plan_ballot import plan_ballot
from bot.tools import Tools
from crm_store.action_runs import list_runs, lock_run
from crm_store.conversations import lock_conversation
from crm_store.staff import get_default_queue
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.errors import ConflictError
from domain.routings import RoutingKind
from domain.self_service import RESOLVED, RunState
from domain.staff import StaffMember


def record_resolution(
    tx: Transaction,
    tools: Tools,
    reference: str,
    agent: StaffMember,
    *,
    disposition: str,
    now: datetime,
) -> Conversation:
    """Close a conversation, its clocks and its question with it."""
    conversation = lock_conversation(tx, reference)
    if conversation.status is ConversationStatus.RESOLVED:
        raise ConflictError(f"{reference} is resolved already")
    end_runs(tx, conversation, now)
    words = disposition.replace("_", " ")
    changes = {
        "status": ConversationStatus.RESOLVED,
        "disposition": disposition,
        "resolved_at": now,
        "waiting_since": None,
        "pending": None,
    }
    text = f"Resolved by {agent.name}: {words}"
    resolved = change_and_log(
        tx, tools, conversation, agent=agent, text=text, event="resolve", now=now, **changes
    )
    record_wrap_up(tx, tools, agent, now=now)
    plan_ballot(tx, tools, resolved, agent.id, now=now)
    return resolved


def end_runs(tx: Transaction, conversation: Conversation, now: datetime) -> None:
    """End what a person went on with: it is settled, and no form is to ask for it again."""
    runs = list_runs(tx, conversation.id)
    if any(run.state is RunState.APPROVAL for run in runs):
        # The customer was told that they would hear of it.
        raise ConflictError("something in it waits for approval; allow or refuse that first")
    for run in runs:
        if run.state is RunState.HANDED_OVER:
            end_run(tx, lock_run(tx, run.id), RunState.LEFT, outcome=RESOLVED, now=now)


def record_reopening(
    tx: Transaction, tools: Tools, reference: str, agent: StaffMember, *, now: datetime
) -> Conversation:
    """Open a resolved conversation again, as the agent's own."""
    conversation = lock_conversation(tx, reference)
    if conversation.status is not ConversationStatus.RESOLVED:
        raise ConflictError(f"{reference} is not resolved")
    changes = {
        "status": ConversationStatus.OPEN,
        "disposition": None,
        "resolved_at": None,
        "assignee": agent.id,
        "queue": conversation.queue or get_default_queue(tx).name,
    }
    text = f"Opened again by {agent.name}"
    opened = change_and_log(
        tx, tools, conversation, agent=agent, text=text, event="reopen", now=now, **changes
    )
    before = conversation.assignee
    if before != agent.id:
        kind = RoutingKind.TAKEN
        log_routing(tx, tools, opened, kind, before=before, by=agent.id, reason=f"{text}.", now=now)
    record_taking_work(tx, tools, agent, now=now)
    return opened
