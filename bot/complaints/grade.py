"""How grave a complaint is, from the clocks of its conversations and what was read of its words."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.complaints.policy_at_work import get_complaint_policy
from bot.tools import Tools
from complaints.severity import grade
from crm_store.broken_promises import list_other_breaches
from crm_store.clocks import list_standing_clocks
from crm_store.complaints import list_linked
from crm_store.customers import find_tier
from crm_store.decisions import list_decisions_on
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint
from domain.complaint_register import BrokenPromise, SeverityFacts, SeverityGrade
from domain.decisions import Understanding
from service_levels.clock_fold import pass_time


def grade_complaint(
    tx: Transaction,
    tools: Tools,
    *,
    conversation_ids: Collection[str],
    customer_id: str,
    category: str,
    felt: Understanding | None,
    now: datetime,
) -> SeverityGrade:
    """Grade a complaint by the policy at work; nothing is written.

    Args:
        conversation_ids: of all conversations that it is spoken about in, whose clocks are its own.
        category: what it is about; one that the policy does not know counts as any other.
        felt: what was understood of the message that opened it; None where nobody read any.
        now: as of when clocks that run are counted.
    """
    policy = get_complaint_policy(tx).severity
    since = now - timedelta(days=policy.days)
    facts = SeverityFacts(
        at=now,
        category=category,
        tier=find_tier(tx, customer_id),
        broken=list_broken(tx, tools, conversation_ids, now=now),
        earlier=list_other_breaches(tx, customer_id, beside=conversation_ids, since=since),
        urgency=0.0 if felt is None else felt.urgency or 0.0,
        complaint=0.0 if felt is None else felt.complaint or 0.0,
        negative=felt is not None and felt.sentiment == "negative",
    )
    return grade(facts, policy)


def list_broken(
    tx: Transaction, tools: Tools, conversation_ids: Collection[str], *, now: datetime
) -> tuple[BrokenPromise, ...]:
    """List the promises of conversations that were not kept, each counted until met or until now.

    A clock that runs counts as broken from its very due time on, whether anybody has seen to it or
    not.
    """
    hours_of = tools.agreements.hours_of(tx)
    states = [
        (clock.kind, pass_time(clock.state, now, hours_of))
        for each in sorted(conversation_ids)
        for clock in list_standing_clocks(tx, each)
    ]
    return tuple(
        BrokenPromise(kind=kind, target=state.terms.target, counted=state.counted)
        for kind, state in states
        if state.breached_at is not None
    )


def list_conversation_ids(tx: Transaction, complaint: Complaint) -> tuple[str, ...]:
    """List the conversations of a complaint, the main one first."""
    linked = (each.conversation_id for each in list_linked(tx, complaint.id))
    return tuple(dict.fromkeys((complaint.conversation_id, *linked)))


def find_felt(tx: Transaction, complaint: Complaint) -> Understanding | None:
    """Find what was understood of the message that opened a complaint; None without one."""
    if complaint.interaction_id is None:
        return None
    found = list_decisions_on(tx, list_conversation_ids(tx, complaint), (complaint.interaction_id,))
    return found[-1].understanding if found else None
