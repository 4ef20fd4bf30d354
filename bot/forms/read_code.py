"""The customer tells a one-time code."""

from datetime import datetime

from bot.actions.contract import SelfService
from bot.forms.ask import ask
from bot.forms.read_form import PROOF, list_filled
from bot.forms.recording import open_recording
from bot.forms.turn import Turn
from bot.tools import Tools
from bot.verification.codes import CodeVerdict, check_code
from crm_store.jobs import finish_job
from crm_store.transaction import Transaction
from domain.jobs import Job
from domain.self_service import CODE_SLOT, ActionRun, Level, Said, Step


def record_code_told(
    tx: Transaction, tools: Tools, action: SelfService, turn: Turn, *, now: datetime
) -> tuple[CodeVerdict, ActionRun, tuple[Job, ...]]:
    """Compare a code and record what it proves; a wrong one is asked for again.

    Only a wrong code ends the turn, and its job with it.

    Returns:
        The verdict, the run as it is then, and the jobs of the reply to a wrong code.

    Raises:
        ConflictError: the run has gone on elsewhere since it was read.
    """
    recording = open_recording(tx, tools, action, turn, now=now)
    verdict = check_code(tx, tools, recording.run, turn.text, now=now)
    if verdict is CodeVerdict.RIGHT:
        # It was sent for all that is gathered: whoever changes that proves it anew.
        facts = {**recording.run.facts, PROOF: list_filled(recording.run.slots)}
        recording = recording.change(
            level=Level.CODE, requested=None, asked=None, choices=(), facts=facts
        )
        recording.note(Step.VERIFIED, CODE_SLOT)
    if verdict is not CodeVerdict.WRONG:
        return verdict, recording.run, ()
    finish_job(tx, turn.job)
    recording.note(Step.REFUSED, CODE_SLOT)
    question = recording.run.asked or Said(key="common.code_wrong")
    said = (Said(key="common.code_wrong"),)
    jobs = ask(
        tx,
        tools,
        recording.conversation,
        recording.run,
        said,
        question,
        slot=CODE_SLOT,
        now=now,
    )
    return verdict, recording.run, jobs
