"""Clocks as scripts see them, with all it takes to count again."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from bot.clocks.read_explained import ClockStanding
from console.api.interaction_models import Answer
from domain.service_levels import ClockKind, PauseReason
from domain.sla_clocks import ClockEventKind, SpanKind


class ClockSpanItem(Answer):
    """A stretch of a clock's life in which one thing was true."""

    start: datetime
    end: datetime
    kind: Annotated[
        SpanKind,
        Field(
            description="counted: time counted. closed: outside of the calendar's hours. paused: "
            "it was held. stopped: between being met or cancelled and reopened."
        ),
    ]
    seconds: Annotated[
        int, Field(description="What counted of it; of what did not count, how long it was.")
    ]
    reason: Annotated[
        str,
        Field(
            description="Why nothing counted: what it was held for, `night`, `break`, `weekend`, "
            "`day off` or the holiday's name; empty where time counted."
        ),
    ]


class ClockEventItem(Answer):
    """Something that happened to a clock; never changed once written."""

    kind: ClockEventKind
    at: datetime
    reason: Annotated[str, Field(description="A word for programs; a milestone's is its name.")]
    until: Annotated[datetime | None, Field(description="When a hold ends by itself.")]
    policy: Annotated[
        str | None, Field(description="Of `started` and `retargeted`, as the following fields.")
    ]
    calendar: str | None
    target_minutes: int | None
    priority: str | None
    queue: str | None


class ClockItem(Answer):
    """A clock that keeps count of what the customer was promised."""

    id: str
    kind: ClockKind
    policy: Annotated[
        str, Field(description="Name of the agreement; `queue:…` for a queue's own promise.")
    ]
    policy_title: str
    calendar: Annotated[str, Field(description="Name of the calendar by whose hours it counts.")]
    time_zone: Annotated[
        str | None, Field(description="Of the calendar; null for the one that never closes.")
    ]
    target_minutes: int
    state: Annotated[
        ClockStanding,
        Field(description="closed: it runs, but nothing counts until the calendar opens again."),
    ]
    sentence: Annotated[
        str, Field(description="How it came to be what it is, in English, to be checked by hand.")
    ]
    counted_seconds: int
    remaining_seconds: Annotated[
        int, Field(description="What is left of the target, or was as it stopped; 0 if used up.")
    ]
    started_at: datetime
    due_at: Annotated[
        datetime | None,
        Field(description="Null while it is held for nobody knows how long."),
    ]
    paused_at: datetime | None
    paused_for: PauseReason | None
    paused_until: Annotated[
        datetime | None, Field(description="When the hold ends by itself, where that is known.")
    ]
    met_at: Annotated[datetime | None, Field(description="When the promise was kept.")]
    cancelled_at: datetime | None
    stopped_by: Annotated[
        str | None,
        Field(description="What met it (agent, bot, resolved) or cancelled it (resolved, merged)."),
    ]
    breached_at: Annotated[
        datetime | None,
        Field(description="The exact instant from which on it was late, if it ever was."),
    ]
    promised_at: Annotated[
        datetime | None,
        Field(description="By when the customer was told to expect it; never before `due_at`."),
    ]
    told_at: Annotated[
        datetime | None, Field(description="When they were told that, or that no time is known.")
    ]
    corrections: Annotated[
        int, Field(description="How often the customer was told that it takes longer.")
    ]
    warnings: Annotated[
        tuple[str, ...], Field(description="What was odd about its events, such as their order.")
    ]
    spans: Annotated[
        tuple[ClockSpanItem, ...], Field(description="Its life in order, without gaps.")
    ]
    events: Annotated[tuple[ClockEventItem, ...], Field(description="In the order recorded.")]
