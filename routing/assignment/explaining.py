"""The choice together with everything that led to it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.assignment import (
    AgentState,
    Assignment,
    AssignmentPolicy,
    Candidate,
    Explanation,
    Rejection,
    ScorePart,
    WaitingItem,
)
from routing.assignment.choosing import Suitability, pick_heads, rank_agents, rank_next
from routing.assignment.crew import Crew
from routing.assignment.eligibility import explain_ineligible
from routing.assignment.urgency import Circumstances, Urgency


def choose_next(
    agent: AgentState, items: Iterable[WaitingItem], given: Circumstances
) -> Explanation:
    """Choose what an agent is to take next of all that wait; the order of `items` is no matter."""
    waiting = list(items)
    heads = pick_heads(waiting, given.now)
    ranking = rank_next(agent, heads, given)
    rated = {each.item.id for each in ranking.fitting}
    return Explanation(
        pulled=True,
        subject=agent.id,
        at=given.now,
        assignment=None
        if ranking.chosen is None
        else _assign(ranking.chosen, agent, given.crew, given.now),
        candidates=tuple(_describe_urgency(each) for each in ranking.fitting),
        rejected=tuple(
            Rejection(
                id=item.id,
                reasons=explain_ineligible(agent, item, given.crew.queues, given.now),
            )
            for item in heads
            if item.id not in rated
        ),
        held_for=None if ranking.held_for is None else ranking.held_for.id,
        behind=len(waiting) - len(heads),
    )


def choose_agent(
    item: WaitingItem,
    agents: Iterable[AgentState],
    crew: Crew,
    policy: AssignmentPolicy,
    now: datetime,
) -> Explanation:
    """Choose who is to have an item at once; the order of `agents` is no matter."""
    there = sorted(agents, key=lambda agent: agent.id)
    ranked = rank_agents(item, there, crew, policy, now)
    able = {each.agent.id for each in ranked}
    return Explanation(
        pulled=False,
        subject=item.id,
        at=now,
        assignment=_assign(item, ranked[0].agent, crew, now) if ranked else None,
        candidates=tuple(_describe_suitability(each) for each in ranked),
        rejected=tuple(
            Rejection(id=agent.id, reasons=explain_ineligible(agent, item, crew.queues, now))
            for agent in there
            if agent.id not in able
        ),
    )


def _assign(item: WaitingItem, agent: AgentState, crew: Crew, now: datetime) -> Assignment:
    return Assignment(
        item=item.id,
        agent=agent.id,
        queue=item.queue,
        via=crew.find_able(item, now)[agent.id],
        language=item.language,
        at=now,
        waited=now - item.waiting_since,
        known=item.known_agent == agent.id,
    )


def _describe_urgency(rated: Urgency) -> Candidate:
    left = (
        f"{rated.slack:.1f} minutes left" if rated.slack > 0 else f"{-rated.slack:.1f} minutes late"
    )
    parts = [
        ScorePart(name="slack", amount=rated.slack, words=left),
        ScorePart(
            name="back_in",
            amount=-rated.back_in,
            words=f"the next chance comes in about {rated.back_in:.1f} minutes",
        ),
        ScorePart(name="weight", amount=rated.weight, words=_tell_weight(rated.item, rated.weight)),
    ]
    if rated.sticky:
        whose = "this agent" if rated.sticky < 0 else "another agent"
        words = f"{whose} knows the customer"
        parts.append(ScorePart(name="sticky", amount=rated.sticky, words=words))
    return Candidate(id=rated.item.id, score=rated.score, parts=tuple(parts), band=rated.band)


def _tell_weight(item: WaitingItem, weight: float) -> str:
    return f"{item.tier} customer, {item.priority} priority: counts {weight:.2f} times"


def _describe_suitability(rated: Suitability) -> Candidate:
    words: Mapping[str, tuple[float, str]] = {
        "rarity": (rated.rarity, "how much others need this agent's skills"),
        "load": (rated.load, "how busy they are"),
        "overflow": (rated.overflow, f"helps out from {rated.via}"),
        "knows": (-1.0 if rated.knows else 0.0, "knows the customer and goes first"),
    }
    parts = [
        ScorePart(name=name, amount=amount, words=said)
        for name, (amount, said) in words.items()
        if amount or name == "load"
    ]
    return Candidate(id=rated.agent.id, score=rated.score, parts=tuple(parts))
