"""The clocks of a conversation as people can check them: each with its sentence and its events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.clocks.find_titles import find_titles
from bot.tools import Tools
from crm_store.clocks import list_clocks, list_events_of_clocks, map_clocks_with_events
from crm_store.transaction import Transaction
from domain.sla_clocks import ClockEvent, ClockExplanation, SlaClock
from service_levels.clock_sentence import tell_clock
from service_levels.clock_words import NO_TITLES, Titles
from service_levels.explain import explain


class ClockStanding(StrEnum):
    """How a clock stands.

    `running`: its time counts now. `closed`: it runs, but nobody works now. `paused`: it is held.
    """

    RUNNING = "running"
    CLOSED = "closed"
    PAUSED = "paused"
    MET = "met"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedClock:
    """A clock, and how it came to be what it is.

    Attributes:
        policy_title: what staff call the agreement.
        explanation: as of the instant of reading.
        sentence: all of it in one sentence, for staff.
        events: all that happened to it, milestones among them, in the order recorded.
        titles: of the agreements, calendars and queues that it names.
        spare: what was left of the target when it was met; nothing where that was late.
    """

    clock: SlaClock
    policy_title: str
    standing: ClockStanding
    explanation: ClockExplanation
    sentence: str
    events: tuple[ClockEvent, ...]
    titles: Titles = NO_TITLES

    @property
    def spare(self) -> timedelta:
        """What is left of the target, or was left as it stopped."""
        return self.explanation.remaining


def read_explained_clocks(
    tx: Transaction, tools: Tools, conversation_id: str, *, now: datetime
) -> tuple[ExplainedClock, ...]:
    """Read the clocks of a conversation, oldest first, with what explains them.

    Two statements, however many they are; versions of agreements and calendars are kept in memory.
    """
    clocks = list_clocks(tx, conversation_id)
    if not clocks:
        return ()
    happened = list_events_of_clocks(tx, conversation_id)
    return tuple(
        _explain(tx, tools, clock, happened[clock.id], now=now)
        for clock in clocks
        if clock.id in happened
    )


def read_explained_by_id(
    tx: Transaction, tools: Tools, clock_ids: Sequence[str], *, now: datetime
) -> dict[str, ExplainedClock]:
    """Read some clocks of any conversations with what explains them, by their id."""
    found = map_clocks_with_events(tx, clock_ids)
    return {
        clock_id: _explain(tx, tools, clock, events, now=now)
        for clock_id, (clock, events) in found.items()
    }


def _explain(
    tx: Transaction, tools: Tools, clock: SlaClock, events: Sequence[ClockEvent], *, now: datetime
) -> ExplainedClock:
    # What another machine stamped may lie ahead of this one's clock.
    at = max(now, clock.state.as_of)
    zone = tools.settings.time_zone
    explanation = explain(events, tools.agreements.hours_of(tx), at, time_zone=zone)
    titles = find_titles(tx, tools, events)
    policy = tools.agreements.find_policy(tx, clock.state.terms.policy_version)
    return ExplainedClock(
        clock=clock,
        policy_title=clock.state.terms.policy if policy is None else policy.title,
        standing=_find_standing(explanation),
        explanation=explanation,
        sentence=tell_clock(clock.kind, explanation, time_zone=zone, at=at, titles=titles),
        titles=titles,
        events=tuple(events),
    )


def _find_standing(explanation: ClockExplanation) -> ClockStanding:
    state = explanation.state
    if state.met_at is not None:
        return ClockStanding.MET
    if state.cancelled_at is not None:
        return ClockStanding.CANCELLED
    if state.paused is not None:
        return ClockStanding.PAUSED
    return ClockStanding.RUNNING if explanation.closed_until is None else ClockStanding.CLOSED
