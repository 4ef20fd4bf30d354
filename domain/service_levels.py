"""What the customer may expect, and the clocks that keep count of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ClockKind(StrEnum):
    """Which promise a clock keeps."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaPolicy:
    """Targets in minutes of counted time; None where nothing is promised."""

    name: str
    first_response_minutes: int | None
    next_response_minutes: int | None
    resolution_minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessCalendar:
    """When time counts; without slots it always does."""

    name: str
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaClock:
    """One running or stopped clock, its target frozen in.

    Attributes:
        due_at: the instant of breach.
        met_at: when the promise was kept, or None.
        breached_at: `due_at` where the promise was not kept in time, else None.
    """

    id: str
    conversation_id: str
    kind: ClockKind
    policy: str
    target_minutes: int
    started_at: datetime
    due_at: datetime
    paused_at: datetime | None = None
    met_at: datetime | None = None
    breached_at: datetime | None = None
