"""What makes conversations exceptions, put straight on record."""

from datetime import datetime, timedelta
from typing import Any

from complaints.severity import grade, overrule
from crm_store.complaints import insert_complaint, link_conversation
from crm_store.conversations import get_conversation_by_id
from crm_store.gestures import insert_gesture
from crm_store.schema import action_runs, complaint_questions, jobs, outbox, raw_messages
from crm_store.transaction import Transaction
from domain.complaint_cases import Complaint, LinkedConversation
from domain.complaint_register import Severity, SeverityFacts
from domain.complaints import ComplaintStage
from domain.jobs import JobKind, JobState
from domain.messages import DeliveryState
from domain.redress import Gesture, GestureKind
from domain.redress_cases import GestureCase, GestureState
from domain.self_service import RunState


def put_complaint(
    tx: Transaction,
    conversation_id: str,
    *,
    now: datetime,
    number: str = "C-7K2M9Q",
    severity: Severity = Severity.MINOR,
    **changes: Any,
) -> Complaint:
    """Open a minor complaint about a delay, unless told otherwise."""
    conversation = get_conversation_by_id(tx, conversation_id)
    graded = overrule(
        grade(SeverityFacts(at=now, category="delay", tier="gold")),
        severity,
        by="Ada",
        at=now,
        reason="an agent said so",
    )
    given: dict[str, Any] = {
        "id": f"complaint-{number}",
        "number": number,
        "customer_id": conversation.customer_id,
        "conversation_id": conversation_id,
        "interaction_id": None,
        "channel": conversation.channel,
        "language": "en",
        "category": "delay",
        "stage": ComplaintStage.RECEIVED,
        "stage_since": now,
        "received_at": now,
        "severity": severity,
        "grade": graded,
        "opened_why": "an agent said so",
        "last_at": now,
    }
    complaint = Complaint(**(given | changes))
    insert_complaint(tx, complaint)
    link_conversation(
        tx,
        LinkedConversation(
            complaint_id=complaint.id, conversation_id=conversation_id, at=now, by=None, why=""
        ),
    )
    return complaint


def put_gesture(tx: Transaction, complaint: Complaint, *, now: datetime) -> None:
    """Propose a voucher that a second person has to approve."""
    gesture = Gesture(kind=GestureKind.VOUCHER, cost=50_00, currency="EUR")
    insert_gesture(
        tx,
        GestureCase(
            id=f"gesture-{complaint.number}",
            complaint_id=complaint.id,
            customer_id=complaint.customer_id,
            gesture=gesture,
            state=GestureState.PROPOSED,
            tried=(),
            proposed_at=now,
        ),
    )


def put_question(tx: Transaction, conversation_id: str, *, now: datetime) -> None:
    """Ask whether something is a complaint."""
    values = {
        "id": f"question-{conversation_id}",
        "conversation_id": conversation_id,
        "interaction_id": "nowhere",
        "probability": 0.55,
        "why": "it reads so",
        "at": now,
    }
    tx.execute(complaint_questions.insert(), values)


def put_run(tx: Transaction, conversation_id: str, *, now: datetime) -> None:
    """Have what a customer began wait for somebody to allow it."""
    conversation = get_conversation_by_id(tx, conversation_id)
    values = {
        "id": f"run-{conversation_id}",
        "conversation_id": conversation_id,
        "customer_id": conversation.customer_id,
        "action": "return_order",
        "state": RunState.APPROVAL,
        "channel": conversation.channel,
        "slots": {},
        "choices": [],
        "failures": 0,
        "level": 0,
        "facts": {},
        "started_at": now,
        "updated_at": now,
        "expires_at": now + timedelta(days=9),
    }
    tx.execute(action_runs.insert(), values)


def put_message(
    tx: Transaction,
    conversation_id: str,
    *,
    now: datetime,
    state: DeliveryState = DeliveryState.FAILED,
    name: str = "lost",
) -> str:
    """Put a message into the outbox as it ended; return its id."""
    conversation = get_conversation_by_id(tx, conversation_id)
    values: dict[str, Any] = {
        "id": f"{name}-{conversation_id}",
        "interaction_id": f"said-{name}-{conversation_id}",
        "conversation_id": conversation_id,
        "reference": conversation.reference,
        "channel": conversation.channel,
        "account": conversation.account,
        "recipient": {},
        "subject": None,
        "text": "Your bag is found.",
        "html": None,
        "quick_replies": [],
        "attachments": [],
        "thread": {},
        "state": state,
        "attempts": 1,
        "error": "the number is not in service" if state is DeliveryState.FAILED else None,
        "created_at": now,
        "updated_at": now,
    }
    tx.execute(outbox.insert(), values)
    return str(values["id"])


def put_shunted_job(
    tx: Transaction, *, now: datetime, kind: JobKind = JobKind.PROCESS, subject: str = "raw-1"
) -> None:
    """Put a job out of the order, with the text message that it is about."""
    if kind is JobKind.PROCESS:
        raw = {
            "id": subject,
            "channel": "sms",
            "account": "main",
            "delivery_id": subject,
            "source": "+15550199",
            "reference": "FD-NOBODYYET",
            "body": b"?",
            "headers": {},
            "received_at": now,
        }
        tx.execute(raw_messages.insert(), raw)
    values = {
        "id": f"job-{subject}",
        "kind": kind,
        "ordering_key": subject,
        "subject": subject,
        "payload": {},
        "available_at": now,
        "attempts": 5,
        "failures": 5,
        "state": JobState.SHUNTED,
        "last_error": "no parser takes these bytes\nand more that nobody need read",
        "created_at": now,
    }
    tx.execute(jobs.insert(), values)
