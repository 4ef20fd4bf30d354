"""When reports are mailed, by the company's clocks."""

from dataclasses import dataclass
from enum import StrEnum


class ReportPeriod(StrEnum):
    """How often a report comes: of the day before, or of the seven days before."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSchedule:
    """When they go out.

    Attributes:
        weekday: of the weekly one, 0 for Monday to 6.
        hour: of both, 0 to 23, in the company's time zone.
    """

    weekday: int = 0
    hour: int = 7
