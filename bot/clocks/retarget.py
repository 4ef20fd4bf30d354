"""Another queue or priority, and the target that is promised then by the rule agreed on."""

from datetime import datetime

from bot.clocks.choose_terms import choose_policy, make_terms
from bot.tools import Tools
from crm_store.transaction import Transaction
from domain.conversations import Conversation
from domain.service_levels import Retarget, SlaPolicy
from domain.sla_clocks import ClockEvent, ClockEventKind, ClockTerms, SlaClock
from service_levels.clock_fold import apply_event


def find_retargeting(
    tx: Transaction,
    tools: Tools,
    clock: SlaClock,
    before: Conversation | None,
    after: Conversation,
    *,
    at: datetime,
) -> ClockEvent | None:
    """Find what gives a clock other terms; None where what was promised stays.

    Another queue chooses the agreement anew, as does one that was chosen for the conversation;
    another priority, another target of the same one. The
    old agreement says whether the clock follows. Where nothing is promised anew, what was stays.

    Args:
        before: the conversation before the change; None where its clock had stopped meanwhile.
    """
    policy = tools.agreements.get_policy(tx, clock.state.terms.policy_version)
    if after.queue is None or policy.retarget is Retarget.NEVER:
        return None
    was_in = None if before is None else before.queue
    if after.queue not in {was_in, clock.state.terms.queue}:
        chosen, why = choose_policy(tx, tools, after), "queue"
    elif before is not None and before.policy != after.policy:
        chosen, why = choose_policy(tx, tools, after), "policy"
    elif before is not None and before.priority is not after.priority:
        chosen, why = policy, "priority"
    else:
        return None
    terms = make_terms(tx, tools, chosen, after, clock.kind)
    if terms is None or terms == clock.state.terms:
        return None
    event = ClockEvent(kind=ClockEventKind.RETARGETED, at=at, reason=why, terms=terms)
    return event if _is_wanted(tx, tools, clock, policy, event, terms) else None


def _is_wanted(  # noqa: PLR0917 - six things of their own types, which nobody mixes up
    tx: Transaction,
    tools: Tools,
    clock: SlaClock,
    policy: SlaPolicy,
    event: ClockEvent,
    terms: ClockTerms,
) -> bool:
    """Say whether the rule is `always`, or else the new target falls due earlier."""
    if policy.retarget is Retarget.ALWAYS:
        return True
    due_at = clock.state.due_at
    if due_at is None:
        return terms.target < clock.state.terms.target
    changed = apply_event(clock.state, event, tools.agreements.hours_of(tx)).due_at
    return changed is not None and changed < due_at
