"""A complaint as it stands on the register, and what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.complaint_facts import SpecialCase
from domain.complaint_register import Outcome, Severity, SeverityGrade
from domain.complaints import ComplaintStage


class ComplaintEventKind(StrEnum):
    """What happened to a complaint.

    `moved`: into a stage, as in `ComplaintEvent`; the stage is in `to`. `graded`: its severity was
    computed anew or overruled, `to` is the one that holds. `late`: the limit of its stage was
    reached. `assigned`: `to` is the owner, empty for nobody. `filed`: its category, product, root
    cause or lessons were written down. `linked` and `unlinked`: a conversation; `to` is its
    reference. `asked`: a customer was asked who they are or what it is about. `answered`: a
    response with its three parts went out. `gesture`: something became of a gesture; `to` is its
    state. `follow_up`: the customer was asked whether it is right now, or said so.
    """

    MOVED = "moved"
    GRADED = "graded"
    LATE = "late"
    ASSIGNED = "assigned"
    FILED = "filed"
    LINKED = "linked"
    UNLINKED = "unlinked"
    ASKED = "asked"
    ANSWERED = "answered"
    GESTURE = "gesture"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One thing that happened to a complaint; never changed once written.

    Attributes:
        position: grows with time; 0 until it is written.
        by: who did it, as shown to staff: a name, `Frontdesk`, or `the customer`.
        by_id: of the member of staff, or None.
        facts: what else there is to know, by kind; plain JSON.
    """

    complaint_id: str
    kind: ComplaintEventKind
    at: datetime
    by: str
    by_id: str | None = None
    to: str = ""
    outcome: Outcome | None = None
    why: str = ""
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    position: int = 0


class FollowUpAnswer(StrEnum):
    """What a customer said as they were asked whether it is right now."""

    RIGHT = "right"
    WRONG = "wrong"


class Recovery(StrEnum):
    """Whether a customer who complained was won back; see docs/metrics.md."""

    RECOVERED = "recovered"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A complaint as it stands: what its events add up to.

    Attributes:
        number: by which customers and staff speak of it, such as `C-7K2M9Q`.
        conversation_id: where it is answered; others may be linked to it.
        interaction_id: the message that it was opened for, or None.
        category: what went wrong, as read or filed; the key of gestures and severity.
        product: what it is about, such as the conversation's topic, or None.
        root_cause: what was found to lie behind it, or None.
        lessons: what is done so that it does not happen again, or None.
        stage_due_at: when the limit of the stage has counted; None where there is none.
        late_seen_at: when staff were told that it is late.
        owner: id of the member of staff who sees to it, or None.
        special: what about it is not as usual.
        anonymous: nobody knows who its customer is.
        opened_by: id of whoever opened it by hand; None where it was read in a message.
        last_at: when its customer wrote about it last.
        follow_up_at: when the customer is to be asked whether it is right now.
        recovery: None until it can be told.
        next_at: when something is to happen by itself, or None.
        version: counted up by every write; a write that expects another one is refused.
    """

    id: str
    number: str
    customer_id: str
    conversation_id: str
    interaction_id: str | None
    channel: str
    language: str
    category: str
    stage: ComplaintStage
    stage_since: datetime
    received_at: datetime
    severity: Severity
    grade: SeverityGrade
    opened_why: str
    last_at: datetime
    version: int = 1
    product: str | None = None
    root_cause: str | None = None
    lessons: str | None = None
    stage_due_at: datetime | None = None
    late_seen_at: datetime | None = None
    acknowledged_at: datetime | None = None
    responded_at: datetime | None = None
    closed_at: datetime | None = None
    escalated_at: datetime | None = None
    reopenings: int = 0
    outcome: Outcome | None = None
    owner: str | None = None
    special: tuple[SpecialCase, ...] = ()
    anonymous: bool = False
    opened_by: str | None = None
    follow_up_at: datetime | None = None
    follow_up_sent_at: datetime | None = None
    follow_up_answer: FollowUpAnswer | None = None
    follow_up_answered_at: datetime | None = None
    recovery: Recovery | None = None
    next_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.stage is not ComplaintStage.CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedConversation:
    """A conversation in which a complaint is spoken about.

    Attributes:
        by: id of whoever linked it; None where that was read.
    """

    complaint_id: str
    conversation_id: str
    at: datetime
    by: str | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintQuestion:
    """A message of which an agent is asked whether it is a complaint.

    Attributes:
        complaint_id: of the complaint that it was found to be; None where it is none.
    """

    id: str
    conversation_id: str
    interaction_id: str
    probability: float
    why: str
    at: datetime
    answered_at: datetime | None = None
    answered_by: str | None = None
    complaint_id: str | None = None
