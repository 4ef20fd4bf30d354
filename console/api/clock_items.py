"""From clocks and their explanations to what scripts see."""

from datetime import timedelta

from bot.clocks.read_explained import ExplainedClock
from console.api.clock_models import ClockEventItem, ClockItem, ClockSpanItem
from domain.sla_clocks import ClockEvent, ClockSpan

_SECOND, _MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def to_clock_item(explained: ExplainedClock) -> ClockItem:
    """Tell a clock as of the instant at which it was explained."""
    clock, explanation = explained.clock, explained.explanation
    # The record stands at the last event; a hold may have ended by itself since.
    state = explanation.state
    return ClockItem(
        id=clock.id,
        kind=clock.kind,
        policy=state.terms.policy,
        policy_title=explained.policy_title,
        calendar=state.terms.calendar,
        time_zone=explanation.time_zone,
        target_minutes=state.terms.target // _MINUTE,
        state=explained.standing,
        sentence=explained.sentence,
        counted_seconds=explanation.counted // _SECOND,
        remaining_seconds=explanation.remaining // _SECOND,
        started_at=state.started_at,
        due_at=state.due_at,
        paused_at=state.paused_at,
        paused_for=state.paused,
        paused_until=state.paused_until,
        met_at=state.met_at,
        cancelled_at=state.cancelled_at,
        stopped_by=clock.stopped_by,
        breached_at=state.breached_at,
        promised_at=clock.promised_at,
        told_at=clock.told_at,
        corrections=clock.corrections,
        warnings=explanation.warnings,
        spans=tuple(_to_span_item(each) for each in explanation.spans),
        events=tuple(_to_event_item(each) for each in explained.events),
    )


def _to_span_item(span: ClockSpan) -> ClockSpanItem:
    return ClockSpanItem(
        start=span.start,
        end=span.end,
        kind=span.kind,
        seconds=span.amount // _SECOND,
        reason=span.reason,
    )


def _to_event_item(event: ClockEvent) -> ClockEventItem:
    terms = event.terms
    return ClockEventItem(
        kind=event.kind,
        at=event.at,
        reason=event.reason,
        until=event.until,
        policy=None if terms is None else terms.policy,
        calendar=None if terms is None else terms.calendar,
        target_minutes=None if terms is None else terms.target // _MINUTE,
        priority=None if terms is None else terms.priority,
        queue=None if terms is None else terms.queue,
    )
