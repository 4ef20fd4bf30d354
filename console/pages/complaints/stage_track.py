"""The way of a complaint along its stages: what it took, where it is, what is to come; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from domain.complaint_register import ComplaintEvent, Outcome, StageTime
from domain.complaints import ComplaintStage

_S: Final = ComplaintStage
# What usually comes after a stage.
_USUAL: Final = {
    _S.RECEIVED: (_S.ACKNOWLEDGED, _S.INVESTIGATING, _S.RESPONDED, _S.CLOSED),
    _S.ACKNOWLEDGED: (_S.INVESTIGATING, _S.RESPONDED, _S.CLOSED),
    _S.INVESTIGATING: (_S.RESPONDED, _S.CLOSED),
    _S.RESPONDED: (_S.CLOSED,),
    _S.CLOSED: (),
    _S.REOPENED: (_S.RESPONDED, _S.CLOSED),
    _S.ESCALATED_OUTSIDE: (_S.CLOSED,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackStep:
    """A stage on the way.

    Attributes:
        standing: `done`, `now` or `ahead`.
        at: when it began; None where it has not.
        late: whether its limit had counted before it was left, or has.
        due_at: of the present one, when it is to be left; None where it has no limit.
    """

    stage: ComplaintStage
    standing: str
    at: datetime | None = None
    by: str = ""
    why: str = ""
    outcome: Outcome | None = None
    late: bool = False
    due_at: datetime | None = None


def lay_track(moves: Sequence[ComplaintEvent], times: Sequence[StageTime]) -> list[TrackStep]:
    """Lay out the stages that were, the one that is, and those that usually follow.

    Args:
        times: of the same moves, one for each.
    """
    steps = [_tell_step(move, stay) for move, stay in zip(moves, times, strict=True)]
    ahead = _USUAL[moves[-1].to] if moves else ()
    return [*steps, *(TrackStep(stage=each, standing="ahead") for each in ahead)]


def _tell_step(move: ComplaintEvent, stay: StageTime) -> TrackStep:
    ends = move.to is _S.CLOSED
    return TrackStep(
        stage=move.to,
        standing="done" if stay.left_at is not None or ends else "now",
        at=stay.entered_at,
        by=move.by,
        why=move.why,
        outcome=move.outcome,
        late=stay.late,
        due_at=stay.due_at if stay.left_at is None else None,
    )
