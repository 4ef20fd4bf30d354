"""What a complaint is made good with: gestures, their budget, and vouchers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from domain.complaint_register import Severity


class GestureKind(StrEnum):
    """What a customer is given."""

    VOUCHER = "voucher"
    REFUND_REQUEST = "refund_request"
    UPGRADE = "upgrade"
    POINTS = "points"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """Something given beside the apology.

    Attributes:
        cost: in minor units of the currency (cents); of a voucher and a refund what the customer
            gets, of the others what the budget is charged.
        currency: ISO 4217, in capitals.
        points: of `points`, how many.
        what: of `upgrade`, what it is, in words.
    """

    kind: GestureKind
    cost: int = 0
    currency: str = ""
    points: int = 0
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureRule:
    """A line of the table severity by category.

    Attributes:
        category: or `any`, which holds where no line names the category.
    """

    severity: Severity
    category: str
    gesture: Gesture


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingLimits:
    """How much one customer is given within some days, this gesture included.

    Attributes:
        most_sum: in minor units by currency; a currency that is not there has no limit.
    """

    days: int = 90
    most_count: int = 3
    most_sum: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class GesturePolicy:
    """The table and what holds it in check.

    Attributes:
        approval_above: minor units by currency; what costs more needs a second person, and so
            does everything in a currency that is not there.
    """

    rules: tuple[GestureRule, ...]
    approval_above: Mapping[str, int]
    limits: GivingLimits = field(default_factory=GivingLimits)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenGesture:
    """What a customer was given before, or is about to be: also what waits for approval."""

    at: datetime
    cost: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureFacts:
    """What a gesture is decided from.

    Attributes:
        customer_id: None where nobody knows who complains.
        given: to this customer for other complaints; what was refused or revoked is left out.
        already: whether this complaint has a gesture.
        barred: why none is given whatever the table says, such as a lawyer's letter, or empty.
        raised: where somebody set a graver severity than the computed one, who and from which to
            which, in words; else empty.
    """

    at: datetime
    severity: Severity
    category: str
    customer_id: str | None
    given: tuple[GivenGesture, ...] = ()
    already: bool = False
    barred: str = ""
    raised: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTried:
    """One rule that was tried, and what it said, in words."""

    name: str
    passed: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureDecision:
    """A gesture, or why there is none.

    Attributes:
        gesture: None where it was refused; of the kind `none` where the table gives nothing.
        refused: the reason, or empty.
        needs_approval: whether a second person has to agree before anything is reserved or told.
        tried: every rule, in order, also those after a refusal.
    """

    gesture: Gesture | None
    refused: str
    needs_approval: bool
    tried: tuple[RuleTried, ...]


class BudgetEventKind(StrEnum):
    """What happens to a budget.

    `limited` sets its limit. `released` gives back what is reserved for a complaint, `spent` turns
    it, or less, into money that is gone, and gives back the rest.
    """

    LIMITED = "limited"
    RESERVED = "reserved"
    RELEASED = "released"
    SPENT = "spent"


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetEvent:
    """One thing that happened to the budget of a period; never changed once written.

    Attributes:
        amount: minor units, not below zero; of `released` nothing.
    """

    kind: BudgetEventKind
    at: datetime
    by: str
    amount: int = 0
    complaint_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetState:
    """What the events of a period's budget add up to, in minor units of one currency.

    Attributes:
        reserved: by complaint.
        spent: altogether.
    """

    currency: str
    limit: int = 0
    reserved: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    spent: int = 0

    @property
    def available(self) -> int:
        """What can still be reserved; never below zero, also where the limit was lowered."""
        return max(self.limit - self.spent - sum(self.reserved.values()), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRequest:
    """What one complaint needs: all of it, or nothing."""

    complaint_id: str
    costs: tuple[int, ...]


class VoucherEventKind(StrEnum):
    """What happens to a voucher; that it expires is told by its date alone."""

    ISSUED = "issued"
    REDEEMED = "redeemed"
    REVOKED = "revoked"


class VoucherStatus(StrEnum):
    """What a voucher is at an instant."""

    ISSUED = "issued"
    REDEEMED = "redeemed"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherTerms:
    """What a voucher is worth, frozen when it is issued.

    Attributes:
        amount: minor units.
        expires_at: the first instant at which it is good no more.
    """

    complaint_id: str
    amount: int
    currency: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherEvent:
    """One thing that happened to a voucher; never changed once written.

    Attributes:
        reason: of `revoked`, in words.
        use: of `redeemed`, what it was redeemed for: the caller's own unique key.
        terms: of `issued`.
    """

    kind: VoucherEventKind
    at: datetime
    by: str
    reason: str = ""
    use: str = ""
    terms: VoucherTerms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherState:
    """What the events of a voucher add up to.

    Attributes:
        use: what it was redeemed for, or empty.
        revoked_for: why, or empty.
    """

    terms: VoucherTerms
    issued_at: datetime
    redeemed_at: datetime | None = None
    use: str = ""
    revoked_at: datetime | None = None
    revoked_for: str = ""

    def status_at(self, now: datetime) -> VoucherStatus:
        """Return what it is; one that was redeemed or revoked in time never expires."""
        if self.redeemed_at is not None:
            return VoucherStatus.REDEEMED
        if self.revoked_at is not None:
            return VoucherStatus.REVOKED
        return VoucherStatus.EXPIRED if now >= self.terms.expires_at else VoucherStatus.ISSUED


@dataclass(frozen=True, slots=True, kw_only=True)
class RedemptionAsked:
    """What somebody asks who holds a voucher.

    Attributes:
        use: the caller's own unique key; the same one again is the same redemption.
        amount: minor units that are to be taken from it, or None for all of it.
    """

    use: str
    currency: str
    amount: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redemption:
    """Whether a voucher is redeemed.

    Attributes:
        repeated: it was redeemed by this very request before; nothing is to be written.
        refusal: a word for programs: `unknown`, `redeemed`, `revoked`, `expired`, `currency`,
            `partial`, `use` (none was named); empty where it is redeemed.
        words: for people.
    """

    redeemed: bool
    words: str
    repeated: bool = False
    refusal: str = ""
