"""All tries of a self-service job are spent: the customer hears of it, and a person goes on."""

from dataclasses import replace
from datetime import datetime

from bot.forms.hand_over_run import hand_over_run, log_gathered
from bot.forms.lock_turn import end_run
from bot.tools import Tools
from crm_store.action_runs import lock_run
from crm_store.conversations import find_conversation_by_id
from crm_store.customers import get_customer
from crm_store.transaction import Transaction
from domain.conversations import Priority
from domain.self_service import RunState, Said

_UNDER_WAY = frozenset({RunState.COLLECTING, RunState.SUBMITTING})
_SAID = {
    RunState.UNCLEAR: (Said(key="common.unclear"),),
    RunState.FAILED: (Said(key="common.failed"),),
}


def record_breakdown(tx: Transaction, tools: Tools, run_id: str, *, now: datetime) -> None:
    """End a run that cannot go on, say no more than is known, and hand over.

    The job itself is put aside by the worker, where operators see it.
    """
    # What follows is nobody's to begin at once: the job that would have begun it has failed.
    tools = replace(tools, room=lambda _kind: 0)
    found = lock_run(tx, run_id)
    conversation = find_conversation_by_id(tx, found.conversation_id)
    if conversation is None or found.state not in _UNDER_WAY:
        return
    unclear = found.state is RunState.SUBMITTING
    state = RunState.UNCLEAR if unclear else RunState.FAILED
    run = end_run(tx, found, state, outcome="broken", now=now)
    why = "Something broke while it was worked on; see Operations."
    log_gathered(tx, tools, conversation, run, now=now, why=why)
    hand_over_run(
        tx,
        tools,
        conversation,
        run,
        _SAID[state],
        reason="unclear" if unclear else "system_down",
        topic=_find_topic(tools, run.action),
        customer_name=get_customer(tx, run.customer_id).name,
        priority=Priority.HIGH if unclear else Priority.NORMAL,
        now=now,
    )


def _find_topic(tools: Tools, name: str) -> str | None:
    action = tools.offer.find(name)
    return None if action is None else action.topic
