"""What a message and its customer's past ask for of people; pure, and tried after the table.

A priority is raised here and never lowered: whoever means to lower one is a person.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from domain.conversations import Priority
from domain.decisions import Decision, Escalate, Ignore, RuleTrace
from domain.routing import Ruling
from domain.routing_facts import RoutingFacts

LEVELS: Final = ((0.7, "high"), (0.35, "medium"), (0.1, "low"), (0.0, "none"))
"""Least urgency of each level; two signs of haste are high, one alone is medium."""

# Whoever forges an address would else have their words go ahead, and speak for its holder.
_UNBELIEVED: Final = frozenset({"refuted"})
_RANKS: Final = {priority: rank for rank, priority in enumerate(Priority)}
_Finding: TypeAlias = tuple[bool, str]


def name_urgency(urgency: float | None) -> str | None:
    """Name how soon a message wants somebody: `none`, `low`, `medium` or `high`.

    Args:
        urgency: 0 to 1; None where it was not read, and the answer too.
    """
    if urgency is None:
        return None
    return next((name for least, name in LEVELS if urgency >= least), "none")


def is_complaint(facts: RoutingFacts) -> bool:
    """Say whether a message is so surely a complaint that it is seen to as one."""
    return facts.complains and facts.reason not in _UNBELIEVED


def raise_priority(ruling: Ruling, facts: RoutingFacts, current: Priority) -> Ruling:
    """Raise the priority of a handoff to high where the message or the past asks for it.

    Args:
        current: the conversation's own, which is not fallen behind.

    Returns:
        The ruling with what was found in its trace; as it was where it hands over nothing, or the
        sender's address was found to be forged.
    """
    decision = ruling.decision
    if not isinstance(decision, Escalate) or decision.reason in _UNBELIEVED:
        return ruling
    found = {rule.__name__: rule(facts) for rule in _RULES}
    traced = tuple(RuleTrace(rule=name, hit=hit, why=why) for name, (hit, why) in found.items())
    if any(hit for hit, _ in found.values()):
        highest = max(decision.priority, current, Priority.HIGH, key=lambda each: _RANKS[each])
        decision = replace(decision, priority=highest)
    return replace(ruling, decision=decision, trace=(*ruling.trace, *traced))


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """What a message changes of a conversation that people have already.

    Attributes:
        priority: which it is to have.
        why: in sentences.
    """

    priority: Priority
    why: str


def trace_for_people(ruling: Ruling, facts: RoutingFacts, *, forged: bool) -> Ruling:
    """Add to the trace what a message asks for that people get who have the conversation already.

    Args:
        forged: whether the sender's address was found to be forged.

    Returns:
        The ruling as it was where people do not have the conversation, or nobody can be sure who
        wrote.
    """
    if not goes_to_people(ruling.decision) or forged:
        return ruling
    traced = []
    for rule in _FOR_PEOPLE:
        hit, why = rule(facts)
        traced.append(RuleTrace(rule=rule.__name__, hit=hit, why=why))
    return replace(ruling, trace=(*ruling.trace, *traced))


def find_raise(ruling: Ruling, current: Priority) -> Raise | None:
    """Find what a message to people changes; None where that is nothing.

    Args:
        ruling: with the trace of `trace_for_people`.
        current: the conversation's own priority, which is never lowered.
    """
    if not goes_to_people(ruling.decision):
        return None
    names = [rule.__name__ for rule in _FOR_PEOPLE]
    hits = [each.why for each in ruling.trace if each.hit and each.rule in names]
    if not hits or _RANKS[current] >= _RANKS[Priority.HIGH]:
        return None
    return Raise(priority=Priority.HIGH, why=" ".join(hits))


def goes_to_people(decision: Decision) -> bool:
    """Say whether the bot stays silent since people have the conversation."""
    return isinstance(decision, Ignore) and decision.reason == "with_person"


def urgent_message(facts: RoutingFacts) -> _Finding:
    """Somebody at the gate cannot wait as long as somebody at a desk."""
    if facts.urgency is None:
        return False, "How urgent the message is was not read."
    if facts.urgency != "high":
        return False, f"The message does not sound very urgent ({facts.urgency})."
    return True, f"The message is urgent, so the priority is high. {_quote(facts, 'urgency')}"


def likely_complaint(facts: RoutingFacts) -> _Finding:
    """Who complains is answered soon (ISO 10002, clause 7.3)."""
    if facts.complaint is None:
        return False, "Whether the message complains was not read."
    if not is_complaint(facts):
        return False, (
            f"The message is not surely a complaint of somebody displeased ({facts.complaint:.2f})."
        )
    return True, (
        f"The message is very likely a complaint ({facts.complaint:.2f}), so the priority is high. "
        f"{_quote(facts, 'complaint')}"
    )


def promise_broken_before(facts: RoutingFacts) -> _Finding:
    """Whom we kept waiting of late, and who is displeased, is not kept waiting again."""
    if facts.recent_breach is None:
        return False, "No promise to the customer was broken of late."
    on = f"{facts.recent_breach.day} {facts.recent_breach:%B %Y}"
    broken = f"A promise to the customer was broken on {on}"
    if facts.sentiment != "negative":
        return False, f"{broken}, but the message does not sound displeased."
    return True, f"{broken} and the message sounds displeased, so the priority is high."


def _quote(facts: RoutingFacts, name: str) -> str:
    return next((each.why for each in facts.evidence if each.name == name), "")


_RULES: Final[tuple[Callable[[RoutingFacts], _Finding], ...]] = (
    urgent_message,
    likely_complaint,
    promise_broken_before,
)
# A broken promise of before is no news to whoever has the conversation.
_FOR_PEOPLE: Final = (urgent_message, likely_complaint)
