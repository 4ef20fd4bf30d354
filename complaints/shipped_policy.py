"""What complaints are graded by, made good with and asked about where nobody said otherwise."""

from typing import Final

from complaints.severity import STANDARD
from complaints.stage_times import STANDARD_LIMITS
from domain.complaint_policy import ComplaintPolicy
from domain.redress import GesturePolicy

CATEGORIES: Final = (
    "delay",
    "cancellation",
    "lost baggage",
    "damaged",
    "customer service",
    "staff",
    "booking",
    "billing",
    "website",
    "delivery",
    "safety",
    "other",
)
"""The reasons that are read in messages, and two that only people find."""

CAUSES: Final = (
    "too few people",
    "not trained",
    "wrong information",
    "our system failed",
    "partner or supplier",
    "outside our control",
    "our rules",
    "mistake of one person",
    "customer's mistake",
    "not found",
)

SHIPPED: Final = ComplaintPolicy(
    number=0,
    severity=STANDARD,
    limits=STANDARD_LIMITS,
    # Money is a company's own to give: as shipped nothing is given by itself.
    gestures=GesturePolicy(rules=(), approval_above={}),
    categories=CATEGORIES,
    causes=CAUSES,
)
