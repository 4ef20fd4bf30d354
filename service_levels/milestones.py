"""What is to be done as time counts: warnings, the breach, and the steps of an agreement."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from domain.service_levels import ClockKind, SlaPolicy
from domain.sla_clocks import ClockState, Milestone
from service_levels.clock_fold import HoursOf

BREACH: Final = "breach"
_STEP: Final = "step:"


def list_milestones(policy: SlaPolicy, kind: ClockKind, target: timedelta) -> tuple[Milestone, ...]:
    """List what a clock passes on its way, in the order of it; of two at once, as listed here."""
    warnings = (
        Milestone(name=f"warning:{percent}", after=target * percent / 100)
        for percent in policy.warnings
    )
    steps = (
        Milestone(
            name=f"{_STEP}{place}",
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

    What is reached already comes first, in the order of the list. Of a broken promise all up to the
    breach is reached, even where a longer target has come since. What was passed before `as_of` is
    given the instant of the breach, or else `as_of`: how long before is not known any more.

    Args:
        milestones: as `list_milestones` has them for the target that holds now.

    Returns:
        None where there is none, the clock has stopped, or it is held for nobody knows how long.
    """
    left = [each for each in milestones if each.name not in seen]
    if not left or not state.running:
        return None
    reached = next((each for each in left if _is_reached(each, state)), None)
    if reached is not None:
        return _find_reached_at(reached, state), reached
    following = left[0]
    start = state.as_of
    if state.paused is not None:
        if state.paused_until is None:
            return None
        start = state.paused_until
    missing = following.after - state.counted
    return hours_of(state.terms.calendar_version).add(start, missing), following


def turn_steps(seen: Sequence[str], left: str, taken_up: str) -> tuple[str, ...]:
    """Say which steps were taken of the policy that a clock counts by from now on.

    Steps are named by their place in a policy, so that those of the one that is left are set aside
    under its version, and taken up again should the clock come back to it.

    Args:
        seen: names of the milestones that were seen to.
        left: id of the version that it counted by; `taken_up` of the one it counts by.
    """
    if left == taken_up:
        return tuple(seen)
    aside = (f"{name}@{left}" if _is_step(name) and "@" not in name else name for name in seen)
    return tuple(name.removesuffix(f"@{taken_up}") if _is_step(name) else name for name in aside)


def _is_step(name: str) -> bool:
    return name.startswith(_STEP)


def _is_reached(milestone: Milestone, state: ClockState) -> bool:
    broken = state.breached_at is not None and milestone.after <= state.terms.target
    return broken or milestone.after <= state.counted


def _find_reached_at(milestone: Milestone, state: ClockState) -> datetime:
    if state.breached_at is not None and milestone.after <= state.terms.target:
        return state.breached_at
    return state.as_of
