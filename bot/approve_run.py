"""Staff allow or refuse what a customer began."""

from datetime import datetime

from bot.forms.heard import Heard
from bot.forms.lock_turn import end_run
from bot.forms.return_to_bot import return_to_bot
from bot.forms.start_act import start_act
from bot.forms.tell_end import tell_end
from bot.log_event import change_and_log
from bot.tools import Tools
from crm_store.action_runs import change_run, get_run, lock_run, record_step
from crm_store.conversations import find_conversation_by_id
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.errors import ConflictError, NotFoundError
from domain.jobs import Job
from domain.self_service import ActionRun, RunState, Said, Step
from domain.staff import StaffMember


def record_approval(
    tx: Transaction,
    tools: Tools,
    run_id: str,
    agent: StaffMember,
    *,
    allowed: bool,
    now: datetime,
) -> tuple[ActionRun, tuple[Job, ...]]:
    """Have an action carried out by a job, or tell the customer that it will not be.

    Returns:
        The run, and jobs that are this process's to work on at once.

    Raises:
        NotFoundError: there is no such run.
        ConflictError: it does not wait for approval any more.
    """
    conversation, run = _lock(tx, run_id)
    word = "Allowed" if allowed else "Refused"
    title = tools.offer.titles.get(run.action, run.action)
    conversation = change_and_log(
        tx,
        tools,
        conversation,
        agent=agent,
        text=f"{title}: {word.lower()} by {agent.name}",
        event="approval",
        now=now,
    )
    facts = {**run.facts, "decided_by": agent.name}
    if allowed:
        return _submit(tx, tools, run, facts, now)
    run = end_run(tx, run, RunState.REFUSED, outcome="not_allowed", now=now, facts=facts)
    said = (Said(key="common.not_allowed"),)
    conversation = return_to_bot(tx, tools, conversation, run, now=now)
    return run, tell_end(tx, tools, conversation, run, said, now=now)


def _lock(tx: Transaction, run_id: str) -> tuple[Conversation, ActionRun]:
    conversation = find_conversation_by_id(tx, get_run(tx, run_id).conversation_id)
    run = lock_run(tx, run_id)
    if conversation is None or conversation.id != run.conversation_id:
        raise NotFoundError(f"no conversation has the run {run_id!r}")
    if run.state is not RunState.APPROVAL:
        raise ConflictError("it does not wait for approval any more; look at it again")
    return conversation, run


def _submit(
    tx: Transaction, tools: Tools, run: ActionRun, facts: dict[str, object], now: datetime
) -> tuple[ActionRun, tuple[Job, ...]]:
    run = change_run(tx, run, now=now, state=RunState.SUBMITTING, key=run.id, facts=facts)
    record_step(tx, run, Step.SUBMITTED, now=now)
    job = start_act(tx, tools, run, Heard(do="submit"), now=now)
    return run, (job,)
