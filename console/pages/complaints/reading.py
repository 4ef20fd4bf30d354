"""What the page of a complaint shows, read at one instant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.complaints.policy_at_work import get_complaint_policy
from bot.complaints.read_case import CaseView, read_case
from bot.tools import Tools
from crm_store.ballots import list_ballots_in
from crm_store.complaints import list_complaints_of_customer
from crm_store.customers import get_customer
from crm_store.gestures import list_gestures_of
from crm_store.interactions import get_interaction
from crm_store.staff import list_staff
from crm_store.transaction import Transaction
from crm_store.vouchers import list_vouchers_of
from domain.ballots import PlannedBallot
from domain.complaint_cases import Complaint
from domain.complaint_policy import ComplaintPolicy
from domain.conversations import Interaction
from domain.customers import Customer
from domain.errors import NotFoundError
from domain.redress_cases import GestureCase, VoucherCase
from domain.staff import StaffMember

# Of the same customer's other complaints.
MOST_OTHERS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintView:
    """A complaint with what stands beside it on its page.

    Attributes:
        opening: the message that it was opened for, or None.
        others: of the same customer, the latest first.
        gestures: refused ones too, the latest first.
        vouchers: by id.
    """

    case: CaseView
    customer: Customer
    opening: Interaction | None
    others: tuple[Complaint, ...]
    gestures: tuple[GestureCase, ...]
    vouchers: dict[str, VoucherCase]
    ballots: tuple[PlannedBallot, ...]
    policy: ComplaintPolicy
    staff: tuple[StaffMember, ...]


def read_complaint_view(
    tx: Transaction, tools: Tools, number: str, *, now: datetime
) -> ComplaintView:
    """Read a complaint with its course and all that its page shows.

    Raises:
        NotFoundError: there is none.
    """
    case = read_case(tx, tools, number, now=now)
    it = case.complaint
    of_customer = list_complaints_of_customer(tx, it.customer_id, limit=MOST_OTHERS + 1)
    return ComplaintView(
        case=case,
        customer=get_customer(tx, it.customer_id),
        opening=_find_opening(tx, case),
        others=tuple(each for each in of_customer if each.id != it.id),
        gestures=list_gestures_of(tx, it.id)[::-1],
        vouchers={each.id: each for each in list_vouchers_of(tx, it.id)},
        ballots=list_ballots_in(tx, [each.conversation.id for each in case.conversations]),
        policy=get_complaint_policy(tx),
        staff=list_staff(tx),
    )


def _find_opening(tx: Transaction, case: CaseView) -> Interaction | None:
    """Find the message, which may be gone with what was removed of its customer."""
    wanted = case.complaint.interaction_id
    if wanted is None:
        return None
    for each in case.conversations:
        try:
            return get_interaction(tx, each.conversation.id, wanted)
        except NotFoundError:
            continue
    return None
