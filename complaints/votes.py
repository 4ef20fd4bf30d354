"""One vote for each question, changeable while it is open, and what votes add up to; pure."""

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from domain.errors import InvalidInputError
from domain.satisfaction import Ballot, Survey, VoteSummary

Z_95: Final = 1.959963984540054
"""The normal distribution's 97.5th percentile: two-sided 95 %."""
_TOP: Final = 2


def cast_vote(ballot: Ballot, value: int, at: datetime) -> Ballot:
    """Vote, or vote anew: the latest holds.

    Raises:
        InvalidInputError: the value is not on the scale, or the question is not open.
    """
    if not 1 <= value <= ballot.survey.most:
        raise InvalidInputError(f"vote from 1 to {ballot.survey.most}", field="value")
    if not ballot.asked_at <= at < ballot.closes_at:
        raise InvalidInputError(
            f"votes are counted until {ballot.closes_at:%Y-%m-%d %H:%M} UTC", field="at"
        )
    if ballot.voted_at is not None and at < ballot.voted_at:
        # A vote that was long on its way does not undo a later one.
        return ballot
    changed = ballot.value is not None and ballot.value != value
    return replace(ballot, value=value, voted_at=at, changes=ballot.changes + changed)


def summarise(survey: Survey, ballots: Iterable[Ballot]) -> VoteSummary:
    """Add up the votes of a survey; ballots of another one are left out."""
    asked = [each for each in ballots if each.survey is survey]
    values = [each.value for each in asked if each.value is not None]
    counts = tuple(values.count(value) for value in range(1, survey.most + 1))
    voted, top = len(values), sum(counts[-_TOP:])
    low, high = find_wilson_interval(top, voted) if voted else (None, None)
    return VoteSummary(
        survey=survey,
        asked=len(asked),
        counts=counts,
        mean=sum(values) / voted if voted else None,
        top=top / voted if voted else None,
        top_low=low,
        top_high=high,
    )


def find_wilson_interval(hits: int, count: int, z: float = Z_95) -> tuple[float, float]:
    """Return the score interval of a share, within 0 and 1 (Wilson 1927, without continuity).

    Raises:
        InvalidInputError: there are no cases, or more hits than cases.
    """
    if not 0 <= hits <= count or count == 0:
        raise InvalidInputError("give at least one case, and no more hits than cases")
    share, squared = hits / count, z * z
    centre = (share + squared / (2 * count)) / (1 + squared / count)
    spread = math.sqrt(share * (1 - share) / count + squared / (4 * count * count))
    half = z * spread / (1 + squared / count)
    # Where all or none are hits the formula ends there exactly; rounding need not.
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    high = 1.0 if hits == count else min(1.0, centre + half)
    return low, high
