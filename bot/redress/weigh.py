"""What a complaint's gesture is decided from, read from the record, and what comes of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.complaints.policy_at_work import get_complaint_policy
from bot.redress.budget_keeping import read_budget
from bot.redress.periods import find_period
from bot.tools import Tools
from complaints.gestures import RAISED, decide_gesture, find_gesture, tell_gesture
from complaints.opening import TREATMENTS
from crm_store.gestures import find_counting_gesture, list_given
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_facts import SpecialCase
from domain.complaint_register import SeverityGrade
from domain.redress import (
    Gesture,
    GestureDecision,
    GestureFacts,
    GestureKind,
    GesturePolicy,
    GestureRule,
    RuleTried,
)

CONSIDERED: Final = frozenset({SpecialCase.LAWYER})
"""What bars a gesture by the table, and not one that a supervisor asks for and another allows."""

CONSIDERED_RULE: Final = "considered"
"""Its rule, on record with the gesture: who asked knew of the letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A gesture in place of the one in the table, which somebody asks for.

    Attributes:
        considered: whether a supervisor asks, who may do so in spite of a lawyer's letter.
        repeated: whether it stands on record already and is weighed a second time.
    """

    gesture: Gesture
    reason: str
    considered: bool = False
    repeated: bool = False


def weigh_gesture(
    tx: Transaction,
    tools: Tools,
    complaint: Complaint,
    asked: Asked | None = None,
    *,
    own: str = "",
    now: datetime,
) -> GestureDecision:
    """Decide what a complaint is made good with, on the figures of this moment.

    Args:
        asked: what is wanted in place of the table's gesture; such a one always needs approval.
        own: id of a gesture of this complaint that is weighed again, which is not "already".
    """
    table = get_complaint_policy(tx).gestures
    policy = table if asked is None else _name_gesture(table, complaint, asked.gesture)
    gesture, _ = find_gesture(policy, complaint.severity, complaint.category)
    facts = _read_facts(tx, complaint, own=own, now=now, considered=asked)
    budget = read_budget(tx, find_period(tools, now), gesture.currency)
    decision = decide_gesture(facts, policy, budget)
    return decision if asked is None else _add_approval(decision, table, complaint, asked)


def _read_facts(
    tx: Transaction, complaint: Complaint, *, own: str, now: datetime, considered: Asked | None
) -> GestureFacts:
    standing = find_counting_gesture(tx, complaint.id)
    return GestureFacts(
        at=now,
        severity=complaint.severity,
        category=complaint.category,
        customer_id=None if complaint.anonymous else complaint.customer_id,
        given=list_given(tx, complaint.customer_id, except_for=complaint.id),
        already=standing is not None and standing.id != own,
        barred=_find_bar(complaint, considered),
        raised=_tell_raised(complaint.grade),
    )


def _tell_raised(grade: SeverityGrade) -> str:
    """Tell who made a severity graver than the computed one; empty where nobody did."""
    told = grade.overruled
    if told is None or told.severity.rank <= grade.computed.rank:
        return ""
    return f"{told.by} set {told.severity.value}, where the sum says {grade.computed.value}"


def _find_bar(complaint: Complaint, asked: Asked | None) -> str:
    passed = CONSIDERED if asked is not None and asked.considered else frozenset[SpecialCase]()
    bars = (TREATMENTS[each].barred for each in complaint.special if each not in passed)
    return next((each for each in bars if each), "")


def _name_gesture(table: GesturePolicy, complaint: Complaint, gesture: Gesture) -> GesturePolicy:
    rule = GestureRule(severity=complaint.severity, category=complaint.category, gesture=gesture)
    return replace(table, rules=(rule,))


def _add_approval(
    decision: GestureDecision, table: GesturePolicy, complaint: Complaint, asked: Asked
) -> GestureDecision:
    usual, words = find_gesture(table, complaint.severity, complaint.category)
    asks = f"{tell_gesture(asked.gesture)} is asked for: {asked.reason}"
    tried = [RuleTried(name="table", passed=True, words=words)]
    if usual != asked.gesture:
        tried.append(RuleTried(name="asked", passed=True, words=f"in its place {asks}"))
    if asked.considered and CONSIDERED.intersection(complaint.special):
        words = "a supervisor asks for it, who knows of the lawyer's letter"
        tried.append(RuleTried(name=CONSIDERED_RULE, passed=True, words=words))
    # What is not the table's does not follow from the severity either.
    own = {"table", "approval"} | (set() if usual == asked.gesture else {RAISED})
    rest = [each for each in decision.tried if each.name not in own]
    agreed = "what is not in the table, or was asked for, two persons agree on"
    approval = RuleTried(name="approval", passed=False, words=agreed)
    nothing = asked.gesture.kind is GestureKind.NONE
    return replace(
        decision,
        gesture=asked.gesture if nothing else decision.gesture,
        needs_approval=not decision.refused,
        tried=(*tried, *rest, approval),
    )
