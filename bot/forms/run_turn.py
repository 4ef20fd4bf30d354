"""One turn of a run: the message is read, and what comes of it is done."""

from dataclasses import replace
from datetime import datetime

from bot.actions.contract import SelfService
from bot.forms.cancel_run import record_cancelling
from bot.forms.late_message import record_late
from bot.forms.next_move import Move
from bot.forms.read_code import record_code_told
from bot.forms.read_form import read_form
from bot.forms.record_move import record_move
from bot.forms.submit import record_not_read, record_submitting, submit
from bot.forms.turn import Turn
from bot.tools import Tools
from bot.verification.codes import CodeVerdict
from domain.business import BusinessError
from domain.errors import NotFoundError
from domain.jobs import Job
from domain.self_service import CODE_SLOT, RunState


async def run_turn(tools: Tools, turn: Turn) -> tuple[Job, ...]:
    """Do what a turn asks for, and record it.

    Returns:
        Jobs that are this process's to work on at once.

    Raises:
        NotFoundError: the action is not offered any more.
        ConflictError: the run has gone on elsewhere meanwhile; the turn is to be read again.
        LeaseLostError: another worker did it meanwhile.
    """
    run, now = turn.run, tools.clock.now()
    if turn.moved_away or run.state not in {RunState.COLLECTING, RunState.SUBMITTING}:
        return await tools.store.run(record_late, tools, turn, now=now)
    action = _get_action(tools, run.action)
    if run.state is RunState.SUBMITTING:
        return await submit(tools, action, turn, repeated=not _is_first_try(turn))
    if turn.heard.do == "cancel":
        return await tools.store.run(record_cancelling, tools, action, turn, now=now)
    return await _read(tools, action, turn, now)


async def _read(tools: Tools, action: SelfService, turn: Turn, now: datetime) -> tuple[Job, ...]:
    if turn.run.requested == CODE_SLOT and turn.heard.do == "go_on":
        verdict, run, jobs = await tools.store.run(record_code_told, tools, action, turn, now=now)
        if verdict is CodeVerdict.WRONG:
            return jobs
        turn = replace(turn, run=run, code_spent=verdict is CodeVerdict.SPENT)
    try:
        read = await read_form(tools, action, turn, now=now)
    except BusinessError as error:
        return await tools.store.run(record_not_read, tools, action, turn, error, now=now)
    if read.move is not Move.SUBMIT:
        return await tools.store.run(record_move, tools, action, turn, read, now=now)
    run = await tools.store.run(record_submitting, tools, action, turn, read, now=now)
    return await submit(tools, action, replace(turn, run=run), repeated=False)


def _is_first_try(turn: Turn) -> bool:
    """Say whether nobody has tried: a replayed job counts anew, but tells why it failed once."""
    job = turn.job
    return turn.heard.do == "submit" and job.attempts == 1 and job.last_error is None


def _get_action(tools: Tools, name: str) -> SelfService:
    action: SelfService | None = tools.offer.find(name)
    if action is None:
        raise NotFoundError(f"the action {name!r} is not offered; see bot/actions/registry.py")
    return action
