"""Which stage a complaint may move to from which (ISO 10002:2018, clause 7), and why not."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from domain.complaint_register import ComplaintEvent, ComplaintState, Outcome
from domain.complaints import ComplaintStage

_S = ComplaintStage
MOVES: Final[Mapping[ComplaintStage, tuple[ComplaintStage, ...]]] = MappingProxyType(
    {
        _S.RECEIVED: (_S.ACKNOWLEDGED, _S.CLOSED, _S.ESCALATED_OUTSIDE),
        _S.ACKNOWLEDGED: (_S.INVESTIGATING, _S.RESPONDED, _S.CLOSED, _S.ESCALATED_OUTSIDE),
        _S.INVESTIGATING: (_S.RESPONDED, _S.CLOSED, _S.ESCALATED_OUTSIDE),
        _S.RESPONDED: (_S.CLOSED, _S.REOPENED, _S.ESCALATED_OUTSIDE),
        _S.CLOSED: (_S.REOPENED, _S.ESCALATED_OUTSIDE),
        _S.REOPENED: (_S.INVESTIGATING, _S.RESPONDED, _S.CLOSED, _S.ESCALATED_OUTSIDE),
        _S.ESCALATED_OUTSIDE: (_S.INVESTIGATING, _S.RESPONDED, _S.CLOSED),
    }
)

_UNANSWERED: Final = (Outcome.WITHDRAWN, Outcome.NO_COMPLAINT, Outcome.JOINED)
_OUTCOMES: Final[Mapping[ComplaintStage, tuple[Outcome, ...]]] = MappingProxyType(
    {
        _S.RESPONDED: (Outcome.SETTLED, Outcome.DISAGREED, *_UNANSWERED),
        _S.ESCALATED_OUTSIDE: (Outcome.SETTLED, Outcome.DECIDED_OUTSIDE, *_UNANSWERED),
    }
)
_REASONED: Final = MappingProxyType(
    {
        _S.REOPENED: "say in a few words what the customer is not content with",
        _S.CLOSED: "say in a few words how it ended",
        _S.ESCALATED_OUTSIDE: "name the body outside that it went to",
    }
)


def decide_move(state: ComplaintState | None, event: ComplaintEvent) -> str | None:
    """Decide whether a complaint may move; None where it may.

    Args:
        state: None where there is no complaint yet.

    Returns:
        The refusal: what is wrong and what to do.
    """
    if not event.by.strip():
        return "name who moves it; what goes by itself is moved by Frontdesk"
    refusal = _refuse_stage(state, event.to)
    if refusal is None and not event.why.strip():
        refusal = _REASONED.get(event.to)
    return refusal or _refuse_outcome(state, event)


def list_outcomes(stage: ComplaintStage) -> tuple[Outcome, ...]:
    """List what a complaint may be closed with from a stage; unanswered it is never settled."""
    return _OUTCOMES.get(stage, _UNANSWERED)


def name_stage(stage: ComplaintStage) -> str:
    """Name a stage as people say it: `escalated outside`."""
    return stage.value.replace("_", " ")


def _refuse_stage(state: ComplaintState | None, to: ComplaintStage) -> str | None:
    if state is None:
        return None if to is _S.RECEIVED else "a complaint begins with being received"
    if to is state.stage:
        return f"it is {name_stage(to)} already"
    if to in MOVES[state.stage]:
        return None
    hint = _hint(state.stage, to)
    allowed = " or ".join(name_stage(each) for each in MOVES[state.stage])
    return (
        f"from {name_stage(state.stage)} it cannot become {name_stage(to)}{hint}; "
        f"it may become {allowed}"
    )


def _hint(stage: ComplaintStage, to: ComplaintStage) -> str:
    if to is _S.RECEIVED:
        return ": it is received once, and a new matter is a new complaint"
    if stage is _S.RECEIVED:
        return ": acknowledge it first, which may be done in the same minute"
    if stage is _S.CLOSED:
        return ": reopen it first"
    if to is _S.REOPENED:
        return ": only what was answered is reopened"
    return ""


def _refuse_outcome(state: ComplaintState | None, event: ComplaintEvent) -> str | None:
    if event.to is not _S.CLOSED or state is None:
        return None if event.outcome is None else "only a complaint that is closed has an outcome"
    allowed = list_outcomes(state.stage)
    if event.outcome in allowed:
        return None
    words = ", ".join(name.value.replace("_", " ") for name in allowed)
    given = "no outcome" if event.outcome is None else event.outcome.value.replace("_", " ")
    return f"it cannot be closed from {name_stage(state.stage)} with {given}; choose one of {words}"
