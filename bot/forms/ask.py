"""A form's question goes out, and what was asked is remembered."""

from datetime import datetime

from bot.forms.hand_over_run import log_gathered
from bot.forms.lock_turn import end_run
from bot.forms.say import phrase_said, send
from bot.tools import Tools
from crm_store.action_runs import change_run, record_step
from crm_store.conversations import change_conversation
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.jobs import Job
from domain.messages import QuickReply
from domain.self_service import ActionRun, RunState, Said, Step


def ask(  # noqa: PLR0917 - seven things of seven types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    run: ActionRun,
    said: tuple[Said, ...],
    question: Said,
    choices: tuple[QuickReply, ...] = (),
    *,
    slot: str | None,
    now: datetime,
) -> tuple[Job, ...]:
    """Ask a question and remember it; silently where a person has the conversation."""
    reply = phrase_said(tools, conversation, (*said, question), choices, now=now)
    run = change_run(
        tx,
        run,
        now=now,
        requested=slot,
        asked=question,
        choices=reply.quick_replies,
        asked_at=now,
    )
    if conversation.with_person:
        log_gathered(tx, tools, conversation, run, now=now)
        end_run(tx, run, RunState.HANDED_OVER, outcome=None, now=now)
        return ()
    record_step(tx, run, Step.ASKED, slot=slot, now=now)
    conversation = change_conversation(tx, conversation, now=now, pending=None)
    return send(tx, tools, conversation, run, reply, now=now)
