"""An agent's profile is checked before it is written."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import time
from itertools import pairwise
from typing import Final

from domain.errors import InvalidInputError
from domain.staffing import AgentProfile, Shift
from routing.floor.shift_words import WEEKDAYS, render_shift
from routing.floor.skill_checks import check_levels

MOST_AT_ONCE: Final = 100
MOST_SHIFTS: Final = 70
_DAY = 24 * 60
_WEEK = 7 * _DAY


def check_profile(
    profile: AgentProfile, *, skills: Collection[str], channels: Collection[str]
) -> None:
    """Check what somebody is trained for, how much they take and when they work.

    Args:
        skills: those that are registered.
        channels: the kinds of channel that there are.

    Raises:
        InvalidInputError: something in it cannot be; `field` is its path.
    """
    check_levels(profile.skills, skills, "skills")
    _check_capacity(profile.capacity, channels)
    check_shifts(profile.shifts)


def check_shifts(shifts: Sequence[Shift]) -> None:
    """Check that shifts are of this week, and that no two run at once.

    Raises:
        InvalidInputError: naming both that overlap.
    """
    if len(shifts) > MOST_SHIFTS:
        raise InvalidInputError(
            f"{len(shifts)} shifts are too many; give up to {MOST_SHIFTS}", field="shifts"
        )
    for number, shift in enumerate(shifts):
        _check_shift(shift, f"shifts[{number}]")
    parts = sorted(
        part for number, shift in enumerate(shifts) for part in _list_parts(number, shift)
    )
    for (_, end, earlier), (start, _, later) in pairwise(parts):
        if start < end:
            one, other = sorted((earlier, later))
            raise InvalidInputError(
                f"{render_shift(shifts[one])} and {render_shift(shifts[other])} overlap; make one "
                "of them, or have them follow each other",
                field=f"shifts[{other}]",
            )


def _check_shift(shift: Shift, field: str) -> None:
    if not 0 <= shift.weekday < len(WEEKDAYS):
        raise InvalidInputError(
            f"there is no weekday {shift.weekday}; 0 is Monday and 6 is Sunday",
            field=f"{field}.weekday",
        )
    if shift.starts == shift.ends and shift.starts != time(0):
        raise InvalidInputError(
            f"{render_shift(shift)} ends as it begins; write 00:00-24:00 for a whole day",
            field=f"{field}.ends",
        )


def _list_parts(number: int, shift: Shift) -> Iterator[tuple[int, int, int]]:
    """Give a shift in minutes of the week, in two parts where it goes on into Monday."""
    start = shift.weekday * _DAY + _minutes(shift.starts)
    end = shift.weekday * _DAY + _minutes(shift.ends)
    end += 0 if end > start else _DAY
    yield start, min(end, _WEEK), number
    if end > _WEEK:
        yield 0, end - _WEEK, number


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _check_capacity(capacity: Mapping[str, int], channels: Collection[str]) -> None:
    for channel, number in capacity.items():
        if channel not in channels:
            raise InvalidInputError(
                f"there is no kind of channel {channel!r}; there are {', '.join(sorted(channels))}",
                field=f"capacity.{channel}",
            )
        if not 0 <= number <= MOST_AT_ONCE:
            raise InvalidInputError(
                f"{number} at once cannot be used; give 0 to {MOST_AT_ONCE}",
                field=f"capacity.{channel}",
            )
