"""A voucher is redeemed once, whole and in time, and otherwise says why not."""

from datetime import timedelta

import pytest

from complaints.vouchers import apply_event, decide_redemption, replay
from domain.errors import InvalidInputError
from domain.redress import (
    RedemptionAsked,
    VoucherEvent,
    VoucherEventKind,
    VoucherStatus,
    VoucherTerms,
)
from tests.complaints.courses import at

pytestmark = pytest.mark.unit
K = VoucherEventKind
TERMS = VoucherTerms(complaint_id="a", amount=2500, currency="EUR", expires_at=at("20 0:00"))
ASKED = RedemptionAsked(use="order-1", currency="EUR")


def event(
    kind: VoucherEventKind,
    when: str,
    *,
    reason: str = "",
    use: str = "",
    terms: VoucherTerms | None = None,
) -> VoucherEvent:
    return VoucherEvent(kind=kind, at=at(when), by="Ada", reason=reason, use=use, terms=terms)


ISSUED = event(K.ISSUED, "2 9:00", terms=TERMS)
REDEEMED = event(K.REDEEMED, "3 9:00", use="order-1")
REVOKED = event(K.REVOKED, "3 9:00", reason="given by mistake")


def test_it_is_redeemed_whole_and_in_time():
    last = TERMS.expires_at - timedelta(seconds=1)
    redemption = decide_redemption(replay([ISSUED]), ASKED, last)
    assert (redemption.redeemed, redemption.words) == (True, "redeemed: EUR 25.00")


@pytest.mark.parametrize(
    ("events", "asked", "when", "refusal"),
    [
        ((), ASKED, "3 9:00", "unknown"),
        ((ISSUED, REDEEMED), RedemptionAsked(use="order-2", currency="EUR"), "4 9:00", "redeemed"),
        ((ISSUED, REVOKED), ASKED, "4 9:00", "revoked"),
        ((ISSUED,), ASKED, "20 0:00", "expired"),
        ((ISSUED,), RedemptionAsked(use="x", currency="NOK"), "4 9:00", "currency"),
        ((ISSUED,), RedemptionAsked(use="x", currency="EUR", amount=2499), "4 9:00", "partial"),
        ((ISSUED,), RedemptionAsked(use="x", currency="EUR", amount=2501), "4 9:00", "partial"),
        ((ISSUED,), RedemptionAsked(use="", currency="EUR"), "4 9:00", "use"),
    ],
)
def test_it_is_refused_with_the_reason(
    events: tuple[VoucherEvent, ...], asked: RedemptionAsked, when: str, refusal: str
):
    voucher = replay(events) if events else None
    redemption = decide_redemption(voucher, asked, at(when))
    assert (redemption.redeemed, redemption.refusal) == (False, refusal)
    assert redemption.words


def test_the_same_request_again_is_answered_as_before():
    redemption = decide_redemption(replay([ISSUED, REDEEMED]), ASKED, at("25 9:00"))
    assert (redemption.redeemed, redemption.repeated) == (True, True)


def test_what_was_redeemed_or_revoked_in_time_never_expires():
    late = at("25 9:00")
    assert replay([ISSUED, REDEEMED]).status_at(late) is VoucherStatus.REDEEMED
    assert replay([ISSUED, REVOKED]).status_at(late) is VoucherStatus.REVOKED
    assert replay([ISSUED]).status_at(late) is VoucherStatus.EXPIRED


@pytest.mark.parametrize(
    "events",
    [
        (REDEEMED,),
        (ISSUED, ISSUED),
        (ISSUED, REDEEMED, REVOKED),
        (ISSUED, REVOKED, REDEEMED),
        (ISSUED, event(K.REDEEMED, "20 0:00", use="x")),
        (ISSUED, event(K.REVOKED, "3 9:00")),
        (ISSUED, event(K.REDEEMED, "3 9:00")),
        (event(K.ISSUED, "21 9:00", terms=TERMS),),
        (event(K.ISSUED, "2 9:00"),),
        (),
    ],
)
def test_what_cannot_have_happened_is_no_history(events: tuple[VoucherEvent, ...]):
    with pytest.raises(InvalidInputError):
        replay(events)


def test_a_revocation_says_why_to_who_tries_to_redeem():
    state = apply_event(replay([ISSUED]), REVOKED)
    assert decide_redemption(state, ASKED, at("4 9:00")).words == "it was revoked: given by mistake"
