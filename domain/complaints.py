"""Complaints: what went wrong in a customer's eyes, and what is done about it (ISO 10002)."""

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
