"""A gesture is put on record as somebody prepares the response that is to tell it."""

from datetime import datetime

from bot.complaints.lock_case import lock_case
from bot.complaints.refusals import require_respondable
from bot.redress.give import GestureToTell, prepare_gesture
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.staff import StaffMember


def record_preparation(
    tx: Transaction, tools: Tools, number: str, *, agent: StaffMember, now: datetime
) -> GestureToTell:
    """Put forward what the policy gives, so that a second person can decide about it.

    Raises:
        ConflictError: the complaint is answered or closed.
        NotFoundError: there is no such complaint.
    """
    _, complaint = lock_case(tx, number)
    require_respondable(complaint)
    return prepare_gesture(tx, tools, complaint, by=agent, now=now)
