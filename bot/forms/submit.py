"""An action is carried out: once, whatever is killed, and said to be done only where it is."""

from datetime import datetime

from bot.actions.contract import SelfService, Telling
from bot.forms.end_turn import record_ending, record_trouble
from bot.forms.read_form import FormRead, make_context
from bot.forms.record_move import record_gathered
from bot.forms.recording import Recording, open_recording
from bot.forms.turn import Turn, make_reading
from bot.tools import Tools
from crm_store.jobs import finish_job
from crm_store.transaction import Transaction
from domain.business import (
    BusinessAnswerError,
    BusinessError,
    BusinessRefusedError,
    BusinessUnclearError,
    Write,
)
from domain.jobs import Job
from domain.self_service import ActionRun, Risk, RunState, Said, Step


def record_submitting(
    tx: Transaction,
    tools: Tools,
    action: SelfService,
    turn: Turn,
    read: FormRead,
    *,
    now: datetime,
) -> ActionRun:
    """Record that it is about to be carried out, and under which key; the job stays.

    Raises:
        ConflictError: the run has gone on elsewhere since it was read.
    """
    recording = record_gathered(open_recording(tx, tools, action, turn, now=now), read)
    recording = recording.change(
        state=RunState.SUBMITTING, key=recording.run.id, requested=None, asked=None, choices=()
    )
    recording.note(Step.SUBMITTED)
    return recording.run


async def submit(
    tools: Tools, action: SelfService, turn: Turn, *, repeated: bool
) -> tuple[Job, ...]:
    """Carry out what is on record as being submitted, and record how it ended.

    Args:
        repeated: a process may have tried before, and died.

    Returns:
        Jobs that are this process's to work on at once.
    """
    now = tools.clock.now()
    write = Write(key=turn.run.key or turn.run.id, repeated=repeated)
    reading = make_reading(tools, turn, now=now)
    context = make_context(tools, turn, reading, write=write, level=turn.run.level)
    telling = Telling(action.name, context)
    trouble: BusinessError | None = None
    try:
        await tools.offer.runner.perform(action, telling, turn.run.slots)
    except BusinessError as error:
        trouble = error
    return await tools.store.run(
        record_submitted, tools, action, turn, telling, trouble, repeated, now=tools.clock.now()
    )


def record_submitted(  # noqa: PLR0917 - seven things of seven types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    action: SelfService,
    turn: Turn,
    telling: Telling,
    trouble: BusinessError | None,
    repeated: bool,
    *,
    now: datetime,
) -> tuple[Job, ...]:
    """Record how it ended, tell the customer, and finish the job.

    Raises:
        ConflictError: somebody else recorded it.
        LeaseLostError: another worker did it meanwhile.
    """
    recording = open_recording(tx, tools, action, turn, now=now)
    finish_job(tx, turn.job)
    if trouble is not None:
        return _record_trouble(recording, trouble, repeated=repeated)
    if telling.ended is None and telling.handed_over is None:
        return record_unclear(recording, f"{action.title} did not say how it ended.")
    return record_ending(recording, telling)


def _record_trouble(
    recording: Recording, trouble: BusinessError, *, repeated: bool
) -> tuple[Job, ...]:
    if isinstance(trouble, BusinessRefusedError):
        why = f"The company's system refused: {trouble}."
        return record_trouble(
            recording,
            (Said(key="common.refused"),),
            state=RunState.REFUSED,
            outcome=trouble.code,
            reason="refused",
            why=why,
        )
    if may_be_done(recording.action, trouble, repeated=repeated):
        return record_unclear(recording, f"It may have been done: {trouble}.")
    return record_down(recording, trouble)


def may_be_done(action: SelfService, trouble: BusinessError, *, repeated: bool) -> bool:
    """Say whether something may have been changed although it failed.

    A system that answers nonsense to a change may have made it; and where an earlier try was cut
    short, that this one surely changed nothing says nothing of the other.
    """
    if action.risk is Risk.READ:
        return False
    return repeated or isinstance(trouble, BusinessUnclearError | BusinessAnswerError)


def record_unclear(recording: Recording, why: str) -> tuple[Job, ...]:
    """Record that nobody knows whether it was done; a person finds out, soon."""
    return record_trouble(
        recording,
        (Said(key="common.unclear"),),
        state=RunState.UNCLEAR,
        outcome="unclear",
        reason="unclear",
        why=why,
    )


def record_down(recording: Recording, trouble: Exception) -> tuple[Job, ...]:
    """Record that the company's system did not work, and that nothing was changed."""
    return record_trouble(
        recording,
        (Said(key="common.down"),),
        state=RunState.FAILED,
        outcome="system_down",
        reason="system_down",
        why=f"The company's system did not work: {trouble}.",
    )


def record_not_read(
    tx: Transaction,
    tools: Tools,
    action: SelfService,
    turn: Turn,
    trouble: BusinessError,
    *,
    now: datetime,
) -> tuple[Job, ...]:
    """Record that the form could not go on for the company's system, and finish the job."""
    recording = open_recording(tx, tools, action, turn, now=now)
    finish_job(tx, turn.job)
    if isinstance(trouble, BusinessRefusedError):
        return _record_trouble(recording, trouble, repeated=False)
    return record_down(recording, trouble)
