"""Gestures and vouchers as they stand on record."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.redress import Gesture, RuleTried, VoucherState


class GestureState(StrEnum):
    """How far a gesture has come.

    `proposed`: it waits for a second person, and nobody outside has heard of it. `reserved`: the
    budget has it, and the response that tells it has not gone out. `given`: the customer was told.
    `done`: it was redeemed, paid or booked. `refused`: by a rule. `declined`: by the second person.
    `revoked`: taken back; of a voucher it is worth nothing any more. `lapsed`: it expired.
    """

    PROPOSED = "proposed"
    RESERVED = "reserved"
    GIVEN = "given"
    DONE = "done"
    REFUSED = "refused"
    DECLINED = "declined"
    REVOKED = "revoked"
    LAPSED = "lapsed"

    @property
    def counts(self) -> bool:
        """Whether it counts against what a customer may be given, and is a complaint's own."""
        return self in {
            GestureState.PROPOSED,
            GestureState.RESERVED,
            GestureState.GIVEN,
            GestureState.DONE,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureCase:
    """A gesture as it stands.

    Attributes:
        tried: every rule that was tried, with its words.
        reason: why it was refused, declined or revoked; or who asked for it and why.
        period: the month of the budget it is charged to, as `2026-11`, or empty.
        proposed_by: id of a member of staff; None where the policy alone proposed it.
        decided_by: of the second person.
        given_at: when the response that tells it was written.
        done_by: who redeemed, paid or booked it, in words.
    """

    id: str
    complaint_id: str
    customer_id: str
    gesture: Gesture
    state: GestureState
    tried: tuple[RuleTried, ...]
    proposed_at: datetime
    reason: str = ""
    period: str = ""
    proposed_by: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    given_at: datetime | None = None
    done_by: str | None = None
    done_at: datetime | None = None
    voucher_id: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherCase:
    """A voucher as it stands; its code is with the customer alone.

    Attributes:
        ending: the last group of the code.
    """

    id: str
    ending: str
    gesture_id: str
    complaint_id: str
    customer_id: str
    state: VoucherState
    lapsed_at: datetime | None = None
