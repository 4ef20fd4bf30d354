"""The run and the conversation of a turn, locked for what is recorded of it."""

from datetime import datetime
from typing import Any

from bot.forms.turn import Turn
from crm_store.action_runs import change_run, lock_run, record_step
from crm_store.conversations import find_conversation_by_id
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.errors import ConflictError
from domain.self_service import ENDED, ActionRun, RunState, Step


def lock_turn(tx: Transaction, turn: Turn) -> tuple[Conversation, ActionRun]:
    """Lock the conversation, then the run.

    Raises:
        ConflictError: the run has gone on elsewhere since it was read.
    """
    conversation = find_conversation_by_id(tx, turn.run.conversation_id)
    run = lock_run(tx, turn.run.id)
    same = (run.state, run.conversation_id) == (turn.run.state, turn.run.conversation_id)
    if conversation is None or not same:
        raise ConflictError(f"the {run.action} that was begun has gone on elsewhere; look again")
    return conversation, run


def end_run(
    tx: Transaction,
    run: ActionRun,
    state: RunState,
    *,
    outcome: str | None,
    now: datetime,
    **changes: Any,
) -> ActionRun:
    """Have a run end, or wait for a person, with nothing left to be asked."""
    over = {"ended_at": now} if state in ENDED else {}
    asked = {"requested": None, "asked": None, "choices": ()}
    if state is RunState.HANDED_OVER:
        # What was asked is asked again once the conversation is given back.
        asked = {}
    ended = change_run(tx, run, now=now, state=state, outcome=outcome, **(over | asked | changes))
    step = Step.ENDED if state in ENDED else Step.HANDED_OVER
    record_step(tx, ended, step, slot=run.requested, now=now)
    return ended
