"""Staff give a conversation back to the bot, which goes on where it was."""

from datetime import datetime

from bot.assigning.log_routing import log_routing
from bot.forms.heard import Heard
from bot.forms.lock_turn import end_run
from bot.forms.start_act import start_act
from bot.log_event import change_and_log
from bot.tools import Tools
from crm_store.action_runs import change_run, find_active_run, lock_run
from crm_store.conversation_moves import list_merged
from crm_store.conversations import lock_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.errors import ConflictError
from domain.jobs import Job
from domain.routings import RoutingKind
from domain.self_service import ActionRun, RunState
from domain.staff import StaffMember

_OPEN = frozenset({RunState.HANDED_OVER, RunState.COLLECTING})


def record_giving_to_bot(
    tx: Transaction, tools: Tools, reference: str, agent: StaffMember, *, now: datetime
) -> tuple[Conversation, tuple[Job, ...]]:
    """Take a conversation out of its queue; a form of ours that was handed over asks again.

    One whose time is over asks nothing and ends.

    Nobody waits for a person any more, so the clocks are held.

    Returns:
        The conversation, and jobs that are this process's to work on at once.

    Raises:
        NotFoundError: there is no such conversation.
        ConflictError: the bot has it already, it is resolved, or something in it waits for
            approval.
    """
    conversation = lock_conversation(tx, reference)
    found = find_active_run(tx, conversation.id)
    _require_possible(conversation, found)
    _require_unjoined(tx, conversation)
    before = conversation.assignee
    conversation = change_and_log(
        tx,
        tools,
        conversation,
        agent=agent,
        text=f"Given back to the bot by {agent.name}",
        event="give_back",
        now=now,
        status=ConversationStatus.OPEN,
        queue=None,
        assignee=None,
        waiting_since=None,
        pending=None,
    )
    log_routing(
        tx,
        tools,
        conversation,
        RoutingKind.RELEASED,
        before=before,
        by=agent.id,
        reason=f"{agent.name} gave it back to the bot.",
        now=now,
    )
    if (conversation.channel, conversation.account) in tools.settings.led_by_rasa:
        # It asks by itself, in its own words, once the customer writes.
        return conversation, ()
    return conversation, _go_on(tx, tools, found, now)


def _require_possible(conversation: Conversation, run: ActionRun | None) -> None:
    if conversation.status is ConversationStatus.RESOLVED:
        raise ConflictError(f"{conversation.reference} is resolved; open it again first")
    if conversation.queue is None:
        raise ConflictError(f"the bot has {conversation.reference} already")
    if run is not None and run.state is RunState.APPROVAL:
        raise ConflictError("something in it waits for approval; allow or refuse that first")


def _require_unjoined(tx: Transaction, conversation: Conversation) -> None:
    """The bot talks on one thread, and would not know on which."""
    merged = list_merged(tx, conversation.id)
    if merged:
        names = ", ".join(each.reference for each in merged)
        raise ConflictError(f"people alone see to what was merged ({names}); undo that first")


def _go_on(tx: Transaction, tools: Tools, run: ActionRun | None, now: datetime) -> tuple[Job, ...]:
    run = None if run is None else lock_run(tx, run.id)
    if run is None or run.state not in _OPEN:
        return ()
    if run.expires_at <= now:
        # Who asked long ago is not asked for an answer out of the blue.
        end_run(tx, run, RunState.LAPSED, outcome=RunState.LAPSED.value, now=now)
        return ()
    # What it waited for a person is no lack of patience of the customer's.
    patience = max(run.expires_at - run.updated_at, run.expires_at - run.started_at)
    going = change_run(
        tx,
        run,
        now=now,
        state=RunState.COLLECTING,
        failures=0,
        expires_at=now + patience,
    )
    return (start_act(tx, tools, going, Heard(do="ask_again"), now=now),)
