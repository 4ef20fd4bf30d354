"""The course of a complaint in a sentence that can be checked; pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from complaints.stage_fold import replay
from complaints.stage_moves import name_stage
from complaints.stage_times import STANDARD_LIMITS, list_stage_times
from domain.calendars import Hours
from domain.complaint_register import ComplaintEvent, Severity, StageLimits, StageTime
from domain.complaints import ComplaintStage

_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
_VERBS: Final = {
    ComplaintStage.INVESTIGATING: "investigated from",
    ComplaintStage.ESCALATED_OUTSIDE: "taken outside",
}


def explain(
    events: Sequence[ComplaintEvent],
    severity: Severity,
    hours: Hours,
    now: datetime,
    limits: StageLimits = STANDARD_LIMITS,
) -> str:
    """Tell what happened to a complaint, by whom and why, and by when it is to go on.

    Times are local ones of the calendar, and cut to the minute; those of other years have theirs.

    Raises:
        InvalidInputError: the events are no complaint's.
    """
    replay(events)
    here = now.astimezone(ZoneInfo(hours.calendar.time_zone))
    times = list_stage_times(events, severity, hours, now, limits)
    clauses = [
        _tell_move(event, stay, here)
        + (f" ({_amount(stay.counted)}, late)" if _was_late(stay) else "")
        for event, stay in zip(events, times, strict=True)
    ]
    told = ", ".join(clauses)
    return f"{told[0].upper()}{told[1:]}{_tell_limit(times[-1], severity, here)}."


def _tell_instant(instant: datetime, now: datetime) -> str:
    """Tell an instant in the zone of `now`: `Tue 3 Mar 11:25`, in another year `Wed 3 Mar 2027`."""
    local = instant.astimezone(now.tzinfo)
    year = "" if local.year == now.year else f" {local.year}"
    day = f"{_WEEKDAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}"
    return f"{day}{year} {local:%H:%M}"


def _tell_move(event: ComplaintEvent, stay: StageTime, now: datetime) -> str:
    verb = _VERBS.get(event.to, name_stage(event.to))
    outcome = f" as {event.outcome.value.replace('_', ' ')}" if event.outcome else ""
    why = f": “{' '.join(event.why.split())}”" if event.why.strip() else ""
    return f"{verb} {_tell_instant(stay.entered_at, now)} by {event.by.strip()}{outcome}{why}"


def _was_late(stay: StageTime) -> bool:
    return stay.left_at is not None and stay.late


def _tell_limit(stay: StageTime, severity: Severity, now: datetime) -> str:
    if stay.limit is None or stay.due_at is None:
        return ""
    counted = f"{_amount(stay.counted)} of {_amount(stay.limit)} counted as it is {severity.value}"
    due = _tell_instant(stay.due_at, now)
    return f"; {counted}, {f'was due {due}' if stay.late else f'due {due}'}"


def _amount(amount: timedelta) -> str:
    hours, minutes = divmod(int(amount.total_seconds()) // 60, 60)
    told = ([f"{hours} h"] if hours else []) + ([f"{minutes} min"] if minutes or not hours else [])
    return " ".join(told)
