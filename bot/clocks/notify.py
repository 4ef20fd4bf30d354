"""Escalation step: people are told, on the console's bell and where asked for by email."""

from bot.clocks.alert_people import alert, list_holders, list_queue_audiences, list_told
from bot.clocks.escalation import Escalation, StepError
from bot.clocks.milestone_words import tell_standing
from bot.clocks.record_staff_mail import record_staff_mail
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.conversations import Conversation

ASSIGNEE, QUEUE = "assignee", "queue"


def notify(tx: Transaction, tools: Tools, escalation: Escalation) -> str:
    """Tell whom the step names; where nobody has the conversation, those of its queue.

    Raises:
        StepError: the step names nobody there is.
    """
    conversation, step = escalation.conversation, escalation.step
    audiences = _choose(conversation, step.to)
    standing = tell_standing(escalation.clock, escalation.now, tools.settings.time_zone)
    text = f"{escalation.why}. {standing}"
    alert(
        tx,
        tools,
        conversation,
        audiences,
        text,
        clock=escalation.clock,
        now=escalation.now,
    )
    mailed = 0
    if step.email:
        for member in list_told(tx, audiences):
            mailed += record_staff_mail(
                tx, tools, member, conversation, text=text, now=escalation.now
            )
    words = f"{_name(conversation, step.to)} told"
    return f"{words}, {mailed} by email" if mailed else words


def _choose(conversation: Conversation, to: str) -> tuple[str, ...]:
    if to == SUPERVISORS:
        return (SUPERVISORS,)
    if to == ASSIGNEE:
        return list_holders(conversation)
    if to == QUEUE:
        return list_queue_audiences(conversation) or (SUPERVISORS,)
    raise StepError(f"nobody can be told as {to!r}; there are assignee, queue and supervisors")


def _name(conversation: Conversation, to: str) -> str:
    if to == ASSIGNEE and conversation.assignee is None:
        return "nobody has it: its queue"
    return {ASSIGNEE: "who has it", QUEUE: "its queue"}.get(to, to)
