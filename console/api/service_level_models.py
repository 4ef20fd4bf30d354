"""Policies and calendars as scripts write and see them; docs/agreements.md has their forms."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from console.api.interaction_models import Answer
from console.api.operation import Body, Query
from console.api.text_fields import Line
from domain.conversations import Priority

Version = Annotated[
    Line | None,
    Field(
        description="Of the version that the change was made from; it is refused with 409 where "
        "there is a newer one."
    ),
]
Definition = Annotated[
    Mapping[str, Any], Field(description="As docs/agreements.md has it; errors name its fields.")
]


class NewPolicy(Body):
    """A policy as it is to be."""

    definition: Definition
    version: Version = None
    position: Annotated[
        int | None, Field(ge=1, description="Its place, from 1; it stays where it is without one.")
    ] = None


class NewPlace(Body):
    """Where a policy is to stand."""

    position: Annotated[int, Field(ge=1, description="From 1, which is tried first.")]
    version: Version = None


class NewCalendar(Body):
    """A calendar as it is to be."""

    definition: Definition
    version: Version = None


class NewImport(Body):
    """Days off from elsewhere."""

    source: Annotated[Line, Field(description="Names the import; days of one before are replaced.")]
    ical: Annotated[str, Field(min_length=1, description="An iCalendar file (RFC 5545).")]
    version: Version = None


class NewTrial(Body):
    """Facts to try the policies with."""

    tier: Line = "standard"
    channel: Line
    account: Annotated[Line | None, Field(description="As `main`, without its channel.")] = None
    topic: Line | None = None
    queue: Line | None = None
    priority: Priority = Priority.NORMAL


class RemovalQuery(Query):
    """What a removal was decided on."""

    version: Version = None


class VersionItem(Answer):
    """One version of a policy or calendar."""

    id: str
    number: int
    at: datetime
    by: Annotated[str | None, Field(description="null: by Frontdesk itself.")]
    what: str
    definition: Mapping[str, Any]


class ShadowedItem(Answer):
    """Why a policy can never hold."""

    by: tuple[str, ...]
    sentence: str


class OverlapItem(Answer):
    """Two policies that both fit something, and which of them holds there."""

    earlier: str
    later: str
    nested: Annotated[bool, Field(description="The earlier one is for a part of the later one's.")]
    sentence: str


class PolicyItem(Answer):
    """A policy as it stands."""

    name: str
    title: str
    enabled: bool
    readable: Annotated[
        bool, Field(description="false: what is shown stands in for it; replace or remove it.")
    ]
    position: int
    version: str
    number: int
    changed_at: datetime
    changed_by: str | None
    definition: Mapping[str, Any]
    shadowed: ShadowedItem | None


class PolicyHistory(PolicyItem):
    """A policy with its versions, the newest first."""

    overlaps: tuple[OverlapItem, ...]
    history: tuple[VersionItem, ...]


class CalendarItem(Answer):
    """A calendar as it stands; the one that is built in has no definition."""

    name: str
    title: str
    version: str
    number: int
    changed_at: datetime | None
    changed_by: str | None
    used_by: tuple[str, ...]
    readable: Annotated[
        bool, Field(description="false: what is shown stands in for it; replace or remove it.")
    ]
    definition: Mapping[str, Any]


class DayItem(Answer):
    """The hours of one day of a calendar."""

    day: date
    slots: tuple[tuple[str, str], ...]
    special: tuple[str, ...]


class DueItem(Answer):
    """When a target would be due."""

    start: datetime
    due: datetime
    sentence: str


class CalendarHistory(CalendarItem):
    """A calendar with its versions, the newest first, and the days ahead."""

    history: tuple[VersionItem, ...]
    time_zone: str
    days: tuple[DayItem, ...]
    examples: tuple[DueItem, ...]


class ServiceLevelsItem(Answer):
    """All policies in the order in which they are tried, and all calendars."""

    policies: tuple[PolicyItem, ...]
    overlaps: tuple[OverlapItem, ...]
    calendars: tuple[CalendarItem, ...]


class TriedItem(Answer):
    """What came of trying one policy."""

    name: str
    title: str
    enabled: bool
    fits: bool
    holds: bool
    reasons: tuple[str, ...]


class TrialItem(Answer):
    """Which policy would hold, and why none before it."""

    policy: Annotated[str, Field(description="`queue:<name>`: the queue's own promise.")]
    title: str
    sentence: str
    calendar: str
    targets: Annotated[Mapping[str, int], Field(description="Counted minutes by kind of clock.")]
    tried: tuple[TriedItem, ...]
