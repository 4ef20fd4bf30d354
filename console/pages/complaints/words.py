"""What the terms of complaints are called on pages; pure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from complaints.gestures import tell_gesture
from complaints.money import tell_money
from console.wording import begin_sentence, name_term
from domain.complaint_cases import FollowUpAnswer, Recovery
from domain.complaint_facts import SpecialCase
from domain.complaint_register import ANY_CATEGORY, Outcome, Severity
from domain.complaints import ComplaintStage
from domain.redress import Gesture, GestureKind, VoucherStatus
from domain.redress_cases import GestureState

STAGES: Final[Mapping[ComplaintStage, str]] = {
    ComplaintStage.RECEIVED: "Received",
    ComplaintStage.ACKNOWLEDGED: "Acknowledged",
    ComplaintStage.INVESTIGATING: "Investigating",
    ComplaintStage.RESPONDED: "Responded",
    ComplaintStage.CLOSED: "Closed",
    ComplaintStage.REOPENED: "Reopened",
    ComplaintStage.ESCALATED_OUTSIDE: "Escalated outside",
}
# What each stage asks of whoever sees to it.
STAGE_HINTS: Final[Mapping[ComplaintStage, str]] = {
    ComplaintStage.RECEIVED: "The customer has not heard yet that we have it.",
    ComplaintStage.ACKNOWLEDGED: "The customer knows that we have it; now look into it.",
    ComplaintStage.INVESTIGATING: "Somebody finds out what happened; then it is answered.",
    ComplaintStage.RESPONDED: "The customer has our answer. Close it once you know how it ended.",
    ComplaintStage.CLOSED: "Nothing is left to do, unless the customer is not content.",
    ComplaintStage.REOPENED: "The customer was not content with the answer.",
    ComplaintStage.ESCALATED_OUTSIDE: "A body outside has it; no limit counts while it does.",
}
SEVERITIES: Final[Mapping[Severity, str]] = {
    Severity.CRITICAL: "Critical",
    Severity.SERIOUS: "Serious",
    Severity.MODERATE: "Moderate",
    Severity.MINOR: "Minor",
}
OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.SETTLED: "Settled",
    Outcome.DISAGREED: "Disagreed: our answer stands",
    Outcome.DECIDED_OUTSIDE: "Decided outside",
    Outcome.WITHDRAWN: "Withdrawn by the customer",
    Outcome.NO_COMPLAINT: "No complaint after all",
    Outcome.JOINED: "Joined to another",
}
SPECIAL: Final[Mapping[SpecialCase, str]] = {
    SpecialCase.ANONYMOUS: "Anonymous",
    SpecialCase.ABOUT_NOBODY: "About nobody yet",
    SpecialCase.ABOUT_SEVERAL: "About several",
    SpecialCase.ABUSIVE: "Abusive words",
    SpecialCase.LAWYER: "A lawyer writes",
    SpecialCase.UNSPOKEN_LANGUAGE: "In a language nobody speaks",
    SpecialCase.SARCASTIC_PRAISE: "Sarcastic praise",
    SpecialCase.PRAISE: "Praise",
}
PARTS: Final[Mapping[str, str]] = {
    "overrun": "How far over the time",
    "promise": "Which promise",
    "frequency": "How often",
    "tier": "Tier",
    "felt": "What was felt",
    "category": "Category",
}
RULES: Final[Mapping[str, str]] = {
    "table": "Table",
    "barred": "Nothing bars it",
    "once": "Once a complaint",
    "customer": "Customer known",
    "count": "How many",
    "sum": "How much",
    "budget": "Budget",
    "considered": "Known to a supervisor",
    "raised": "Severity raised",
    "approval": "Approval",
}
GESTURES: Final[Mapping[GestureKind, str]] = {
    GestureKind.NONE: "Nothing",
    GestureKind.VOUCHER: "Voucher",
    GestureKind.REFUND_REQUEST: "Request to refund",
    GestureKind.UPGRADE: "Upgrade",
    GestureKind.POINTS: "Points",
}
STATES: Final[Mapping[GestureState, str]] = {
    GestureState.PROPOSED: "Waits for approval",
    GestureState.RESERVED: "Ready to be told",
    GestureState.GIVEN: "Given",
    GestureState.DONE: "Done",
    GestureState.REFUSED: "Not given",
    GestureState.DECLINED: "Declined",
    GestureState.REVOKED: "Taken back",
    GestureState.LAPSED: "Expired unused",
}
STATE_LOOKS: Final[Mapping[GestureState, str]] = {
    GestureState.PROPOSED: "soon",
    GestureState.RESERVED: "told",
    GestureState.GIVEN: "fine",
    GestureState.DONE: "fine",
    GestureState.REFUSED: "quiet",
    GestureState.DECLINED: "quiet",
    GestureState.REVOKED: "late",
    GestureState.LAPSED: "quiet",
}
VOUCHERS: Final[Mapping[VoucherStatus, str]] = {
    VoucherStatus.ISSUED: "Issued",
    VoucherStatus.REDEEMED: "Redeemed",
    VoucherStatus.EXPIRED: "Expired",
    VoucherStatus.REVOKED: "Revoked",
}
VOUCHER_LOOKS: Final[Mapping[VoucherStatus, str]] = {
    VoucherStatus.ISSUED: "told",
    VoucherStatus.REDEEMED: "fine",
    VoucherStatus.EXPIRED: "quiet",
    VoucherStatus.REVOKED: "late",
}
RECOVERED: Final[Mapping[Recovery, str]] = {
    Recovery.RECOVERED: "Won back",
    Recovery.LOST: "Lost",
}
ANSWERS: Final[Mapping[FollowUpAnswer, str]] = {
    FollowUpAnswer.RIGHT: "Yes, it is right now",
    FollowUpAnswer.WRONG: "No, it is not right",
}


def name_category(category: str) -> str:
    """Name what went wrong: `Lost baggage`."""
    return "Any other" if category == ANY_CATEGORY else name_term(category)


def name_gesture(gesture: Gesture) -> str:
    """Name a gesture: `A voucher of EUR 25.00`."""
    return begin_sentence(tell_gesture(gesture))


def name_money(amount: int, currency: str) -> str:
    """Tell minor units of a currency: `EUR 12.50`."""
    return tell_money(amount, currency)


def name_month(period: str) -> str:
    """Name a month of a budget: `2026-03` is `March 2026`."""
    return f"{date.fromisoformat(f'{period}-01'):%B %Y}"


def find_last_instant(expires_at: datetime) -> datetime:
    """Find the last instant at which a voucher is good; its day is what its customer was told."""
    return expires_at - timedelta(seconds=1)


def make_words() -> dict[str, Any]:
    """Return what the templates about complaints call things by."""
    return {
        "stage_names": STAGES,
        "stage_hints": STAGE_HINTS,
        "severity_names": SEVERITIES,
        "outcome_names": OUTCOMES,
        "special_names": SPECIAL,
        "part_names": PARTS,
        "rule_names": RULES,
        "gesture_names": GESTURES,
        "state_names": STATES,
        "state_looks": STATE_LOOKS,
        "voucher_names": VOUCHERS,
        "voucher_looks": VOUCHER_LOOKS,
        "recovery_names": RECOVERED,
        "answer_names": ANSWERS,
        "name_category": name_category,
        "name_gesture": name_gesture,
        "name_money": name_money,
        "name_month": name_month,
        "last_instant": find_last_instant,
    }
