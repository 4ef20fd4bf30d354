"""What is to be done as time counts: warnings, the breach, and the steps of an agreement."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from domain.service_levels import ClockKind, SlaPolicy
from domain.sla_clocks import ClockState, Milestone
from service_levels.clock_fold import HoursOf

BREACH: Final = "breach"


def list_milestones(policy: SlaPolicy, kind: ClockKind, target: timedelta) -> tuple[Milestone, ...]:
    """List what a clock passes on its way, in the order of it; of two at once, as listed here."""
    warnings = (
        Milestone(name=f"warning:{percent}", after=target * percent / 100)
        for percent in policy.warnings
    )
    steps = (
        Milestone(
            name=f"step:{place}",
            after=target + timedelta(minutes=step.after_minutes)
            if step.percent is None
            else target * step.percent / 100,
        )
        for place, step in enumerate(policy.steps)
        if kind in step.kinds
    )
    breach = Milestone(name=BREACH, after=target)
    return tuple(sorted((*warnings, breach, *steps), key=lambda each: each.after))


def find_next_milestone(
    state: ClockState,
    milestones: Sequence[Milestone],
    seen: Collection[str],
    hours_of: HoursOf,
) -> tuple[datetime, Milestone] | None:
    """Find the next milestone that nobody has seen to, and when it is reached.

    Returns:
        None where there is none, the clock has stopped, or it is held for nobody knows how long.
    """
    left = [each for each in milestones if each.name not in seen]
    if not left or not state.running:
        return None
    following = left[0]
    if following.name == BREACH and state.breached_at is not None:
        return state.breached_at, following
    missing = following.after - state.counted
    if missing <= timedelta():
        return state.as_of, following
    start = state.as_of
    if state.paused is not None:
        if state.paused_until is None:
            return None
        start = max(state.paused_until, start)
    return hours_of(state.terms.calendar_version).add(start, missing), following
