"""What the labels of figures are called; pure."""

from collections.abc import Mapping
from typing import Final

from domain.breaches import BreachCause
from domain.exceptions import ExceptionKind
from domain.service_levels import ClockKind

BOT: Final = "The bot"
PROMISES: Final[Mapping[ClockKind, str]] = {
    ClockKind.FIRST_RESPONSE: "First response",
    ClockKind.NEXT_RESPONSE: "Next response",
    ClockKind.RESOLUTION: "Resolution",
}
BREACHES: Final[Mapping[str, str]] = {
    BreachCause.UNLOGGED: "Before there was a log",
    BreachCause.CAME_LATE: "Came to people late",
    BreachCause.UNSERVED: "Nobody could take it",
    BreachCause.HANDED_ON: "Its agent had gone",
    BreachCause.BOUNCED: "From queue to queue",
    BreachCause.HELD: "Put off or held",
    BreachCause.WITH_AGENT: "With an agent",
    BreachCause.WAITED: "Waited in the queue",
}
EXCEPTIONS: Final[Mapping[ExceptionKind, str]] = {
    ExceptionKind.OUTSIDE: "Outside the service level",
    ExceptionKind.LEAVING: "About to leave it",
    ExceptionKind.COMPLAINT: "Complaints unanswered or late",
    ExceptionKind.UNOWNED: "Nobody has it",
    ExceptionKind.STUCK: "Nothing happens",
    ExceptionKind.BOUNCING: "From queue to queue",
    ExceptionKind.SHUNTED: "Put aside or undelivered",
    ExceptionKind.APPROVAL: "Waits for a second person",
    ExceptionKind.ASKED: "Is it a complaint?",
}
EMPTY: Final[Mapping[str, str]] = {
    "queue": BOT,
    "tier": "No tier",
    "topic": "No topic",
    "product": "No product",
    "cause": "Not filed",
    "category": "Not filed",
    "outcome": "Still open",
    "agent": "Nobody",
}


def name_label(label: str, *, what: str = "") -> str:
    """Make words of a label: `lost baggage` and `with_agent` begin with a capital.

    Args:
        what: of `EMPTY`, as what an empty label is named.
    """
    words = label.replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else EMPTY.get(what, "None")
