"""A self-service action begins, or goes on: the run is noted, and a job works on the message."""

from datetime import timedelta

from bot.clocks.follow_change import change_with_clocks
from bot.deciding import Deciding
from bot.forms.heard import Heard
from bot.forms.lock_turn import end_run
from bot.forms.start_act import start_act
from crm_store.action_runs import (
    change_run,
    find_active_run,
    get_run,
    lock_run,
    record_run,
    record_step,
)
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.decisions import RunAction
from domain.jobs import Job
from domain.self_service import ActionRun, Level, RunState, Step

# Until the action itself says how long it waits for an answer.
_PATIENCE = timedelta(hours=24)


def start_run(
    tx: Transaction, deciding: Deciding, conversation: Conversation, decision: RunAction
) -> tuple[Job, ...]:
    """Begin a run or find the one that goes on, and have a job work on the message.

    Returns:
        The job, this process's to work on at once where it has room.
    """
    conversation = change_with_clocks(
        tx,
        deciding.tools,
        conversation,
        now=deciding.now,
        status=ConversationStatus.OPEN,
        pending=None,
    )
    if decision.run is None:
        _leave_others(tx, deciding, conversation)
        run, moved = _begin(tx, deciding, conversation, decision.action), False
    else:
        run, moved = _move(tx, deciding, conversation, decision.run)
    form = deciding.form
    heard = Heard(
        do=decision.do,
        interaction_id=deciding.interaction_id or None,
        conversation_id=conversation.id,
        address=deciding.sender,
        choice=deciding.choice,
        offered_at=None if deciding.offered_at is None else deciding.offered_at.isoformat(),
        command=deciding.understanding.command,
        reads=form is not None and form.reads,
        idle=form is not None and form.idle and decision.do == "go_on",
        moved=moved,
        requested=None if form is None else form.requested,
    )
    return (start_act(tx, deciding.tools, run, heard, now=deciding.now),)


def _begin(
    tx: Transaction, deciding: Deciding, conversation: Conversation, action: str
) -> ActionRun:
    now = deciding.now
    run = ActionRun(
        id=deciding.tools.ids.new(),
        conversation_id=conversation.id,
        customer_id=conversation.customer_id,
        action=action,
        state=RunState.COLLECTING,
        channel=conversation.channel,
        started_at=now,
        updated_at=now,
        expires_at=now + _PATIENCE,
    )
    record_run(tx, run)
    record_step(tx, run, Step.STARTED, now=now)
    return run


def _leave_others(tx: Transaction, deciding: Deciding, conversation: Conversation) -> None:
    """Whoever begins something else has left what they were at, unless it is under way."""
    found = find_active_run(tx, conversation.id)
    if found is not None and found.state is RunState.COLLECTING:
        lapsed = found.expires_at <= deciding.now
        state = RunState.LAPSED if lapsed else RunState.LEFT
        end_run(tx, lock_run(tx, found.id), state, outcome=state.value, now=deciding.now)


def _move(
    tx: Transaction, deciding: Deciding, conversation: Conversation, run_id: str
) -> tuple[ActionRun, bool]:
    """Have a run go on in this conversation, wherever it was begun.

    What a channel vouched for it does not vouch for on another one; what is known stays known.
    """
    run = get_run(tx, run_id)
    if run.conversation_id == conversation.id:
        return run, False
    _leave_others(tx, deciding, conversation)
    moved = change_run(
        tx,
        lock_run(tx, run_id),
        now=deciding.now,
        conversation_id=conversation.id,
        channel=conversation.channel,
        level=run.level if run.level <= Level.KNOWLEDGE else Level.CLAIMED,
    )
    record_step(tx, moved, Step.RESUMED, now=deciding.now)
    return moved, True
