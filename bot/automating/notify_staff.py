"""Staff are told that a macro or trigger asks them to look at a conversation."""

from datetime import datetime

from bot.clocks.alert_people import list_holders, list_queue_audiences
from bot.tools import Tools
from crm_store.alerts import record_alert
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.conversations import Conversation


def notify_staff(
    tx: Transaction, tools: Tools, conversation: Conversation, to: str, text: str, *, now: datetime
) -> None:
    """Tell an audience, as in `routing.automation.action_definition.AUDIENCES`, something."""
    for audience in _choose(tx, conversation, to):
        record_alert(
            tx,
            alert_id=tools.ids.new(),
            audience=audience,
            conversation_id=conversation.id,
            text=text,
            now=now,
        )


def _choose(tx: Transaction, conversation: Conversation, to: str) -> tuple[str, ...]:
    if to == "assignee":
        return list_holders(tx, conversation)
    if to == "queue":
        return list_queue_audiences(conversation) or (SUPERVISORS,)
    return (SUPERVISORS,)
