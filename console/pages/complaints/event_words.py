"""What happened to a complaint, in words; pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from console.pages.complaints.words import OUTCOMES, SEVERITIES, STAGES, STATES
from console.wording import begin_sentence, name_term
from domain.complaint_cases import CaseEvent, ComplaintEventKind
from domain.complaint_register import Severity
from domain.complaints import ComplaintStage
from domain.redress_cases import GestureState

_K: Final = ComplaintEventKind
_ICONS: Final[Mapping[ComplaintEventKind, str]] = {
    _K.MOVED: "steps",
    _K.GRADED: "chart",
    _K.LATE: "clock",
    _K.ASSIGNED: "person",
    _K.FILED: "folder",
    _K.LINKED: "link",
    _K.UNLINKED: "split",
    _K.ASKED: "chat",
    _K.ANSWERED: "reply",
    _K.GESTURE: "star",
    _K.FOLLOW_UP: "thumb-up",
}
_ASKED: Final = {
    "who": "asked who they are",
    "what": "asked what it is about",
    "language": "asked for a language that somebody here speaks",
}
_FOLLOWED: Final = {
    "sent": "asked the customer whether it is right now",
    "asked": "asked the customer whether it is right now",
    "right": "the customer says that it is right now",
    "wrong": "the customer says that it is not right yet",
}
_FILED: Final = {
    "category": "what went wrong",
    "product": "what it is about",
    "root_cause": "root cause",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One line of a complaint's history."""

    event: CaseEvent
    icon: str
    words: str


def tell_events(
    events: tuple[CaseEvent, ...], staff_names: Mapping[str, str]
) -> tuple[EventLine, ...]:
    """Tell all that happened to a complaint, the latest first."""
    return tuple(
        EventLine(
            event=each,
            icon=_ICONS[each.kind],
            words=begin_sentence(describe_event(each, staff_names)),
        )
        for each in reversed(events)
    )


def describe_event(event: CaseEvent, staff_names: Mapping[str, str]) -> str:
    """Say what happened, without who did it and why."""
    if event.kind is _K.ASSIGNED:
        return f"given to {staff_names.get(event.to, 'somebody')}" if event.to else "released"
    return _DESCRIBED[event.kind](event)


def _describe_move(event: CaseEvent) -> str:
    outcome = f": {OUTCOMES[event.outcome].lower()}" if event.outcome else ""
    return f"{_name_stage(event.to).lower()}{outcome}"


def _describe_lateness(event: CaseEvent) -> str:
    stage = f" as {_name_stage(event.to).lower()}" if event.to else ""
    return f"late{stage}: the limit of this stage was reached"


def _describe_answer(event: CaseEvent) -> str:
    del event
    return "answered, with apology, assurance and gesture"


def _describe_question(event: CaseEvent) -> str:
    return f"the customer was {_ASKED.get(event.to, 'asked')}"


def _describe_follow_up(event: CaseEvent) -> str:
    return _FOLLOWED.get(event.to, "asked the customer whether it is right now")


def _name_stage(stage: str) -> str:
    return STAGES[ComplaintStage(stage)] if stage in set(ComplaintStage) else name_term(stage)


def _describe_grading(event: CaseEvent) -> str:
    severity = SEVERITIES[Severity(event.to)] if event.to in set(Severity) else event.to
    points = event.facts.get("points")
    added = f" ({points} points)" if isinstance(points, int) else ""
    if event.by_id is None:
        return f"graded: {severity.lower()}{added}"
    if event.facts.get("overruled"):
        return f"overruled: {severity.lower()} in place of the sum"
    return f"the sum counts again: {severity.lower()}{added}"


def _describe_filing(event: CaseEvent) -> str:
    if event.to == "lessons":
        return "lessons were written down"
    after = event.facts.get("after") or "not known"
    return f"{_FILED.get(event.to, 'findings')}: {after}"


def _describe_gesture(event: CaseEvent) -> str:
    state = STATES[GestureState(event.to)] if event.to in set(GestureState) else event.to
    told = event.facts.get("words") or event.facts.get("gesture")
    what = f" ({told})" if isinstance(told, str) else ""
    return f"gesture{what}: {state.lower()}"


_DESCRIBED: Final[Mapping[ComplaintEventKind, Callable[[CaseEvent], str]]] = {
    _K.MOVED: _describe_move,
    _K.GRADED: _describe_grading,
    _K.LATE: _describe_lateness,
    _K.FILED: _describe_filing,
    _K.LINKED: lambda event: f"linked to {event.to}",
    _K.UNLINKED: lambda event: f"no longer linked to {event.to}",
    _K.ASKED: _describe_question,
    _K.ANSWERED: _describe_answer,
    _K.GESTURE: _describe_gesture,
    _K.FOLLOW_UP: _describe_follow_up,
}
