"""Complaints as scripts see them."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from console.api.interaction_models import Answer
from console.api.pages import Page
from domain.complaint_cases import ComplaintEventKind, FollowUpAnswer, Recovery
from domain.complaint_facts import SpecialCase
from domain.complaint_register import Outcome, Severity
from domain.complaints import ComplaintStage
from domain.redress import GestureKind
from domain.redress_cases import GestureState


class ComplaintItem(Answer):
    """A complaint as it stands."""

    id: str
    number: Annotated[str, Field(description="What customers and staff call it: C-….")]
    customer_id: str
    conversation: Annotated[
        str, Field(description="The reference of the conversation in which it is answered.")
    ]
    channel: Annotated[str, Field(description="The one on which it came.")]
    language: str
    category: Annotated[str, Field(description="What went wrong, as read or filed.")]
    product: Annotated[str | None, Field(description="What it is about.")]
    root_cause: Annotated[str | None, Field(description="What was found to lie behind it.")]
    lessons: Annotated[
        str | None, Field(description="What is done so that it does not happen again.")
    ]
    stage: ComplaintStage
    stage_since: datetime
    stage_due_at: Annotated[
        datetime | None,
        Field(description="When the limit of the stage has counted; null where it has none."),
    ]
    late: Annotated[bool, Field(description="Whether the stage was to be left by now.")]
    severity: Annotated[Severity, Field(description="The one that holds.")]
    points: Annotated[int, Field(description="The sum that the computed severity follows from.")]
    overruled: Annotated[
        bool, Field(description="Whether somebody set another severity than the computed one.")
    ]
    owner: Annotated[str | None, Field(description="The id of who sees to it.")]
    special: Annotated[tuple[SpecialCase, ...], Field(description="What about it is not as usual.")]
    anonymous: Annotated[bool, Field(description="Whether nobody knows who its customer is.")]
    opened_by: Annotated[
        str | None, Field(description="The id of who opened it by hand; null where it was read.")
    ]
    opened_why: str
    received_at: datetime
    acknowledged_at: datetime | None
    responded_at: datetime | None
    closed_at: datetime | None
    escalated_at: Annotated[datetime | None, Field(description="When it went to a body outside.")]
    reopenings: int
    outcome: Annotated[Outcome | None, Field(description="How it ended; null while it is open.")]
    last_at: Annotated[datetime, Field(description="When its customer wrote about it last.")]
    follow_up_at: Annotated[
        datetime | None, Field(description="When the customer is asked whether it is right now.")
    ]
    follow_up_answer: FollowUpAnswer | None
    recovery: Annotated[
        Recovery | None, Field(description="Whether the customer was won back, once it is told.")
    ]
    version: Annotated[
        int, Field(description="Counted up by every change; a change may name the one it is for.")
    ]


class ComplaintPage(Page[ComplaintItem]):
    """One page of complaints, the newest first."""


class SeverityPartItem(Answer):
    """One addend of the severity."""

    name: str
    points: int
    words: Annotated[str, Field(description="Why so many.")]


class OverruleItem(Answer):
    """A severity that somebody set in place of the computed one."""

    severity: Severity
    by: Annotated[str, Field(description="Their name.")]
    at: datetime
    reason: str


class GradeItem(Answer):
    """How grave a complaint is, with its sum."""

    severity: Annotated[Severity, Field(description="The one that holds.")]
    computed: Annotated[Severity, Field(description="What the sum says.")]
    points: int
    parts: Annotated[
        tuple[SeverityPartItem, ...], Field(description="All of them, those of no points too.")
    ]
    overruled: OverruleItem | None
    sentence: Annotated[str, Field(description="All of it in a sentence, for staff.")]


class StageTimeItem(Answer):
    """One stay in a stage."""

    stage: ComplaintStage
    entered_at: datetime
    left_at: Annotated[datetime | None, Field(description="Null while it is there.")]
    counted_seconds: int
    limit_seconds: Annotated[int | None, Field(description="Null where it has no limit.")]
    due_at: datetime | None
    late: bool


class ComplaintEventItem(Answer):
    """One thing that happened to a complaint; never changed once written."""

    kind: Annotated[
        ComplaintEventKind,
        Field(
            description="moved: into the stage in `to`. graded: the severity in `to` holds. late: "
            "the limit of the stage in `to` was reached. assigned: to the id in `to`, empty for "
            "nobody. filed: `to` names what was written down. linked, unlinked: the conversation "
            "in `to`. asked: its customer, who they are or what it is about. answered: a response "
            "went out. gesture: its state in `to`. follow_up: the customer was asked, or answered."
        ),
    ]
    at: datetime
    by: Annotated[str, Field(description="A name, `Frontdesk`, or `the customer`.")]
    by_id: Annotated[str | None, Field(description="The id of the member of staff, or null.")]
    to: str
    outcome: Outcome | None
    why: str
    facts: Annotated[dict[str, Any], Field(description="What else there is to know, by kind.")]


class ComplaintConversationItem(Answer):
    """A conversation in which a complaint is spoken about."""

    reference: str
    channel: str
    main: Annotated[bool, Field(description="Whether the complaint is answered there.")]
    since: Annotated[datetime | None, Field(description="When it was linked.")]
    by: Annotated[str | None, Field(description="Who linked it; null where that was read.")]
    why: str


class ComplaintGestureItem(Answer):
    """What a complaint is made good with; a voucher's code is with the customer alone."""

    id: str
    kind: GestureKind
    state: GestureState
    cost: Annotated[int, Field(description="In minor units of the currency.")]
    currency: str
    points: int
    what: str
    words: Annotated[str, Field(description="What it is, for staff.")]
    reason: str
    proposed_at: datetime
    decided_at: datetime | None
    given_at: datetime | None
    done_at: datetime | None


class ComplaintDetail(ComplaintItem):
    """A complaint with its sum, its course and all that happened to it."""

    grade: GradeItem
    course: Annotated[
        str, Field(description="What happened so far and by when it is to go on, in a sentence.")
    ]
    stages: Annotated[tuple[StageTimeItem, ...], Field(description="Every stay, in order.")]
    next_stages: Annotated[
        tuple[ComplaintStage, ...], Field(description="Those that it may be moved to by hand.")
    ]
    outcomes: Annotated[tuple[Outcome, ...], Field(description="With which it may be closed now.")]
    conversations: Annotated[
        tuple[ComplaintConversationItem, ...], Field(description="The main one first.")
    ]
    gestures: tuple[ComplaintGestureItem, ...]
    events: Annotated[tuple[ComplaintEventItem, ...], Field(description="Oldest first.")]


class ComplaintQuestionItem(Answer):
    """A message of which an agent is asked whether it is a complaint."""

    id: str
    conversation: Annotated[str, Field(description="Its reference.")]
    interaction_id: str
    text: Annotated[str, Field(description="What the customer wrote.")]
    probability: float
    why: str
    at: datetime


class ComplaintQuestionList(Answer):
    """The messages that agents are asked about, oldest first."""

    items: tuple[ComplaintQuestionItem, ...]
    next: Annotated[str | None, Field(description="Always null: they are few.")] = None


class AnsweredQuestion(Answer):
    """What became of a question."""

    id: str
    complaint: Annotated[
        ComplaintDetail | None, Field(description="Null where it is no complaint.")
    ]


class ResponsePreviewItem(Answer):
    """A response as it would go out; a voucher's code is dots."""

    channel: str
    language: str
    template: Annotated[str, Field(description="Whose words, as `en/sms`.")]
    template_version: Annotated[int, Field(description="0 for what is shipped.")]
    text: Annotated[str, Field(description="Empty where it cannot be filled in.")]
    apology: str
    assurance: str
    gesture: Annotated[str, Field(description="Empty where nothing is given.")]
    no_gesture_because: Annotated[str, Field(description="Why nothing is given, or empty.")]
    refusals: Annotated[
        tuple[str, ...], Field(description="Why it cannot be sent as it is; none where it can.")
    ]
