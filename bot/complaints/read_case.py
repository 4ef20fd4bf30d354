"""A complaint with all that is known of it, for whoever looks at it."""

from dataclasses import dataclass
from datetime import datetime

from bot.complaints.assign_owner import can_own, find_owner_name
from bot.complaints.lock_case import parse_number
from bot.complaints.plan_next import HasAgreements, get_stage_hours
from bot.complaints.policy_at_work import get_complaint_policy
from complaints.explain_stages import explain
from complaints.severity import tell_severity
from complaints.stage_moves import MOVES, list_outcomes
from complaints.stage_times import list_stage_times
from crm_store.complaint_events import list_case_events, select_moves
from crm_store.complaints import get_complaint, list_linked
from crm_store.conversations import get_conversation_by_id
from crm_store.customers import get_customer
from crm_store.gestures import list_gestures_of
from crm_store.transaction import Transaction
from domain.complaint_cases import CaseEvent, Complaint, LinkedConversation
from domain.complaint_register import Outcome, StageTime
from domain.complaints import ComplaintStage
from domain.conversations import Conversation
from domain.redress_cases import GestureCase


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseConversation:
    """A conversation that a complaint is spoken about in.

    Attributes:
        link: None for the main one, where nothing else says why it belongs to it.
        main: whether the complaint is answered there.
        by: name of who linked it; None where that was read.
    """

    conversation: Conversation
    link: LinkedConversation | None
    main: bool
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A complaint as people look at it.

    Attributes:
        owner_name: None where nobody has it.
        owner_gone: whether who has it cannot see to it any more.
        late: whether its stage was to be left by now.
        sum: its severity with all addends, in a sentence.
        course: what happened so far and by when it is to go on, in a sentence.
        times: every stay in a stage, in order.
        events: all that happened to it, in order.
        conversations: the main one first.
        gestures: refused ones too, in the order of their proposals.
        next_stages: those that it may be moved to by hand.
        outcomes: with which it may be closed now.
    """

    complaint: Complaint
    customer_name: str | None
    owner_name: str | None
    owner_gone: bool
    opened_by_name: str | None
    late: bool
    sum: str
    course: str
    times: tuple[StageTime, ...]
    events: tuple[CaseEvent, ...]
    conversations: tuple[CaseConversation, ...]
    gestures: tuple[GestureCase, ...]
    next_stages: tuple[ComplaintStage, ...]
    outcomes: tuple[Outcome, ...]


def read_case(tx: Transaction, tools: HasAgreements, number: str, *, now: datetime) -> CaseView:
    """Read a complaint with everything about it.

    Raises:
        NotFoundError: there is none.
    """
    complaint = get_complaint(tx, parse_number(number))
    policy, hours = get_complaint_policy(tx), get_stage_hours(tx, tools)
    events = list_case_events(tx, complaint.id)
    moves = select_moves(events)
    # What another machine stamped may lie ahead of this one's clock.
    at = max(now, complaint.stage_since)
    told = (moves, complaint.severity, hours, at, policy.limits)
    return CaseView(
        complaint=complaint,
        customer_name=get_customer(tx, complaint.customer_id).name,
        owner_name=find_owner_name(tx, complaint.owner),
        owner_gone=complaint.owner is not None and not can_own(tx, complaint.owner),
        opened_by_name=find_owner_name(tx, complaint.opened_by),
        late=is_late(complaint, now),
        sum=tell_severity(complaint.grade),
        course=explain(*told),
        times=list_stage_times(*told),
        events=events,
        conversations=_list_conversations(tx, complaint),
        gestures=list_gestures_of(tx, complaint.id),
        next_stages=tuple(
            each for each in MOVES[complaint.stage] if each is not ComplaintStage.RESPONDED
        ),
        outcomes=list_outcomes(complaint.stage),
    )


def is_late(complaint: Complaint, now: datetime) -> bool:
    """Tell whether the stage of a complaint was to be left by now."""
    return complaint.stage_due_at is not None and complaint.stage_due_at <= now


def _list_conversations(tx: Transaction, complaint: Complaint) -> tuple[CaseConversation, ...]:
    links = {each.conversation_id: each for each in list_linked(tx, complaint.id)}
    ids = dict.fromkeys((complaint.conversation_id, *links))
    return tuple(
        CaseConversation(
            conversation=get_conversation_by_id(tx, each),
            link=links.get(each),
            main=each == complaint.conversation_id,
            by=find_owner_name(tx, links[each].by) if each in links else None,
        )
        for each in ids
    )
