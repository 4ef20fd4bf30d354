"""A complaint is put on the register, with all that is known of it at first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.complaints.grade import grade_complaint
from bot.complaints.log_case import BY_ITSELF, log_case, record_happened
from bot.complaints.plan_next import plan_stage
from bot.mark_complaint import mark_complaint
from bot.tools import Tools
from complaints.severity import tell_severity
from crm_store.complaint_events import make_move, record_case_event
from crm_store.complaint_questions import (
    find_open_complaint_question,
    record_question_answered,
)
from crm_store.complaint_references import record_complaint_references
from crm_store.complaints import has_complaint_number, insert_complaint, link_conversation
from crm_store.figure_changes import note_figures
from crm_store.known_complaints import INTERACTION
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, ComplaintEventKind, LinkedConversation
from domain.complaint_facts import SpecialCase
from domain.complaint_register import ComplaintEvent
from domain.complaints import ComplaintStage
from domain.conversations import Conversation
from domain.decisions import Understanding
from domain.staff import StaffMember

LENGTH = 6
_PREFIX = "C-"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """What is known of a complaint as it is opened.

    Attributes:
        interaction_id: of the message, or None.
        references: of orders, flights and bookings that it is about.
        felt: what was understood of the message, or None.
        agent: who opens it by hand; None where it was read.
        facts: what else its record is to tell, plain JSON.
    """

    category: str
    why: str
    language: str
    interaction_id: str | None = None
    product: str | None = None
    references: frozenset[str] = frozenset()
    special: tuple[SpecialCase, ...] = ()
    anonymous: bool = False
    felt: Understanding | None = None
    agent: StaffMember | None = None
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def by(self) -> str:
        """Who opens it, as shown to staff."""
        return BY_ITSELF if self.agent is None else self.agent.name

    @property
    def by_id(self) -> str | None:
        """Whose id goes with that, or None."""
        return None if self.agent is None else self.agent.id


def open_complaint(
    tx: Transaction, tools: Tools, conversation: Conversation, case: NewCase, *, now: datetime
) -> tuple[Conversation, Complaint]:
    """Open a complaint in a conversation, which is locked, and mark that.

    Returns:
        The conversation as it is now, and the complaint.
    """
    complaint = _make(tx, tools, conversation, case, now)
    insert_complaint(tx, complaint)
    record_complaint_references(tx, complaint.id, case.references)
    received = ComplaintEvent(to=ComplaintStage.RECEIVED, at=now, by=case.by, why=case.why)
    record_case_event(tx, make_move(complaint.id, received, at=now, by_id=case.by_id))
    _tell_record(tx, complaint, conversation, case, now)
    conversation = mark_complaint(tx, conversation, now=now)
    _answer_question(tx, conversation, complaint, now)
    text = f"Opened as complaint {complaint.number}, {complaint.severity.value}: {case.why}"
    log_case(tx, tools, complaint, text, by=case.by, by_id=case.by_id, now=now)
    note_figures(tx, conversation.id)
    return conversation, complaint


def _answer_question(
    tx: Transaction, conversation: Conversation, complaint: Complaint, now: datetime
) -> None:
    """Whether it is one need not be asked any more."""
    asked = find_open_complaint_question(tx, conversation.id)
    if asked is not None:
        record_question_answered(
            tx,
            conversation,
            asked.id,
            by=complaint.opened_by,
            complaint_id=complaint.id,
            now=now,
        )


def _make(
    tx: Transaction, tools: Tools, conversation: Conversation, case: NewCase, now: datetime
) -> Complaint:
    grade = grade_complaint(
        tx,
        tools,
        conversation_ids=(conversation.id,),
        customer_id=conversation.customer_id,
        category=case.category,
        felt=case.felt,
        now=now,
    )
    complaint = Complaint(
        id=tools.ids.new(),
        number=_make_number(tx, tools),
        customer_id=conversation.customer_id,
        conversation_id=conversation.id,
        interaction_id=case.interaction_id,
        channel=conversation.channel,
        language=case.language,
        category=case.category,
        product=case.product,
        stage=ComplaintStage.RECEIVED,
        stage_since=now,
        received_at=now,
        severity=grade.severity,
        grade=grade,
        opened_why=case.why,
        opened_by=case.by_id,
        last_at=now,
        special=case.special,
        anonymous=case.anonymous,
    )
    return plan_stage(tx, tools, complaint, now=now)


def _make_number(tx: Transaction, tools: Tools) -> str:
    """Make a number by which people speak of it; 30 random bits, so that one may be taken."""
    number = _PREFIX + tools.ids.reference()[-LENGTH:]
    while has_complaint_number(tx, number):
        number = _PREFIX + tools.ids.reference()[-LENGTH:]
    return number


def _tell_record(
    tx: Transaction,
    complaint: Complaint,
    conversation: Conversation,
    case: NewCase,
    now: datetime,
) -> None:
    record_happened(
        tx,
        complaint,
        ComplaintEventKind.GRADED,
        at=now,
        to=complaint.severity.value,
        why=tell_severity(complaint.grade),
    )
    link = LinkedConversation(
        complaint_id=complaint.id,
        conversation_id=conversation.id,
        at=now,
        by=case.by_id,
        why=case.why,
    )
    link_conversation(tx, link)
    said = {} if case.interaction_id is None else {INTERACTION: case.interaction_id}
    record_happened(
        tx,
        complaint,
        ComplaintEventKind.LINKED,
        at=now,
        by=case.by,
        by_id=case.by_id,
        to=conversation.reference,
        why=case.why,
        facts={**case.facts, **said},
    )
