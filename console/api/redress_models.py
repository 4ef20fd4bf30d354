"""Gestures, vouchers, budgets and the complaint policy as scripts write and see them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from console.api.interaction_models import Answer
from console.api.operation import Body
from console.api.pages import Page, PageQuery
from console.api.text_fields import Line
from domain.redress import GestureKind, VoucherStatus
from domain.redress_cases import GestureState

Minor = Annotated[int, Field(description="In minor units of the currency (cents).")]
Version = Annotated[
    int | None,
    Field(ge=1, description="`version` as it was seen; refused with 409 where there is another."),
]
Reason = Annotated[Line, Field(max_length=500)]
Definition = Annotated[
    Mapping[str, Any], Field(description="As docs/redress.md has it; errors name its fields.")
]


class TriedItem(Answer):
    """A rule that was tried, and what it said."""

    name: str
    passed: bool
    words: str


class GestureItem(BaseModel):
    """A gesture as it stands."""

    model_config = ConfigDict(frozen=True)

    id: str
    complaint: Annotated[str, Field(description="Its number.")]
    state: GestureState
    kind: GestureKind
    cost: Minor
    currency: str
    points: int
    what: str
    words: Annotated[str, Field(description="What it is, for staff.")]
    reason: Annotated[str, Field(description="Why it was asked for, refused or taken back.")]
    tried: tuple[TriedItem, ...]
    period: Annotated[str, Field(description="The month whose budget it is charged to.")]
    proposed_by: str | None
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    given_at: datetime | None
    done_by: str | None
    done_at: datetime | None
    version: int


class GestureList(BaseModel):
    """The gestures of a complaint, refused ones too, in the order of their proposals."""

    model_config = ConfigDict(frozen=True)

    items: tuple[GestureItem, ...]


class GesturePage(Page[GestureItem]):
    """One page of gestures, those first that have waited longest."""


class GestureQuery(PageQuery):
    """Which gestures."""

    state: GestureState | None = None


class NewGesture(Body):
    """What is proposed; without `gesture` what the policy gives."""

    gesture: Annotated[
        Mapping[str, Any] | None,
        Field(description='Another, as `{"give": "voucher", "cost": "EUR 25.00"}`.'),
    ] = None
    reason: Annotated[str, Field(max_length=500, description="Why another is asked for.")] = ""


class ProposedGesture(BaseModel):
    """What came of a proposal."""

    model_config = ConfigDict(frozen=True)

    gesture: Annotated[
        GestureItem | None, Field(description="Null where the policy gives nothing.")
    ]


class NewApproval(Body):
    """What is approved."""

    version: Version = None


class NewDecision(Body):
    """Why it is declined or taken back."""

    reason: Reason
    version: Version = None


class NewCompletion(Body):
    """How it was carried out."""

    note: Annotated[Reason, Field(description="Such as the payment's number.")]
    version: Version = None


class NewBatch(Body):
    """Which complaints get their gestures at once."""

    complaints: Annotated[tuple[Line, ...], Field(min_length=1, max_length=500)]
    doing: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=3000,
            description="What is being done about it, for a response to each; without it the "
            "gestures are reserved alone.",
        ),
    ] = None


class BatchItem(Answer):
    """What became of one complaint."""

    number: str
    outcome: Annotated[
        str,
        Field(description="`answered`, `reserved`, `waiting`, `refused`, `nothing` or `failed`."),
    ]
    gesture: str
    why: str


class BatchResult(BaseModel):
    """What became of each, in the order given."""

    model_config = ConfigDict(frozen=True)

    items: tuple[BatchItem, ...]


class VoucherItem(BaseModel):
    """A voucher as it stands; its code is with the customer alone."""

    model_config = ConfigDict(frozen=True)

    id: str
    ending: Annotated[str, Field(description="The last group of its code.")]
    gesture: Annotated[str, Field(description="The id of its gesture, by which it is revoked.")]
    complaint: Annotated[str, Field(description="The complaint's number.")]
    status: VoucherStatus
    amount: Minor
    currency: str
    issued_at: datetime
    expires_at: datetime
    redeemed_at: datetime | None
    use: str
    revoked_at: datetime | None
    revoked_for: str


class VoucherPage(Page[VoucherItem]):
    """One page of vouchers, the latest first."""


class VoucherQuery(PageQuery):
    """Which vouchers."""

    status: VoucherStatus | None = None
    ending: Annotated[str, Field(max_length=4, description="Of the code: its last group.")] = ""
    customer: Annotated[str | None, Field(max_length=64, description="A customer's id.")] = None


class NewCheck(Body):
    """Which code is looked at."""

    code: Annotated[str, Field(min_length=1, max_length=200, description="As somebody typed it.")]
    holder: Annotated[
        str,
        Field(
            max_length=200,
            description="Your own key for whoever typed it; guesses are counted for them alone.",
        ),
    ] = ""


class NewRedemption(NewCheck):
    """Which voucher is redeemed, and for what."""

    use: Annotated[
        Line, Field(description="Your own unique key; the same again is answered as before.")
    ]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    amount: Annotated[
        int | None,
        Field(ge=0, description="In minor units: all that it is worth; that is meant without it."),
    ] = None


class VoucherCheck(BaseModel):
    """What a voucher is worth."""

    model_config = ConfigDict(frozen=True)

    status: VoucherStatus
    ending: str
    amount: Minor
    currency: str
    expires_at: datetime


class RedeemedVoucher(VoucherCheck):
    """A voucher that is redeemed."""

    repeated: Annotated[bool, Field(description="Whether it was by this `use` before.")]
    redeemed_at: datetime
    words: str


class BudgetItem(Answer):
    """The budget of a month in one currency."""

    period: str
    currency: str
    limit: Minor
    reserved: Minor
    spent: Minor
    available: Minor


class BudgetList(BaseModel):
    """Budgets, the latest month first."""

    model_config = ConfigDict(frozen=True)

    items: tuple[BudgetItem, ...]


class NewBudgetLimit(Body):
    """How much may be given away in a month."""

    limit: Annotated[int, Field(ge=0, le=10**12, description="In minor units.")]


class PolicyItem(BaseModel):
    """The complaint policy at work."""

    model_config = ConfigDict(frozen=True)

    number: Annotated[int, Field(description="Of its version; 0 for what is shipped.")]
    definition: Definition
    created_at: datetime | None
    created_by: str | None
    oddities: tuple[str, ...]


class NewPolicy(Body):
    """The complaint policy as it is to be; what is left out is as it is shipped."""

    definition: Definition
    based_on: Annotated[
        int | None,
        Field(ge=0, description="`number` as it was seen; refused with 409 where it is another."),
    ] = None


class PolicyVersionItem(Answer):
    """A version of the complaint policy."""

    number: int
    created_at: datetime
    created_by: str | None
    definition: Definition


class PolicyHistory(BaseModel):
    """The versions, the latest first."""

    model_config = ConfigDict(frozen=True)

    items: tuple[PolicyVersionItem, ...]


class NewPolicyRollback(Body):
    """Which version is to hold again."""

    number: Annotated[int, Field(ge=0, description="0 for what is shipped.")]
    based_on: Annotated[int | None, Field(ge=0)] = None
