"""From complaints to what scripts see."""

from datetime import datetime, timedelta
from typing import Any, Final

from bot.complaints.preview_response import ResponsePreview
from bot.complaints.read_case import CaseConversation, CaseView, is_late
from complaints.gestures import tell_gesture
from console.api.complaint_models import (
    ComplaintConversationItem,
    ComplaintDetail,
    ComplaintEventItem,
    ComplaintGestureItem,
    ComplaintItem,
    GradeItem,
    OverruleItem,
    ResponsePreviewItem,
    SeverityPartItem,
    StageTimeItem,
)
from domain.complaint_cases import CaseEvent, Complaint
from domain.complaint_register import SeverityGrade, StageTime
from domain.redress_cases import GestureCase

_SECOND: Final = timedelta(seconds=1)
# What is told otherwise, or is of no use to anybody outside.
_OWN: Final = frozenset({"conversation", "late", "points", "overruled"})


def to_complaint_item(complaint: Complaint, reference: str, now: datetime) -> ComplaintItem:
    """Tell a complaint as of an instant.

    Args:
        reference: of the conversation in which it is answered.
    """
    return ComplaintItem(**_list_fields(complaint, reference, now))


def to_complaint_detail(view: CaseView, now: datetime) -> ComplaintDetail:
    """Tell all of a complaint as of an instant."""
    complaint = view.complaint
    main = next(each for each in view.conversations if each.main)
    return ComplaintDetail(
        **_list_fields(complaint, main.conversation.reference, now),
        grade=_to_grade_item(complaint.grade, view.sum),
        course=view.course,
        stages=tuple(map(_to_stage_item, view.times)),
        next_stages=view.next_stages,
        outcomes=view.outcomes if complaint.open else (),
        conversations=tuple(map(_to_conversation_item, view.conversations)),
        gestures=tuple(map(_to_gesture_item, view.gestures)),
        events=tuple(map(_to_event_item, view.events)),
    )


def to_preview_item(preview: ResponsePreview) -> ResponsePreviewItem:
    """Tell what a response would say."""
    apology, assurance, gesture = preview.parts
    return ResponsePreviewItem(
        channel=preview.channel,
        language=preview.language,
        template=f"{preview.language}/{preview.template_channel}",
        template_version=preview.template_number,
        text=preview.text,
        apology=apology,
        assurance=assurance,
        gesture=gesture,
        no_gesture_because=preview.gesture.why_nothing,
        refusals=preview.refusals,
    )


def _list_fields(complaint: Complaint, reference: str, now: datetime) -> dict[str, Any]:
    named = ComplaintItem.model_fields.keys() - _OWN
    return {name: getattr(complaint, name) for name in named} | {
        "conversation": reference,
        "late": is_late(complaint, now),
        "points": complaint.grade.points,
        "overruled": complaint.grade.overruled is not None,
    }


def _to_grade_item(grade: SeverityGrade, sentence: str) -> GradeItem:
    overruled = grade.overruled
    return GradeItem(
        severity=grade.severity,
        computed=grade.computed,
        points=grade.points,
        parts=tuple(SeverityPartItem.model_validate(each) for each in grade.parts),
        overruled=None if overruled is None else OverruleItem.model_validate(overruled),
        sentence=sentence,
    )


def _to_stage_item(time: StageTime) -> StageTimeItem:
    return StageTimeItem(
        stage=time.stage,
        entered_at=time.entered_at,
        left_at=time.left_at,
        counted_seconds=time.counted // _SECOND,
        limit_seconds=None if time.limit is None else time.limit // _SECOND,
        due_at=time.due_at,
        late=time.late,
    )


def _to_conversation_item(each: CaseConversation) -> ComplaintConversationItem:
    return ComplaintConversationItem(
        reference=each.conversation.reference,
        channel=each.conversation.channel,
        main=each.main,
        since=None if each.link is None else each.link.at,
        by=each.by,
        why="" if each.link is None else each.link.why,
    )


def _to_gesture_item(case: GestureCase) -> ComplaintGestureItem:
    gesture = case.gesture
    return ComplaintGestureItem(
        id=case.id,
        kind=gesture.kind,
        state=case.state,
        cost=gesture.cost,
        currency=gesture.currency,
        points=gesture.points,
        what=gesture.what,
        words=tell_gesture(gesture),
        reason=case.reason,
        proposed_at=case.proposed_at,
        decided_at=case.decided_at,
        given_at=case.given_at,
        done_at=case.done_at,
    )


def _to_event_item(event: CaseEvent) -> ComplaintEventItem:
    return ComplaintEventItem(
        kind=event.kind,
        at=event.at,
        by=event.by,
        by_id=event.by_id,
        to=event.to,
        outcome=event.outcome,
        why=event.why,
        facts=dict(event.facts),
    )
