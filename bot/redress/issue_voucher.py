"""A voucher is issued for a gesture: once, with a code that only the customer is told."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.complaints.policy_at_work import get_complaint_policy
from bot.redress.periods import find_expiry, find_last_day
from bot.tools import Tools
from complaints.voucher_codes import GROUP, digest_code, write_code
from complaints.vouchers import apply_event
from crm_store.transaction import Transaction
from crm_store.vouchers import insert_voucher
from domain.errors import ConflictError
from domain.redress import VoucherEvent, VoucherEventKind, VoucherTerms
from domain.redress_cases import GestureCase, VoucherCase


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A voucher with its code, which is nowhere else.

    Attributes:
        last_day: on which it is good, where the company is.
    """

    voucher: VoucherCase
    code: str = field(repr=False)
    last_day: date


def issue_voucher(
    tx: Transaction, tools: Tools, case: GestureCase, *, by: str, now: datetime
) -> Issued:
    """Issue the voucher of a gesture, which is locked.

    Raises:
        ConflictError: it has one already.
    """
    days = get_complaint_policy(tx).voucher_days
    code = write_code(tools.ids.secret())
    terms = VoucherTerms(
        complaint_id=case.complaint_id,
        amount=case.gesture.cost,
        currency=case.gesture.currency,
        expires_at=find_expiry(tools, now, days),
    )
    event = VoucherEvent(kind=VoucherEventKind.ISSUED, at=now, by=by, terms=terms)
    voucher = VoucherCase(
        id=tools.ids.new(),
        ending=code[-GROUP:],
        gesture_id=case.id,
        complaint_id=case.complaint_id,
        customer_id=case.customer_id,
        state=apply_event(None, event),
    )
    if not insert_voucher(tx, voucher, digest_code(code), event):
        raise ConflictError("this gesture has its voucher already; look again")
    return Issued(voucher=voucher, code=code, last_day=find_last_day(tools, now, days))
