"""Which gesture makes a complaint good, or why none does, with every rule that was tried; pure."""

from datetime import timedelta
from typing import Final

from complaints.money import tell_money
from domain.complaint_register import ANY_CATEGORY, Severity
from domain.redress import (
    BudgetState,
    Gesture,
    GestureDecision,
    GestureFacts,
    GestureKind,
    GesturePolicy,
    RuleTried,
)

NOTHING: Final = Gesture(kind=GestureKind.NONE)
RAISED: Final = "raised"
"""The rule of what follows from a severity that somebody raised: another person agrees."""


def find_gesture(policy: GesturePolicy, severity: Severity, category: str) -> tuple[Gesture, str]:
    """Find a complaint's line in the table, and say which it is; nothing where there is none."""
    for name in dict.fromkeys((category, ANY_CATEGORY)):
        for rule in policy.rules:
            if rule.severity is severity and rule.category == name:
                words = f"{severity.value} by {name}: {tell_gesture(rule.gesture)}"
                return rule.gesture, words
    return NOTHING, f"no line for {severity.value} by {category}, nor by {ANY_CATEGORY}: nothing"


def decide_gesture(
    facts: GestureFacts, policy: GesturePolicy, budget: BudgetState
) -> GestureDecision:
    """Decide what a complaint is made good with.

    The first rule that does not pass refuses it; those after it are tried all the same, so that
    whoever reads it sees everything that stands in the way. A gesture of nothing passes them all.

    Args:
        budget: of the period and the currency of the gesture.
    """
    gesture, words = find_gesture(policy, facts.severity, facts.category)
    tried = [RuleTried(name="table", passed=True, words=words)]
    if gesture.kind is GestureKind.NONE:
        return GestureDecision(
            gesture=gesture, refused="", needs_approval=False, tried=tuple(tried)
        )
    tried += [
        _try_barred(facts),
        _try_once(facts),
        _try_customer(facts),
        _try_count(facts, policy),
        _try_sum(facts, policy, gesture),
        _try_budget(budget, gesture),
    ]
    refused = next((each.words for each in tried if not each.passed), "")
    agreed = (*_try_raised(facts), _try_approval(policy, gesture))
    return GestureDecision(
        gesture=None if refused else gesture,
        refused=refused,
        needs_approval=not refused and not all(each.passed for each in agreed),
        tried=(*tried, *agreed),
    )


def tell_gesture(gesture: Gesture) -> str:
    """Tell a gesture to staff: `a voucher of EUR 25.00`."""
    money = tell_money(gesture.cost, gesture.currency)
    match gesture.kind:
        case GestureKind.VOUCHER:
            return f"a voucher of {money}"
        case GestureKind.REFUND_REQUEST:
            return f"a request to refund {money}"
        case GestureKind.UPGRADE:
            return f"an upgrade ({gesture.what or 'of some kind'}) at {money}"
        case GestureKind.POINTS:
            return f"{gesture.points} points at {money}"
        case GestureKind.NONE:
            return "nothing"


def _try_barred(facts: GestureFacts) -> RuleTried:
    words = facts.barred or "nothing speaks against a gesture as such"
    return RuleTried(name="barred", passed=not facts.barred, words=words)


def _try_once(facts: GestureFacts) -> RuleTried:
    words = "this complaint has its gesture already" if facts.already else "it has none as yet"
    return RuleTried(name="once", passed=not facts.already, words=words)


def _try_customer(facts: GestureFacts) -> RuleTried:
    known = facts.customer_id is not None
    words = "the customer is known" if known else "nobody knows who the customer is; find out first"
    return RuleTried(name="customer", passed=known, words=words)


def _try_count(facts: GestureFacts, policy: GesturePolicy) -> RuleTried:
    limits = policy.limits
    count = sum(each.at > facts.at - timedelta(days=limits.days) for each in facts.given)
    words = f"{count} of at most {limits.most_count} gestures within {limits.days} days"
    return RuleTried(name="count", passed=count < limits.most_count, words=words)


def _try_sum(facts: GestureFacts, policy: GesturePolicy, gesture: Gesture) -> RuleTried:
    limits = policy.limits
    most = limits.most_sum.get(gesture.currency)
    if most is None:
        words = f"no limit on what a customer is given in {gesture.currency}"
        return RuleTried(name="sum", passed=True, words=words)
    since = facts.at - timedelta(days=limits.days)
    before = sum(
        each.cost for each in facts.given if each.at > since and each.currency == gesture.currency
    )
    given, now, limit = (
        tell_money(each, gesture.currency) for each in (before, gesture.cost, most)
    )
    words = f"{given} before and {now} now, of at most {limit} within {limits.days} days"
    return RuleTried(name="sum", passed=before + gesture.cost <= most, words=words)


def _try_budget(budget: BudgetState, gesture: Gesture) -> RuleTried:
    if budget.currency != gesture.currency:
        words = f"the budget is in {budget.currency}, the gesture in {gesture.currency}"
        return RuleTried(name="budget", passed=False, words=words)
    left = tell_money(budget.available, budget.currency)
    words = f"{tell_money(gesture.cost, gesture.currency)} of {left} that are left in the budget"
    return RuleTried(name="budget", passed=gesture.cost <= budget.available, words=words)


def _try_raised(facts: GestureFacts) -> tuple[RuleTried, ...]:
    if not facts.raised:
        return ()
    words = f"{facts.raised}; somebody else agrees to what follows from it"
    return (RuleTried(name=RAISED, passed=False, words=words),)


def _try_approval(policy: GesturePolicy, gesture: Gesture) -> RuleTried:
    most = policy.approval_above.get(gesture.currency)
    if most is None:
        words = f"nobody may give anything in {gesture.currency} alone; a second person agrees"
        return RuleTried(name="approval", passed=False, words=words)
    passed = gesture.cost <= most
    limit = tell_money(most, gesture.currency)
    words = f"up to {limit} one person is enough" if passed else f"above {limit} two persons agree"
    return RuleTried(name="approval", passed=passed, words=words)
