"""Plays what people do with a complaint of the story: each step runs the use case it stands for."""

import re
from datetime import datetime
from typing import Final

from bot.complaints.answer_question import answer_question
from bot.complaints.file_findings import Findings, record_findings
from bot.complaints.move_by_hand import record_move
from bot.complaints.open_by_hand import OpenOrder
from bot.complaints.prepare_response import record_preparation
from bot.complaints.respond import ResponseOrder, record_response
from bot.complaints.tell_customer import tell_by_hand
from bot.complaints.watch_complaints import record_due
from bot.recovery.ask_ballots import record_asking
from bot.redress.approve import approve_gesture
from bot.redress.finish import finish_gesture
from bot.redress.lapse_vouchers import record_lapsed
from bot.redress.redeem import redeem_voucher
from bot.redress.revoke import revoke_gesture
from bot.see_to_due import MOST_AT_ONCE
from bot.tools import Tools
from complaints.response_edits import ResponseEdits
from complaints.voucher_codes import parse_code
from crm_store.ballots import find_next_ask_at, list_ballots_of, list_due_ballots
from crm_store.complaint_questions import find_open_complaint_question
from crm_store.complaints import list_complaints_of
from crm_store.conversations import get_conversation
from crm_store.due_complaints import find_next_complaint_at, list_due_complaints
from crm_store.gestures import list_gestures_of
from crm_store.interactions import list_interactions
from crm_store.transaction import Transaction
from crm_store.vouchers import list_lapsed
from demo.seed_complaint_policy import adopt_complaint_policy
from demo.story_files import Step
from domain.complaint_cases import Complaint
from domain.complaints import ComplaintStage
from domain.redress import GestureKind, RedemptionAsked
from domain.redress_cases import GestureState
from domain.satisfaction import Survey
from domain.staff import Role, StaffMember

_CODE: Final = re.compile(r"\b(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}\b")
_SHOP: Final = "Aurora's web shop"
_YES_NO: Final = {"en": {"yes": "yes", "no": "no"}, "de": {"yes": "ja", "no": "nein"}}


def find_next_due_at(tx: Transaction) -> datetime | None:
    """Find when something about complaints or votes happens by itself."""
    found = (find_next_complaint_at(tx, skipped=()), find_next_ask_at(tx))
    return min((at for at in found if at is not None), default=None)


def see_to_due(tx: Transaction, tools: Tools, *, now: datetime) -> None:
    """See to what of it is due by now, and to vouchers that have expired meanwhile."""
    for complaint_id, conversation_id in list_due_complaints(
        tx, now=now, skipped=(), limit=MOST_AT_ONCE
    ):
        record_due(tx, tools, complaint_id, conversation_id, now=now)
    for ballot_id, conversation_id in list_due_ballots(tx, now=now, limit=MOST_AT_ONCE):
        record_asking(tx, tools, ballot_id, conversation_id, now=now)
    for voucher_id in list_lapsed(tx, now=now, skipped=(), limit=MOST_AT_ONCE):
        record_lapsed(tx, voucher_id, now=now)


def play_case_step(
    tx: Transaction,
    tools: Tools,
    step: Step,
    reference: str,
    agent: StaffMember,
    *,
    now: datetime,
) -> None:
    """Play what a member of staff does with the complaint of a conversation."""
    if step.is_complaint is not None:
        _say_that_it_is(tx, tools, step.is_complaint, reference, agent, now=now)
        return
    if step.adopt_policy:
        adopt_complaint_policy(tx, by=agent.name, now=now)
        return
    it = _get_complaint(tx, reference)
    if step.moves:
        _move(tx, tools, step, it, agent, now=now)
    elif step.decides:
        _decide_on_gesture(tx, tools, step, it, agent, now=now)
    else:
        _work_on(tx, tools, step, it, agent, now=now)


def _work_on(
    tx: Transaction,
    tools: Tools,
    step: Step,
    complaint: Complaint,
    agent: StaffMember,
    *,
    now: datetime,
) -> None:
    number = complaint.number
    if step.findings is not None:
        findings = Findings(**step.findings)
        record_findings(tx, tools, number, agent=agent, findings=findings, version=None, now=now)
    elif step.respond is not None:
        order = ResponseOrder(edits=ResponseEdits(doing=step.respond))
        record_response(tx, tools, number, agent=agent, order=order, now=now)
    else:
        record_preparation(tx, tools, number, agent=agent, now=now)


def _move(
    tx: Transaction,
    tools: Tools,
    step: Step,
    complaint: Complaint,
    agent: StaffMember,
    *,
    now: datetime,
) -> None:
    if step.close is not None:
        to, why = ComplaintStage.CLOSED, step.why
    elif step.outside is not None:
        to, why = ComplaintStage.ESCALATED_OUTSIDE, step.outside
    else:
        to, why = ComplaintStage.INVESTIGATING, ""
        if complaint.stage is ComplaintStage.RECEIVED:
            tell_by_hand(tx, tools, complaint.number, agent=agent, now=now)
    record_move(
        tx,
        tools,
        complaint.number,
        agent=agent,
        to=to,
        why=why,
        outcome=step.close,
        version=None,
        now=now,
    )


def find_answer(tx: Transaction, step: Step, reference: str) -> str | None:
    """Find the words by which a customer answers what they were asked; None where nobody asked."""
    conversation = get_conversation(tx, reference)
    if step.vote is not None:
        asked = [each for each in list_ballots_of(tx, conversation.id) if each.asked_at is not None]
        if not asked or asked[-1].value is not None:
            return None
        # Who gives a five of five finds it as easy as can be.
        further = 0 if asked[-1].survey is Survey.CSAT else 2
        return str(step.vote + further)
    complaint = list_complaints_of(tx, conversation.id)[-1]
    waits = complaint.follow_up_sent_at is not None and complaint.follow_up_answer is None
    return _YES_NO[complaint.language][step.right or "yes"] if waits else None


def redeem_its_voucher(tx: Transaction, step: Step, reference: str, *, now: datetime) -> None:
    """Have the shop redeem the voucher whose code the customer reads in the response."""
    said = list_interactions(tx, get_conversation(tx, reference).id)
    codes = [found[0] for each in said if (found := _CODE.search(each.text))]
    if not codes:
        return
    asked = RedemptionAsked(use=step.redeem or "", currency="EUR")
    shop = StaffMember(
        id="token:shop",
        email="",
        name=_SHOP,
        role=Role.AGENT,
        password_hash="",
        active=True,
        created_at=now,
    )
    redeem_voucher(tx, parse_code(codes[-1]), asked, by=shop, now=now)


def _say_that_it_is(
    tx: Transaction,
    tools: Tools,
    category: str,
    reference: str,
    agent: StaffMember,
    *,
    now: datetime,
) -> None:
    asked = find_open_complaint_question(tx, get_conversation(tx, reference).id)
    if asked is not None:
        order = OpenOrder(category=category)
        answer_question(tx, tools, asked.id, agent=agent, order=order, now=now)


def _decide_on_gesture(
    tx: Transaction,
    tools: Tools,
    step: Step,
    complaint: Complaint,
    agent: StaffMember,
    *,
    now: datetime,
) -> None:
    """Decide on what waits, take back what was given, or carry it out; else nothing is to do."""
    for case in list_gestures_of(tx, complaint.id):
        given = case.state is GestureState.GIVEN
        voucher = case.gesture.kind is GestureKind.VOUCHER
        if step.approve and case.state is GestureState.PROPOSED:
            approve_gesture(tx, tools, case.id, by=agent, now=now)
        elif step.revoke is not None and given:
            revoke_gesture(tx, tools, case.id, by=agent, reason=step.revoke, now=now)
        elif step.carried_out is not None and given and not voucher:
            finish_gesture(tx, tools, case.id, by=agent, note=step.carried_out, now=now)


def _get_complaint(tx: Transaction, reference: str) -> Complaint:
    found = list_complaints_of(tx, get_conversation(tx, reference).id)
    if not found:
        raise ValueError(f"{reference} is no complaint; what its customer says reads as none")
    return found[-1]
