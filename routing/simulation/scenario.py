"""A scenario as it stands in its file; every number in bounds, every key known."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from domain.assignment import LEAST_LEVEL, MOST_LEVEL

Name = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^\S(.*\S)?$")]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
Level = Annotated[int, Field(strict=True, ge=LEAST_LEVEL, le=MOST_LEVEL)]
Number = Annotated[int, Field(strict=True, ge=0, le=1_000)]
# A year: whatever takes longer is a slip of the unit.
Minutes = Annotated[float, Field(strict=True, gt=0, le=525_600, allow_inf_nan=False)]
Rate = Annotated[float, Field(strict=True, ge=0, le=100_000, allow_inf_nan=False)]
POLICIES = ("frontdesk", "fifo", "round_robin", "least_loaded")
PolicyName = Literal["frontdesk", "fifo", "round_robin", "least_loaded"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AgentForm(_Part):
    """An agent: trained for what, how much at once, and when there (UTC)."""

    name: Name
    skills: dict[Name, Level]
    capacity: dict[Name, Number]
    shifts: tuple[tuple[TimeOfDay, TimeOfDay], ...] = Field(max_length=10)


class OverflowForm(_Part):
    """Who else may help once a share of the first-response target is gone."""

    after: Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)]
    to: Name


class QueueForm(_Part):
    """A queue and what it asks of an agent."""

    name: Name
    requires: dict[Name, Level]
    overflow: tuple[OverflowForm, ...] = Field(default=(), max_length=20)


class HandlingForm(_Part):
    """How long an agent is busy with one: log-normal."""

    mean: Minutes
    sd: Annotated[float, Field(strict=True, ge=0, le=525_600, allow_inf_nan=False)]


class PatienceForm(_Part):
    """How long a customer waits before they leave: exponential."""

    mean: Minutes


class ClassForm(_Part):
    """Customers who are alike in all that matters here."""

    name: Name
    queue: Name
    channel: Name
    language: Name
    tier: Name = "standard"
    priority: Name = "normal"
    arrivals_per_hour: tuple[Rate, ...] = Field(min_length=24, max_length=24)
    handling_minutes: HandlingForm
    patience_minutes: PatienceForm | None = None
    first_response_minutes: Minutes
    resolution_minutes: Minutes | None = None


class Scenario(_Part):
    """All that a simulation is made of; `start` is in UTC."""

    name: Name
    seed: Annotated[int, Field(strict=True, ge=0, le=2**63)]
    days: Annotated[int, Field(strict=True, ge=1, le=366)]
    start: AwareDatetime
    agents: tuple[AgentForm, ...] = Field(min_length=1, max_length=2_000)
    queues: tuple[QueueForm, ...] = Field(min_length=1, max_length=500)
    classes: tuple[ClassForm, ...] = Field(min_length=1, max_length=500)

    @property
    def start_utc(self) -> datetime:
        """The start, in UTC whatever it was written in."""
        return self.start.astimezone(UTC)


def read_minutes(time: str) -> int:
    """Tell how many minutes after midnight a time of day such as `08:30` is."""
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)
