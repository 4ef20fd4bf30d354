"""Vouchers by the API: redeemed and looked at by their codes, listed by their endings."""

from typing import Any

from bot.redress.voucher_guesses import Trying
from console.api.operation import Call, Query
from console.api.pages import cut_page, resume_list
from console.api.problem_documents import ProblemError
from console.api.redress_gestures import read_place, write_place
from console.api.redress_models import (
    NewCheck,
    NewRedemption,
    RedeemedVoucher,
    VoucherCheck,
    VoucherItem,
    VoucherPage,
    VoucherQuery,
)
from crm_store.complaint_numbers import map_numbers
from domain.redress import RedemptionAsked


async def redeem(call: Call[Query, NewRedemption]) -> RedeemedVoucher:
    """Redeem a voucher.

    Raises:
        ProblemError: it is not redeemed; `refusal` says why, in a word.
    """
    body = call.body
    asked = RedemptionAsked(use=body.use, currency=body.currency, amount=body.amount)
    done = await call.services.redress.redeem(
        body.code, asked, by=call.agent, trying=_find_trying(call)
    )
    redemption, state = done.redemption, done.state
    if not redemption.redeemed or done.voucher is None or state is None:
        raise ProblemError(409, redemption.words, refusal=redemption.refusal)
    return RedeemedVoucher(
        status=state.status_at(call.now),
        ending=done.voucher.ending,
        amount=state.terms.amount,
        currency=state.terms.currency,
        expires_at=state.terms.expires_at,
        repeated=redemption.repeated,
        redeemed_at=state.redeemed_at or call.now,
        words=redemption.words,
    )


async def check(call: Call[Query, NewCheck]) -> VoucherCheck:
    """Tell what a voucher is worth.

    Raises:
        ProblemError: there is no voucher with this code.
    """
    found = await call.services.redress.check(call.body.code, trying=_find_trying(call))
    if found is None:
        raise ProblemError(409, "there is no voucher with this code", refusal="unknown")
    terms = found.state.terms
    return VoucherCheck(
        status=found.state.status_at(call.now),
        ending=found.ending,
        amount=terms.amount,
        currency=terms.currency,
        expires_at=terms.expires_at,
    )


async def list_vouchers(call: Call[VoucherQuery, None]) -> VoucherPage:
    """Answer a page of vouchers."""
    wanted, after = resume_list(call)
    rows = await call.services.redress.list_vouchers(
        status=wanted.status,
        ending=wanted.ending,
        customer_id=wanted.customer,
        before=None if after is None else read_place(str(after)),
        limit=wanted.limit + 1,
    )
    page, following = cut_page(
        call, wanted, rows, lambda row: write_place(row.state.issued_at, row.id)
    )
    numbers = await call.services.store.read(map_numbers, {each.complaint_id for each in page})
    items = tuple(
        VoucherItem(
            id=each.id,
            ending=each.ending,
            gesture=each.gesture_id,
            complaint=numbers[each.complaint_id],
            status=each.state.status_at(call.now),
            amount=each.state.terms.amount,
            currency=each.state.terms.currency,
            issued_at=each.state.issued_at,
            expires_at=each.state.terms.expires_at,
            redeemed_at=each.state.redeemed_at,
            use=each.state.use,
            revoked_at=each.state.revoked_at,
            revoked_for=each.state.revoked_for,
        )
        for each in page
    )
    return VoucherPage(items=items, next=following)


def _find_trying(call: Call[Query, Any]) -> Trying:
    return Trying(token_id=call.agent.id, address=call.address, holder=call.body.holder)
