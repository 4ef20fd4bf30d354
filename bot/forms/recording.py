"""What a turn is recorded with: the open transaction, and both rows locked."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.actions.contract import SelfService
from bot.forms.lock_turn import end_run, lock_turn
from bot.forms.turn import Turn
from bot.tools import Tools
from crm_store.action_runs import change_run, record_step
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.self_service import ActionRun, RunState, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One turn that is being recorded; each method returns it as it is afterwards."""

    tx: Transaction
    tools: Tools
    action: SelfService
    turn: Turn
    conversation: Conversation
    run: ActionRun
    now: datetime

    def change(self, **changes: Any) -> "Recording":
        """Write changed fields of the run."""
        return replace(self, run=change_run(self.tx, self.run, now=self.now, **changes))

    def note(self, step: Step, slot: str | None = None) -> None:
        """Note what happened in the run."""
        record_step(self.tx, self.run, step, slot=slot, now=self.now)

    def end(self, state: RunState, outcome: str | None, **changes: Any) -> "Recording":
        """Have the run end, or wait for a person."""
        run = end_run(self.tx, self.run, state, outcome=outcome, now=self.now, **changes)
        return replace(self, run=run)


def open_recording(
    tx: Transaction, tools: Tools, action: SelfService, turn: Turn, *, now: datetime
) -> Recording:
    """Lock what a turn is about.

    Raises:
        ConflictError: the run has gone on elsewhere since it was read.
    """
    conversation, run = lock_turn(tx, turn)
    return Recording(
        tx=tx,
        tools=tools,
        action=action,
        turn=turn,
        conversation=conversation,
        run=run,
        now=now,
    )
