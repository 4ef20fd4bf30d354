"""Complaints: what went wrong in a customer's eyes, and what is done about it (ISO 10002)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ComplaintStage(StrEnum):
    """How far a complaint has come, along ISO 10002:2018, clause 7."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    INVESTIGATING = "investigating"
    RESPONDED = "responded"
    CLOSED = "closed"
    REOPENED = "reopened"
    ESCALATED_OUTSIDE = "escalated_outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """An expression of dissatisfaction where a response is expected.

    Attributes:
        overrun: how far outside the service level the service was: time taken divided by time
            promised, 1 where it was kept.
        redress: what it is made good with, or None as yet.
    """

    id: str
    number: str
    conversation_id: str
    category: str
    severity: int
    stage: ComplaintStage
    overrun: float
    redress: str | None
    root_cause: str | None
    opened_at: datetime
