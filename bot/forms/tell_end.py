"""The customer hears how a run ended."""

from datetime import datetime

from bot.forms.say import phrase_said, send
from bot.mark_answered import mark_answered
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation, ConversationStatus
from domain.jobs import Job
from domain.self_service import ActionRun, Said


def tell_end(
    tx: Transaction,
    tools: Tools,
    conversation: Conversation,
    run: ActionRun,
    said: tuple[Said, ...],
    *,
    now: datetime,
) -> tuple[Job, ...]:
    """Tell the customer how it ended; also while a person has the conversation, who sees it."""
    settled = conversation.status is ConversationStatus.RESOLVED
    if not conversation.with_person and not settled:
        conversation = mark_answered(tx, tools, conversation, now=now)
    if not said:
        return ()
    reply = phrase_said(tools, conversation, said, now=now)
    return send(tx, tools, conversation, run, reply, now=now)
