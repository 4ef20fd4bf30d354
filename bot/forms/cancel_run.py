"""The customer wants no more of it."""

from datetime import datetime

from bot.actions.contract import SelfService
from bot.forms.recording import open_recording
from bot.forms.tell_end import tell_end
from bot.forms.turn import Turn
from bot.tools import Tools
from crm_store.jobs import finish_job
from crm_store.transaction import Transaction
from domain.jobs import Job
from domain.self_service import RunState, Said


def record_cancelling(
    tx: Transaction, tools: Tools, action: SelfService, turn: Turn, *, now: datetime
) -> tuple[Job, ...]:
    """End a run that nothing was done about yet, say so, and finish the job.

    Raises:
        ConflictError: the run has gone on elsewhere since it was read.
        LeaseLostError: another worker did it meanwhile.
    """
    recording = open_recording(tx, tools, action, turn, now=now)
    finish_job(tx, turn.job)
    recording = recording.end(RunState.CANCELLED, "cancelled")
    said = (Said(key="common.cancelled"),)
    return tell_end(tx, tools, recording.conversation, recording.run, said, now=now)
