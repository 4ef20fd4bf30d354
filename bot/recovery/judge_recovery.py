"""Whether a customer who complained was won back is judged anew, as something tells of it."""

from collections.abc import Iterator
from datetime import datetime

from bot.complaints.grade import list_conversation_ids
from bot.complaints.log_case import record_happened
from bot.complaints.policy_at_work import get_complaint_policy
from bot.compose import address_of
from bot.opt_outs import BLOCKED
from complaints.asking import find_low, is_top
from complaints.opening import LIKELY
from complaints.recovery import JUDGED_WITHIN, RecoveryFacts, Sign, judge
from crm_store.ballots import list_ballots_in
from crm_store.complaint_events import list_case_events
from crm_store.complaints import change_complaint, lock_complaint_by_id
from crm_store.consents import find_opt_out
from crm_store.conversations import get_conversation_by_id
from crm_store.figure_changes import note_figures
from crm_store.later_contacts import (
    LaterContact,
    list_closed_complaints,
    list_later_contacts,
    list_untold_complaints,
)
from crm_store.suppressions import find_suppression
from crm_store.transaction import Transaction
from domain.complaint_cases import CaseEvent, Complaint, ComplaintEventKind, FollowUpAnswer
from domain.complaints import ComplaintStage

_NO_CONTACT = frozenset({"spam", "automatic", "duplicate"})
_TOLD = {FollowUpAnswer.RIGHT.value: Sign.RIGHT, FollowUpAnswer.WRONG.value: Sign.WRONG}


def judge_recovery(tx: Transaction, complaint: Complaint, *, now: datetime) -> Complaint:
    """Judge a locked complaint by what is on record, and write what changed.

    Whoever runs it again finds the same, as long as nothing else was recorded.
    """
    judged = judge(read_recovery_facts(tx, complaint))
    if judged is complaint.recovery:
        return complaint
    changed = change_complaint(tx, complaint, recovery=judged)
    told = "" if judged is None else judged.value
    why = "judged by what the customer said and did since"
    kind = ComplaintEventKind.FOLLOW_UP
    record_happened(tx, changed, kind, at=now, to=told or "untold", why=why)
    note_figures(tx, changed.conversation_id)
    return changed


def judge_by_id(tx: Transaction, complaint_id: str, *, now: datetime) -> Complaint:
    """Lock a complaint and judge it.

    Raises:
        NotFoundError: there is none.
    """
    return judge_recovery(tx, lock_complaint_by_id(tx, complaint_id), now=now)


def judge_of_customer(tx: Transaction, customer_id: str, *, now: datetime) -> None:
    """Judge the complaints of a customer that were closed lately, as they refused messages."""
    for each in list_closed_complaints(tx, customer_id, closed_since=now - JUDGED_WITHIN):
        judge_by_id(tx, each, now=now)


def judge_untold(tx: Transaction, customer_id: str, *, now: datetime) -> None:
    """Judge the complaints of which nothing could be told, as their customer came back."""
    for each in list_untold_complaints(tx, customer_id, closed_since=now - JUDGED_WITHIN):
        judge_by_id(tx, each, now=now)


def read_recovery_facts(tx: Transaction, complaint: Complaint) -> RecoveryFacts:
    """Read what a complaint is judged by."""
    events = list_case_events(tx, complaint.id)
    signs = (
        *_list_told(events),
        *_list_votes(tx, complaint),
        *_list_refusals(tx, complaint),
        *_list_contacts(tx, complaint),
    )
    return RecoveryFacts(
        answered_at=complaint.responded_at,
        closed_at=complaint.closed_at if complaint.stage is ComplaintStage.CLOSED else None,
        outcome=complaint.outcome,
        signs=signs,
    )


def _list_told(events: tuple[CaseEvent, ...]) -> Iterator[tuple[datetime, Sign]]:
    for event in events:
        if event.kind is ComplaintEventKind.FOLLOW_UP and event.to in _TOLD:
            yield event.at, _TOLD[event.to]
        moved = event.kind is ComplaintEventKind.MOVED
        if moved and event.to == ComplaintStage.ESCALATED_OUTSIDE.value:
            yield event.at, Sign.OUTSIDE


def _list_votes(tx: Transaction, complaint: Complaint) -> Iterator[tuple[datetime, Sign]]:
    recovery = get_complaint_policy(tx).recovery
    for ballot in list_ballots_in(tx, list_conversation_ids(tx, complaint)):
        if ballot.complaint_id != complaint.id or ballot.value is None or ballot.voted_at is None:
            continue
        if is_top(ballot.survey, ballot.value):
            yield ballot.voted_at, Sign.HIGH_VOTE
        elif ballot.value <= find_low(ballot.survey, recovery):
            yield ballot.voted_at, Sign.LOW_VOTE


def _list_refusals(tx: Transaction, complaint: Complaint) -> Iterator[tuple[datetime, Sign]]:
    conversation = get_conversation_by_id(tx, complaint.conversation_id)
    address = address_of(conversation)
    refused_at = find_opt_out(tx, address, channel=conversation.channel)
    if refused_at is not None:
        yield refused_at, Sign.STOPPED
    suppressed = find_suppression(tx, conversation.channel, address.value)
    if suppressed is not None and suppressed.reason == BLOCKED:
        yield suppressed.at, Sign.STOPPED


def _list_contacts(tx: Transaction, complaint: Complaint) -> Iterator[tuple[datetime, Sign]]:
    if complaint.closed_at is None:
        return
    found = list_later_contacts(
        tx,
        complaint.customer_id,
        since=complaint.closed_at,
        until=complaint.closed_at + JUDGED_WITHIN,
        beside=list_conversation_ids(tx, complaint),
    )
    for contact in found:
        if _is_content(contact):
            yield contact.at, Sign.CAME_BACK


def _is_content(contact: LaterContact) -> bool:
    """Say whether somebody wrote like a customer who stays; what nobody read tells nothing."""
    if contact.complained or contact.disposition in _NO_CONTACT or contact.sentiment is None:
        return False
    return contact.sentiment != "negative" and (contact.complaint or 0.0) < LIKELY
