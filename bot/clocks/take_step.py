"""An escalation step of a policy is taken. A new action is its file and its line here."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.clocks.alert_people import alert
from bot.clocks.call_webhook import call_webhook
from bot.clocks.escalation import Escalation
from bot.clocks.notify import notify
from bot.clocks.raise_priority import raise_priority
from bot.clocks.reassign import reassign
from bot.clocks.widen_queue import widen_queue
from bot.log_event import log_event
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.errors import FrontdeskError
from domain.service_levels import StepAction

Take = Callable[[Transaction, Tools, Escalation], str]
STEPS: Final[Mapping[StepAction, Take]] = {
    StepAction.NOTIFY: notify,
    StepAction.RAISE_PRIORITY: raise_priority,
    StepAction.WIDEN_QUEUE: widen_queue,
    StepAction.REASSIGN: reassign,
    StepAction.WEBHOOK: call_webhook,
}


def take_step(tx: Transaction, tools: Tools, escalation: Escalation) -> None:
    """Take a step and log why; what cannot be done is logged, and supervisors are told.

    An action says in words what it did, and refuses before it has written anything.
    """
    try:
        words = STEPS[escalation.step.do](tx, tools, escalation)
    except FrontdeskError as error:
        _record_refusal(tx, tools, escalation, error)
    else:
        _log(tx, tools, escalation, f"{escalation.why}: {words}", event="escalation")


def _record_refusal(
    tx: Transaction, tools: Tools, escalation: Escalation, error: FrontdeskError
) -> None:
    what = escalation.step.do.value.replace("_", " ")
    text = f"{escalation.why}: the step “{what}” could not be taken: {error}"
    _log(tx, tools, escalation, text, event="escalation_failed")
    alert(
        tx,
        tools,
        escalation.conversation,
        (SUPERVISORS,),
        text,
        clock=escalation.clock,
        now=escalation.now,
    )


def _log(tx: Transaction, tools: Tools, escalation: Escalation, text: str, *, event: str) -> None:
    log_event(
        tx,
        tools,
        escalation.conversation,
        text,
        event=event,
        now=escalation.now,
        clock=escalation.clock.id,
    )
