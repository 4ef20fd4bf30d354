"""Escalation step: people are told, on the console's bell and where asked for by email."""

from bot.clocks.alert_people import alert, list_holders, list_queue_audiences, list_told
from bot.clocks.escalation import Escalation, StepError
from bot.clocks.milestone_words import tell_lateness, tell_standing
from bot.clocks.record_staff_mail import record_staff_mail
from bot.tools import Tools
from crm_store.alerts import list_audiences_told
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.conversations import Conversation

ASSIGNEE, QUEUE = "assignee", "queue"


def notify(tx: Transaction, tools: Tools, escalation: Escalation) -> str:
    """Tell whom the step names; where nobody has the conversation, those of its queue.

    Raises:
        StepError: the step names nobody there is.
    """
    conversation, step, now = escalation.conversation, escalation.step, escalation.now
    audiences = _choose(tx, conversation, step.to)
    text = _describe(escalation, tools.settings.time_zone)
    untold = _leave_out_told(tx, escalation, audiences)
    alert(tx, tools, conversation, untold, text, clock=escalation.clock, now=now)
    mailed = 0
    if step.email:
        for member in list_told(tx, audiences):
            mailed += record_staff_mail(tx, tools, member, conversation, text=text, now=now)
    words = f"{_name(conversation, step.to, audiences)} told"
    return f"{words}, {mailed} by email" if mailed else words


def _leave_out_told(
    tx: Transaction, escalation: Escalation, audiences: tuple[str, ...]
) -> tuple[str, ...]:
    """Leave out who just heard of the warning or the breach; only the mail is more for them."""
    if not escalation.beside:
        return audiences
    told = list_audiences_told(
        tx, escalation.conversation.id, clock_id=escalation.clock.id, at=escalation.now
    )
    return tuple(each for each in audiences if each not in told)


def _describe(escalation: Escalation, time_zone: str) -> str:
    clock, now, step = escalation.clock, escalation.now, escalation.step
    if step.percent is None and step.after_minutes:
        return tell_lateness(clock, escalation.why, now, time_zone)
    standing = tell_standing(clock, now, time_zone)
    return standing if step.percent is None else f"{escalation.why}. {standing}"


def _choose(tx: Transaction, conversation: Conversation, to: str) -> tuple[str, ...]:
    if to == SUPERVISORS:
        return (SUPERVISORS,)
    if to == ASSIGNEE:
        return list_holders(tx, conversation)
    if to == QUEUE:
        return list_queue_audiences(conversation) or (SUPERVISORS,)
    raise StepError(f"nobody can be told as {to!r}; there are assignee, queue and supervisors")


def _name(conversation: Conversation, to: str, audiences: tuple[str, ...]) -> str:
    if to == ASSIGNEE and audiences == list_queue_audiences(conversation):
        return "nobody has it: its queue"
    return {ASSIGNEE: "who has it", QUEUE: "its queue"}.get(to, to)
