"""What supervisors are shown of agreements and calendars."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.calendars import BusinessCalendar
from domain.service_levels import ClockKind, SlaPolicy
from service_levels.policy_shadowing import Overlap, Shadowed


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """A policy as it stands.

    Attributes:
        policy: its position counts from 1.
        definition: as it is written, see `service_levels.policy_definition`.
        number: of its version, counted from 1.
        changed_by: by name; None for Frontdesk itself.
        shadowed: why it can never hold, or None.
        readable: False where only its name is known; see `crm_store.service_levels.Version`.
    """

    policy: SlaPolicy
    definition: Mapping[str, Any]
    number: int
    changed_at: datetime
    changed_by: str | None
    shadowed: Shadowed | None = None
    readable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyListing:
    """All policies in the order in which they are tried.

    Attributes:
        overlaps: the pairs that both fit some conversations, and which holds there.
    """

    policies: tuple[PolicyView, ...]
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """One version of a policy or calendar.

    Attributes:
        what: what became of it, in words: "targets, warnings changed".
        by: by name; None for Frontdesk itself.
    """

    id: str
    number: int
    at: datetime
    by: str | None
    what: str
    definition: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDetail:
    """A policy with its history.

    Attributes:
        overlaps: those that it has a part in.
        history: its versions, the newest first.
    """

    view: PolicyView
    overlaps: tuple[Overlap, ...]
    history: tuple[VersionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """A calendar as it stands.

    Attributes:
        definition: as it is written, see `service_levels.calendar_definition`; the one that is
            built in has none.
        number: of its version; 0 for the one that is built in.
        used_by: names of the policies that count by it.
        readable: as of a policy.
    """

    calendar: BusinessCalendar
    definition: Mapping[str, Any]
    number: int
    changed_at: datetime | None
    changed_by: str | None
    used_by: tuple[str, ...]
    readable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDetail:
    """A calendar with its history, the newest version first."""

    view: CalendarView
    history: tuple[VersionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedPolicy:
    """What came of trying one policy.

    Attributes:
        fits: whether its conditions are met; one that is switched off is not tried.
        holds: whether it is the one that holds.
        reasons: why it does not, in words.
    """

    name: str
    title: str
    enabled: bool
    fits: bool
    holds: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Which policy would hold, and why none before it.

    Attributes:
        policy: that holds; of the queue's own promise where none fits (`queue:<name>`).
        targets: in minutes, for the priority that was asked for.
        tried: all policies in their order.
        sentence: what came of it, in words.
    """

    policy: SlaPolicy
    targets: Mapping[ClockKind, int]
    tried: tuple[TriedPolicy, ...]
    sentence: str
