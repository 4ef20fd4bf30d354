"""How long a complaint was in each stage, against the limits of its severity; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from complaints.stage_fold import apply_event
from domain.calendars import Hours
from domain.complaint_register import (
    ComplaintEvent,
    ComplaintState,
    Severity,
    StageLimits,
    StageTime,
)
from domain.complaints import ComplaintStage
from domain.errors import InvalidInputError

_STAGES: Final = (
    ComplaintStage.RECEIVED,
    ComplaintStage.ACKNOWLEDGED,
    ComplaintStage.INVESTIGATING,
    ComplaintStage.RESPONDED,
    ComplaintStage.REOPENED,
)


def _limit(*hours: int) -> Mapping[ComplaintStage, timedelta]:
    limits = (timedelta(hours=each) for each in hours)
    return MappingProxyType(dict(zip(_STAGES, limits, strict=True)))


STANDARD_LIMITS: Final[StageLimits] = MappingProxyType(
    {
        Severity.MINOR: _limit(16, 16, 40, 80, 16),
        Severity.MODERATE: _limit(8, 8, 24, 80, 8),
        Severity.SERIOUS: _limit(4, 4, 16, 40, 4),
        Severity.CRITICAL: _limit(1, 1, 8, 24, 1),
    }
)
"""Counted hours by stage; of what is closed or was taken outside nothing counts."""


def list_stage_times(
    events: Iterable[ComplaintEvent],
    severity: Severity,
    hours: Hours,
    now: datetime,
    limits: StageLimits = STANDARD_LIMITS,
) -> tuple[StageTime, ...]:
    """List every stay in a stage, in order; the last one goes on until `now`.

    A limit counts from when the stage was entered, by the severity that holds now: a complaint
    that turns graver was never less urgent.

    Raises:
        InvalidInputError: the events are no complaint's.
    """
    states: list[ComplaintState] = []
    for event in events:
        states.append(apply_event(states[-1] if states else None, event))
    if not states:
        raise InvalidInputError("a complaint has at least one event: it was received")
    stays = [(each, later.since) for each, later in pairwise(states)]
    table = limits.get(severity, {})
    return (
        *(_measure(state, left, left, table, hours) for state, left in stays),
        _measure(states[-1], None, max(now.astimezone(UTC), states[-1].since), table, hours),
    )


def find_due(times: Sequence[StageTime]) -> datetime | None:
    """Find when the present stage is to be left; None where it has no limit."""
    return times[-1].due_at


def _measure(
    state: ComplaintState,
    left: datetime | None,
    until: datetime,
    limits: Mapping[ComplaintStage, timedelta],
    hours: Hours,
) -> StageTime:
    limit = limits.get(state.stage)
    return StageTime(
        stage=state.stage,
        entered_at=state.since,
        left_at=left,
        counted=hours.count(state.since, until),
        limit=limit,
        due_at=None if limit is None else hours.add(state.since, limit),
    )
