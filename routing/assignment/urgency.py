"""How urgent a waiting conversation is: its band, and a score in minutes within the band."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from domain.assignment import AgentState, AssignmentPolicy, Band, Line, WaitingItem
from routing.assignment.crew import Crew
from routing.assignment.tails import BEHIND

_MINUTE = 60.0
_ORDER = {band: place for place, band in enumerate(Band)}
# Of what nobody promised anything: it is still to be answered, and grows more urgent like the rest.
_UNPROMISED = timedelta(hours=24)
# Whoever may wait for so many minutes may wait until the agents are back.
_NIGHT = 600.0


@dataclass(frozen=True, slots=True)
class Urgency:
    """What makes an item go before another; all amounts in minutes.

    Attributes:
        slack: until its promise is broken; negative afterwards.
        back_in: until somebody who can take it may be expected to come free again.
        sticky: head start, negative, or handicap for who knows the customer.
    """

    item: WaitingItem
    band: Band
    score: float
    slack: float
    back_in: float
    weight: float
    sticky: float

    @property
    def key(self) -> tuple[int, float, datetime, str]:
        """By which items are put in order; no two have the same."""
        return (_ORDER[self.band], self.score, self.item.waiting_since, self.item.id)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that urgency depends on beside the item.

    Attributes:
        usual_waits: by line, how long its like would wait at busy times if everybody were served
            in the order of coming.
        owed: by line, the minutes that it takes to serve all whose turn has come but who wait;
            `BEHIND` where fairness is at stake.
    """

    crew: Crew
    policy: AssignmentPolicy
    now: datetime
    usual_waits: Mapping[Line, timedelta]
    owed: Mapping[Line, float]


def rate_urgency(agent: AgentState, item: WaitingItem, given: Circumstances) -> Urgency:
    """Rate an item that an agent could take."""
    policy, now = given.policy, given.now
    due = item.due_at or item.waiting_since + (item.target or _UNPROMISED)
    slack = (due - now).total_seconds() / _MINUTE
    age = (now - item.waiting_since).total_seconds() / _MINUTE
    weight = policy.weigh(item)
    back_in = _expect_chance(item, given)
    sticky = _rate_sticky(agent, item, age, given)
    over = _measure_overdue(item, age, back_in, given)
    if over >= 0:
        return Urgency(item, Band.TURN_OVERDUE, -over, slack, back_in, weight, 0.0)
    if slack <= 0:
        return Urgency(item, Band.LATE, sticky - age * weight, slack, back_in, weight, sticky)
    spare = slack - back_in
    score = sticky + (spare / weight if spare > 0 else spare * weight)
    target = (item.target or _UNPROMISED).total_seconds() / _MINUTE
    band = Band.PRESSING if spare <= target * policy.pressing_share else Band.IN_HAND
    return Urgency(item, band, score, slack, back_in, weight, sticky)


def _measure_overdue(item: WaitingItem, age: float, back_in: float, given: Circumstances) -> float:
    """Tell by how many minutes an item ought to have been served already, in fairness.

    Negative: it may wait on. Nobody is overdue before their turn has come; from then on so early
    that all to whom a turn is owed can still be served in time and before the last agent leaves.
    Where fairness is at stake, all whose turn has come are, by their age.
    """
    if item.turn_at is None:
        return -inf
    if given.owed.get(item.line, 0.0) >= BEHIND:
        return age
    turn = (item.turn_at - item.waiting_since).total_seconds() / _MINUTE
    usual = given.usual_waits.get(item.line, timedelta()).total_seconds() / _MINUTE
    allowed = max(turn, usual) * given.policy.stretch
    owed = max(back_in, given.owed.get(item.line, 0.0)) * given.policy.caution
    over = max(age + back_in, turn + owed) - allowed
    closing = given.crew.find_closing(item, given.now)
    if closing is not None and allowed < _NIGHT:
        over = max(over, owed - (closing - given.now).total_seconds() / _MINUTE)
    return over


def _expect_chance(item: WaitingItem, given: Circumstances) -> float:
    slots = max(1, given.crew.count_slots(item, given.now))
    return given.policy.typical_handling.total_seconds() / _MINUTE / slots


def _rate_sticky(agent: AgentState, item: WaitingItem, age: float, given: Circumstances) -> float:
    if item.known_agent is None:
        return 0.0
    if item.known_agent == agent.id:
        return -given.policy.sticky_minutes
    target = (item.target or _UNPROMISED).total_seconds() / _MINUTE
    there = item.known_agent in given.crew.find_able(item, given.now)
    return (
        given.policy.sticky_minutes if there and age < target * given.policy.sticky_share else 0.0
    )
