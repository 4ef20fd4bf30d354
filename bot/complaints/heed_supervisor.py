"""What is said of a known complaint may be for a supervisor, as a lawyer's letter is."""

from datetime import datetime

from bot.complaints.log_case import BY_ITSELF, log_case
from bot.redress.let_go import let_go_of_gesture
from bot.tools import Tools
from crm_store.alerts import record_alert
from crm_store.complaints import change_complaint
from crm_store.transaction import Transaction
from domain.alerts import SUPERVISORS
from domain.complaint_cases import Complaint
from domain.complaint_facts import Opening
from domain.conversations import Conversation


def heed_supervisor(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    opening: Opening,
    conversation: Conversation,
    *,
    now: datetime,
) -> Complaint:
    """Have a supervisor answer from now on where a message that was joined demands it.

    What was decided to be given before that is decided anew, if nobody was told of it.

    Args:
        complaint: locked.
        opening: what that message would be by itself.
        conversation: in which it came, locked.
    """
    told = [
        each
        for each in opening.treatments
        if each.supervisor and each.case not in complaint.special
    ]
    if not told:
        return complaint
    special = (*complaint.special, *(each.case for each in told))
    changed = change_complaint(tx, complaint, special=special)
    given_up = let_go_of_gesture(tx, changed, by=BY_ITSELF, by_id=None, why=opening.barred, now=now)
    besides = f"; {given_up}" if given_up else ""
    words = f"Complaint {complaint.number} needs a supervisor from now on{besides}"
    log_case(tx, tools, changed, words, now=now, conversation_id=conversation.id)
    tell_supervisors(tx, tools, changed, opening.barred, now)
    return changed


def tell_supervisors(
    tx: Transaction, tools: Tools, complaint: Complaint, why: str, now: datetime
) -> None:
    """Tell supervisors that a complaint is theirs to answer."""
    record_alert(
        tx,
        alert_id=tools.ids.new(),
        audience=SUPERVISORS,
        conversation_id=complaint.conversation_id,
        text=f"Complaint {complaint.number} needs a supervisor: {why}",
        now=now,
    )
