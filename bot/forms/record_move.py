"""What a message to a form came to is recorded, with the one reply to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.actions.contract import SelfService
from bot.forms.ask import ask
from bot.forms.compose_said import compose_question, compose_said
from bot.forms.end_turn import hand_over, record_ending
from bot.forms.hand_over_run import log_gathered
from bot.forms.next_move import Move
from bot.forms.read_form import FormRead
from bot.forms.recording import Recording, open_recording
from bot.forms.turn import Turn
from bot.tools import Tools
from bot.verification.codes import begin_code
from crm_store.jobs import finish_job
from crm_store.transaction import Transaction
from domain.jobs import Job
from domain.messages import QuickReply
from domain.self_service import CODE_SLOT, RunState, Said, Step

NOT_UNDERSTOOD = Said(key="common.not_understood")


def record_move(
    tx: Transaction,
    tools: Tools,
    action: SelfService,
    turn: Turn,
    read: FormRead,
    *,
    now: datetime,
) -> tuple[Job, ...]:
    """Record what the form gathered and what comes of it, and finish the job.

    Returns:
        Jobs that are this process's to work on at once after the commit.

    Raises:
        ConflictError: the run has gone on elsewhere since it was read.
        LeaseLostError: another worker did it meanwhile.
    """
    recording = open_recording(tx, tools, action, turn, now=now)
    recording = record_gathered(recording, read)
    finish_job(tx, turn.job)
    return _WORK[read.move](recording, read)


def record_gathered(recording: Recording, read: FormRead) -> Recording:
    """Record the slots, what is proven, and the steps."""
    turn = recording.turn
    recording = recording.change(
        slots=dict(read.slots),
        level=read.telling.proven,
        failures=read.failures,
        facts=dict(read.facts),
        expires_at=recording.now + recording.action.patience,
    )
    if turn.heard.idle or (turn.heard.do == "ask_again" and not turn.heard.moved):
        recording.note(Step.RESUMED)
    for name in read.filled:
        recording.note(Step.FILLED, name)
    for name in read.corrected:
        recording.note(Step.CORRECTED, name)
    if read.missed:
        recording.note(Step.REFUSED, turn.run.requested)
    return recording


def _ask(recording: Recording, read: FormRead) -> tuple[Job, ...]:
    turn = recording.turn
    said = compose_said(turn.heard, read, text=turn.text, files=turn.files)
    choices = () if read.question is None else read.question.choices
    question = compose_question(recording.action, read)
    return _ask_for(recording, said, question, choices, slot=read.requested)


def _ask_for(
    recording: Recording,
    said: tuple[Said, ...],
    question: Said,
    choices: tuple[QuickReply, ...] = (),
    *,
    slot: str | None,
) -> tuple[Job, ...]:
    return ask(
        recording.tx,
        recording.tools,
        recording.conversation,
        recording.run,
        said,
        question,
        choices,
        slot=slot,
        now=recording.now,
    )


def _give_up(recording: Recording, read: FormRead) -> tuple[Job, ...]:
    recording = recording.end(RunState.HANDED_OVER, None)
    why = "The customer was asked too often in vain."
    return hand_over(recording, tuple(read.telling.said), reason="form_failed", why=why)


def _end(recording: Recording, read: FormRead) -> tuple[Job, ...]:
    return record_ending(recording, read.telling)


def _refuse_unproven(recording: Recording, read: FormRead) -> tuple[Job, ...]:
    recording = recording.end(RunState.REFUSED, "not_verified")
    said = (*read.telling.said, Said(key="common.not_verified"))
    why = "The customer has not proven enough who they are."
    return hand_over(recording, said, reason="not_verified", why=why)


def _await_approval(recording: Recording, read: FormRead) -> tuple[Job, ...]:
    facts = {**recording.run.facts, "approval": read.approval}
    recording = recording.end(RunState.APPROVAL, None, facts=facts)
    said = (*read.telling.said, Said(key="common.approval"))
    why = f"Waits for approval: {read.approval}."
    return hand_over(recording, said, reason="approval", why=why)


def _send_code(recording: Recording, read: FormRead) -> tuple[Job, ...]:
    turn = recording.turn
    if recording.conversation.with_person:
        return _wait_for_person(recording)
    if read.missed and turn.run.asked is not None:
        # A code was sent, and the message says something else.
        return _ask_for(recording, (NOT_UNDERSTOOD,), turn.run.asked, slot=CODE_SLOT)
    sent = begin_code(
        recording.tx,
        recording.tools,
        recording.run,
        recording.conversation,
        read.addresses,
        turn.address,
        now=recording.now,
    )
    if sent is None:
        return _refuse_unproven(recording, replace(read, move=Move.NOT_VERIFIED))
    recording.note(Step.CODE_SENT, CODE_SLOT)
    name = "code_spent" if turn.code_spent else "ask_one_time_code"
    question = Said(key=f"common.{name}", facts={"address": sent.address})
    jobs = _ask_for(recording, tuple(read.telling.said), question, slot=CODE_SLOT)
    return (sent.job, *jobs)


def _wait_for_person(recording: Recording) -> tuple[Job, ...]:
    """Beside a person the bot is silent and sends nothing; the code goes out once it goes on."""
    log_gathered(
        recording.tx, recording.tools, recording.conversation, recording.run, now=recording.now
    )
    recording.end(RunState.HANDED_OVER, None, requested=None, asked=None, choices=())
    return ()


_WORK: dict[Move, Callable[[Recording, FormRead], tuple[Job, ...]]] = {
    Move.ASK: _ask,
    Move.HAND_OVER: _end,
    Move.GIVE_UP: _give_up,
    Move.END: _end,
    Move.SEND_CODE: _send_code,
    Move.NOT_VERIFIED: _refuse_unproven,
    Move.AWAIT_APPROVAL: _await_approval,
}
