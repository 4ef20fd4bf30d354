"""Customers with much against us, or little, for the lists of whom to call."""

from datetime import datetime, timedelta
from typing import Any

from console.services import Services
from crm_store.ballots import insert_ballot
from crm_store.complaints import insert_complaint
from crm_store.transaction import Transaction
from domain.ballots import PlannedBallot
from domain.complaint_cases import Complaint, Recovery
from domain.complaint_register import Outcome, Severity, SeverityGrade
from domain.complaints import ComplaintStage
from domain.satisfaction import Survey
from tests.console.record import begin, record_person


def complain(
    tx: Transaction,
    number: int,
    at: datetime,
    customer_id: str,
    severity: Severity = Severity.SERIOUS,
    **fields: Any,
) -> None:
    """Put a complaint on the register, in a conversation of its own."""
    conversation = begin(tx, number, now=at, customer_id=customer_id)
    made = {
        "id": f"complaint-{number}",
        "number": f"C-{number:06}",
        "customer_id": customer_id,
        "conversation_id": conversation.id,
        "interaction_id": None,
        "channel": "api",
        "language": "en",
        "category": "delay",
        "stage": ComplaintStage.ACKNOWLEDGED,
        "stage_since": at,
        "received_at": at,
        "severity": severity,
        "grade": SeverityGrade(computed=severity, parts=()),
        "opened_why": "a test says so",
        "last_at": at,
    }
    insert_complaint(tx, Complaint(**(made | fields)))


async def put_customers(services: Services) -> None:
    """One with much against us, one who complained thrice, and one who is content."""
    now = services.clock.now()

    def put(tx: Transaction) -> None:
        record_person(tx, "c-anna", "Anna Berg", now)
        record_person(tx, "c-jonas", "=Jonas+1", now)
        record_person(tx, "c-mia", "Mia Lindholm", now)
        complain(tx, 11, now - timedelta(days=1), "c-anna")
        put_vote(tx, now, "v-11", "c-anna", 2)
        for number in (12, 13, 14):
            closed: dict[str, Any] = {
                "stage": ComplaintStage.CLOSED,
                "closed_at": now - timedelta(days=number - 10),
                "outcome": Outcome.DISAGREED if number == 12 else Outcome.SETTLED,
                "recovery": Recovery.LOST if number == 12 else None,
            }
            complain(tx, number, now - timedelta(days=10 * (number - 10)), "c-jonas", **closed)
        complain(tx, 15, now, "c-mia", severity=Severity.MINOR)

    await services.store.run(put)


def put_vote(tx: Transaction, now: datetime, conversation_id: str, who: str, value: int) -> None:
    """Have a customer be asked, and vote."""
    insert_ballot(
        tx,
        PlannedBallot(
            id=f"ballot-{conversation_id}",
            survey=Survey.CSAT,
            conversation_id=conversation_id,
            customer_id=who,
            complaint_id=None,
            agent=None,
            queue=None,
            planned_at=now,
            ask_at=None,
            asked_at=now,
            closes_at=now + timedelta(days=7),
            value=value,
            voted_at=now,
        ),
    )
