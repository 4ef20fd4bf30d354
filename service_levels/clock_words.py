"""The words of a clock's sentence for what its events and spans name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.service_levels import ClockKind, PauseReason
from domain.sla_clocks import ClockEventKind, ClockTerms
from service_levels.closings import BREAK, DAY_OFF, NIGHT, WEEKEND
from service_levels.told_times import tell_amount

PROMISES: Final = {
    ClockKind.FIRST_RESPONSE: "first response",
    ClockKind.NEXT_RESPONSE: "next response",
    ClockKind.RESOLUTION: "resolution",
}
# What a clock was held for: the verb, and what comes after the times.
HOLDS: Final = {
    PauseReason.CUSTOMER: ("paused", " waiting for the customer"),
    PauseReason.THIRD_PARTY: ("paused", " waiting for a third party"),
    PauseReason.BOT: ("paused", " while the bot had it"),
    PauseReason.SNOOZE: ("snoozed", ""),
}
_CLOSINGS: Final = {
    NIGHT: "held over night",
    BREAK: "held over the break",
    WEEKEND: "held over the weekend",
    DAY_OFF: "held over a day off",
}
_WHY: Final = {
    (ClockEventKind.MET, "agent"): " by an agent's answer",
    (ClockEventKind.MET, "bot"): " by the bot's answer",
    (ClockEventKind.MET, "resolved"): " by resolving it",
    (ClockEventKind.CANCELLED, "resolved"): ", for it was resolved without an answer",
    (ClockEventKind.CANCELLED, "merged"): (
        ", for conversations were merged and another promise was nearer"
    ),
    (ClockEventKind.CANCELLED, "unsplit"): (
        ", for what was split off was joined back and another promise was nearer"
    ),
    (ClockEventKind.CANCELLED, "split"): ", for what it counted for was split off",
    (ClockEventKind.CANCELLED, "unmerged"): (
        ", for nothing waited any more when conversations were taken apart"
    ),
    (ClockEventKind.CANCELLED, "machine"): ", for a machine had written",
    (ClockEventKind.REOPENED, "not_helped"): ", for the bot's answer had not helped",
    (ClockEventKind.REOPENED, "reopened"): ", for the conversation was",
    (ClockEventKind.REOPENED, "unmerged"): ", for that merge was undone",
    (ClockEventKind.REOPENED, "unsplit"): ", for what was split off was joined back",
    (ClockEventKind.REOPENED, "undelivered"): ", for the answer could not be delivered",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """What people call what terms name; what is not here is told by its name.

    Attributes:
        policies: by the ids of their versions, as they stand in a sentence: "“Gold customers”".
        calendars: titles by the ids of their versions.
        queues: titles by their names.
    """

    policies: Mapping[str, str] = field(default_factory=dict)
    calendars: Mapping[str, str] = field(default_factory=dict)
    queues: Mapping[str, str] = field(default_factory=dict)

    def name_policy(self, terms: ClockTerms) -> str:
        """Name the agreement of terms: "“Gold customers”"."""
        return self.policies.get(terms.policy_version) or repr(terms.policy)

    def name_calendar(self, terms: ClockTerms) -> str:
        """Name the calendar of terms: "“Oslo office”"."""
        title = self.calendars.get(terms.calendar_version)
        return f"“{title}”" if title else repr(terms.calendar)

    def name_queue(self, name: str) -> str:
        """Name a queue: "Baggage"."""
        return self.queues.get(name) or name


NO_TITLES: Final = Titles()


def tell_closing(reason: str) -> str:
    """Tell why nothing counted: "held over night", "closed for Good Friday"."""
    return _CLOSINGS.get(reason, f"closed for {reason}")


def is_ordinary(reason: str) -> bool:
    """Say whether it was closed as it is every week, and not for a holiday."""
    return reason in _CLOSINGS


def tell_why(kind: ClockEventKind, reason: str) -> str:
    """Tell what a clock was met by, or why it was cancelled or reopened; nothing if unknown."""
    return _WHY.get((kind, reason), f" ({reason})" if reason else "")


def tell_terms(terms: ClockTerms, reason: str, titles: Titles = NO_TITLES) -> str:
    """Tell the terms by which a clock goes on, and why."""
    policy = titles.name_policy(terms)
    target = f"with a target of {tell_amount(terms.target)}"
    match reason:
        case "calendar":
            return f"counted by the changed calendar {titles.name_calendar(terms)}"
        case "priority":
            return f"{target}, for its priority became {terms.priority}"
        case "queue":
            queue = titles.name_queue(terms.queue) if terms.queue else ""
            moved = f", for it moved to the queue {queue}" if queue else ""
            return f"counted by {policy} {target}{moved}"
        case "policy":
            return f"counted by {policy} {target}, which was chosen for it"
        case "merged":
            return f"counted by {policy} {target}, for another conversation was merged in"
        case _:
            return f"counted by {policy} {target}"
