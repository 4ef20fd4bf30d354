"""A voucher as the fold of what happened to it, and whether it is redeemed; pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from complaints.money import tell_money
from domain.errors import InvalidInputError
from domain.redress import (
    Redemption,
    RedemptionAsked,
    VoucherEvent,
    VoucherEventKind,
    VoucherState,
    VoucherStatus,
)


def apply_event(state: VoucherState | None, event: VoucherEvent) -> VoucherState:
    """Apply what happened to a voucher.

    Raises:
        InvalidInputError: it cannot have happened.
    """
    at = event.at.astimezone(UTC)
    if event.kind is VoucherEventKind.ISSUED:
        return _issue(state, event, at)
    if state is None:
        raise InvalidInputError("a voucher begins with being issued", field="kind")
    status = state.status_at(at)
    if status is not VoucherStatus.ISSUED:
        raise InvalidInputError(f"the voucher is {status.value} already", field="kind")
    if event.kind is VoucherEventKind.REVOKED:
        if not event.reason.strip():
            raise InvalidInputError("say why it is revoked", field="reason")
        return replace(state, revoked_at=at, revoked_for=event.reason.strip())
    if not event.use:
        raise InvalidInputError("name what it is redeemed for", field="use")
    return replace(state, redeemed_at=at, use=event.use)


def replay(events: Iterable[VoucherEvent]) -> VoucherState:
    """Return what the events of a voucher add up to.

    Raises:
        InvalidInputError: there is none, or one of them cannot have happened.
    """
    state: VoucherState | None = None
    for event in events:
        state = apply_event(state, event)
    if state is None:
        raise InvalidInputError("a voucher has at least one event: it was issued", field="kind")
    return state


def decide_redemption(
    voucher: VoucherState | None, asked: RedemptionAsked, now: datetime
) -> Redemption:
    """Decide whether a voucher is redeemed: once, whole, in time.

    The same use asked again is answered as it was before, so that whoever got no answer may ask
    again; two uses at once are kept apart by the lock of who calls this.
    """
    if voucher is None:
        return _refuse("unknown", "there is no voucher with this code")
    status = voucher.status_at(now)
    if status is VoucherStatus.REDEEMED and asked.use and voucher.use == asked.use:
        return Redemption(redeemed=True, repeated=True, words="redeemed by this request before")
    if status is not VoucherStatus.ISSUED:
        return _refuse(status.value, _tell_status(voucher, status))
    return _redeem_terms(voucher, asked)


def _issue(state: VoucherState | None, event: VoucherEvent, at: datetime) -> VoucherState:
    if state is not None:
        raise InvalidInputError("a voucher is issued once", field="kind")
    if event.terms is None or event.terms.amount <= 0 or event.terms.expires_at <= at:
        raise InvalidInputError(
            "a voucher is worth more than nothing, and expires after it is issued", field="terms"
        )
    return VoucherState(terms=event.terms, issued_at=at)


def _redeem_terms(voucher: VoucherState, asked: RedemptionAsked) -> Redemption:
    terms = voucher.terms
    worth = tell_money(terms.amount, terms.currency)
    if not asked.use:
        return _refuse("use", "name what it is redeemed for, by a key of your own")
    if asked.currency != terms.currency:
        return _refuse("currency", f"it is worth {worth}, and not in {asked.currency}")
    if asked.amount not in {None, terms.amount}:
        return _refuse("partial", f"it is worth {worth} and redeemed whole or not at all")
    return Redemption(redeemed=True, words=f"redeemed: {worth}")


def _tell_status(voucher: VoucherState, status: VoucherStatus) -> str:
    match status:
        case VoucherStatus.REDEEMED:
            return f"it was redeemed on {voucher.redeemed_at:%Y-%m-%d}"
        case VoucherStatus.REVOKED:
            return f"it was revoked: {voucher.revoked_for}"
        case _:
            return f"it expired on {voucher.terms.expires_at:%Y-%m-%d}"


def _refuse(refusal: str, words: str) -> Redemption:
    return Redemption(redeemed=False, refusal=refusal, words=words)
