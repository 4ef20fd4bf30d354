"""How clocks stand, in the few words of a chip; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.clocks.read_explained import ClockStanding, ExplainedClock
from console.times import Due, assess_due, describe_span
from console.wording import CLOCKS
from crm_store.inbox import RowClock

_HELD: Final = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChip:
    """A chip of a row.

    Attributes:
        promise: which one it is.
        due_at: None for one that is held.
    """

    promise: str
    due: Due
    due_at: datetime | None


def describe_standing(explained: ExplainedClock, now: datetime) -> Due:
    """Tell how a clock stands: "due in 25 min", "held", "met with 35 min to spare"."""
    state = explained.explanation.state
    broken = state.breached_at is not None
    match explained.standing:
        case ClockStanding.MET:
            spare = describe_span(explained.spare)
            words = "met late" if broken else f"met with {spare} to spare"
        case ClockStanding.CANCELLED:
            words = "cancelled, was late" if broken else "cancelled"
        case ClockStanding.PAUSED:
            words = f"late, {_HELD}" if broken else _HELD
        case _:
            return _describe_running(state.due_at, now, broken=broken)
    if broken:
        return Due(level="late", words=words)
    return Due(level="fine" if explained.standing is ClockStanding.MET else _HELD, words=words)


def choose_row_chips(clocks: Sequence[RowClock], now: datetime) -> tuple[ClockChip, ...]:
    """Choose what a row shows: every promise that is late, or else the one that is due next.

    Where all are held, that is shown of the one that falls due first.

    Args:
        clocks: that have not stopped, by when they fall due; held ones last.
    """
    late = tuple(_make_chip(each, now) for each in clocks if _is_late(each, now))
    return late or tuple(_make_chip(each, now) for each in clocks[:1])


def _is_late(clock: RowClock, now: datetime) -> bool:
    # Nobody may have looked since it fell due.
    return clock.breached or (not clock.held and clock.due_at is not None and clock.due_at <= now)


def _make_chip(clock: RowClock, now: datetime) -> ClockChip:
    broken = _is_late(clock, now)
    if clock.held:
        due = Due(level="late" if broken else _HELD, words=f"late, {_HELD}" if broken else _HELD)
    else:
        due = _describe_running(clock.due_at, now, broken=broken)
    return ClockChip(promise=CLOCKS[clock.kind], due=due, due_at=clock.due_at)


def _describe_running(due_at: datetime | None, now: datetime, *, broken: bool) -> Due:
    if due_at is None:
        return Due(level="late" if broken else _HELD, words="late" if broken else _HELD)
    due = assess_due(due_at, now)
    if broken and due.level != "late":
        # It was broken by the terms of then, and has others now.
        return Due(level="late", words=f"was late, {due.words}")
    return due
