"""Why complaints and what belongs to them need a supervisor, in a sentence; pure."""

from typing import Any, Final

from bot.complaints.read_opening import OTHER
from bot.exceptions.clock_sentences import tell_agent
from bot.exceptions.spans import tell_span
from bot.exceptions.surroundings import Surroundings
from complaints.money import tell_money
from crm_store.exceptional.source import Found
from domain.complaints import ComplaintStage
from domain.redress import GestureKind

# What is to be done before the limit of a stage is reached.
_TO_DO: Final = {
    ComplaintStage.RECEIVED: "acknowledged",
    ComplaintStage.ACKNOWLEDGED: "looked into",
    ComplaintStage.INVESTIGATING: "answered",
    ComplaintStage.REOPENED: "looked into again",
    ComplaintStage.RESPONDED: "closed",
}
_BEEN: Final = {
    ComplaintStage.RECEIVED: "received",
    ComplaintStage.ACKNOWLEDGED: "acknowledged",
    ComplaintStage.INVESTIGATING: "being looked into since",
    ComplaintStage.REOPENED: "opened again",
    ComplaintStage.RESPONDED: "answered",
    ComplaintStage.ESCALATED_OUTSIDE: "taken outside the company",
}


def tell_complaint(found: Found, around: Surroundings) -> str:
    """Tell how grave it is, how far it came, whether it is late, and who sees to it."""
    facts = found.facts
    stage = ComplaintStage(facts.stage)
    told = f"{facts.severity.capitalize()} complaint {found.subject}{_tell_about(facts.category)}"
    done = f"{_BEEN[stage]} {around.tell(facts.stage_since)}"
    return f"{told}, {done}{_tell_limit(stage, facts, around)}. {_tell_owner(facts, around)}"


def tell_asked(found: Found, around: Surroundings) -> str:
    """Tell why an agent was asked, and since when nobody has said whether it is a complaint."""
    span = tell_span(around.now - found.since)
    why = found.facts.why
    return (
        f"Is it a complaint? {why[:1].upper()}{why[1:]}. Nobody has said for {span}, since "
        f"{around.tell(found.since)}."
    )


def tell_gesture(found: Found, around: Surroundings) -> str:
    """Tell what is to be given, who proposed it, and since when it waits."""
    facts = found.facts
    by = (
        "by the policy"
        if facts.proposed_by is None
        else f"by {around.names.name_agent(facts.proposed_by)}"
    )
    span = tell_span(around.now - found.since)
    return (
        f"{_tell_given(facts)} for complaint {facts.number}, proposed {by}, has waited for {span} "
        f"for a second person, since {around.tell(found.since)}."
    )


def _tell_about(category: str) -> str:
    return "" if category == OTHER else f" about {category.replace('_', ' ')}"


def _tell_given(facts: Any) -> str:
    money = tell_money(facts.cost, facts.currency) if facts.currency else ""
    match GestureKind(facts.kind):
        case GestureKind.VOUCHER:
            return f"A voucher of {money}"
        case GestureKind.REFUND_REQUEST:
            return f"A refund of {money}"
        case GestureKind.UPGRADE:
            return f"An upgrade ({facts.what})" if facts.what else "An upgrade"
        case GestureKind.POINTS:
            return f"{facts.points:,} points"
        case _:
            return "A gesture"


def _tell_limit(stage: ComplaintStage, facts: Any, around: Surroundings) -> str:
    due_at = facts.stage_due_at
    if due_at is None or stage not in _TO_DO:
        return ""
    what, by = _TO_DO[stage], around.tell(due_at)
    if due_at <= around.now:
        return f": it was to be {what} by {by} and is {tell_span(around.now - due_at)} late"
    return f", to be {what} by {by}"


def _tell_owner(facts: Any, around: Surroundings) -> str:
    if facts.owner is None:
        return "Nobody owns it yet."
    return f"{tell_agent(facts.owner, around)} sees to it."
