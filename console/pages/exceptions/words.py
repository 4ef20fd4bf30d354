"""What kinds of exceptions are called, and what is said of them; pure."""

from collections.abc import Mapping
from typing import Final

from bot.exceptions.rows import MOST_COUNTED
from domain.exceptions import ExceptionKind, Remedy

# In the order of the tabs.
KINDS: Final[Mapping[ExceptionKind, str]] = {
    ExceptionKind.OUTSIDE: "Outside",
    ExceptionKind.LEAVING: "Leaving",
    ExceptionKind.COMPLAINT: "Complaints",
    ExceptionKind.UNOWNED: "Unowned",
    ExceptionKind.STUCK: "Stuck",
    ExceptionKind.BOUNCING: "Bouncing",
    ExceptionKind.SHUNTED: "Put aside",
    ExceptionKind.APPROVAL: "Approvals",
    ExceptionKind.ASKED: "Complaint?",
}
MEANINGS: Final[Mapping[ExceptionKind, str]] = {
    ExceptionKind.OUTSIDE: "A promise is broken and still not kept",
    ExceptionKind.LEAVING: "A promise is about to be broken",
    ExceptionKind.COMPLAINT: "A complaint that nobody has answered, or that is late",
    ExceptionKind.UNOWNED: "It waits in a queue and nobody has it",
    ExceptionKind.STUCK: "Somebody has it and nothing happens",
    ExceptionKind.BOUNCING: "It goes from queue to queue",
    ExceptionKind.SHUNTED: "Work was given up, or a message did not arrive",
    ExceptionKind.APPROVAL: "It waits for a second person",
    ExceptionKind.ASKED: "Nobody has said whether it is a complaint",
}
LABELS: Final[Mapping[ExceptionKind, str]] = {
    **KINDS,
    ExceptionKind.OUTSIDE: "Outside the service level",
    ExceptionKind.LEAVING: "About to leave it",
    ExceptionKind.COMPLAINT: "Complaint",
    ExceptionKind.SHUNTED: "Put aside or undelivered",
    ExceptionKind.APPROVAL: "Waits for approval",
    ExceptionKind.ASKED: "Is it a complaint?",
}
# How grave it looks, as chips are coloured.
LEVELS: Final[Mapping[ExceptionKind, str]] = {
    ExceptionKind.OUTSIDE: "late",
    ExceptionKind.COMPLAINT: "late",
    ExceptionKind.SHUNTED: "late",
    ExceptionKind.LEAVING: "soon",
    ExceptionKind.UNOWNED: "soon",
    ExceptionKind.STUCK: "soon",
    ExceptionKind.BOUNCING: "soon",
    ExceptionKind.APPROVAL: "held",
    ExceptionKind.ASKED: "held",
}
DONE: Final[Mapping[Remedy, str]] = {
    Remedy.TAKE: "It is yours now.",
    Remedy.ASSIGN: "Passed on.",
    Remedy.WIDEN: "The people of the other queue can take it as well now.",
    Remedy.RETURN: "It waits in its queue again.",
    Remedy.REPLAY: "It has its turn again.",
    Remedy.APPROVE_RUN: "Approved. It is being carried out, and the customer is told.",
}
# Why something stays on the list though the button did what it says.
_STAYS: Final[Mapping[ExceptionKind, str]] = {
    ExceptionKind.OUTSIDE: "It stays here until the promise is kept.",
    ExceptionKind.LEAVING: "It stays here until the promise is kept.",
    ExceptionKind.COMPLAINT: "It stays here until the complaint is answered.",
    ExceptionKind.UNOWNED: "It stays here until somebody takes it.",
    ExceptionKind.STUCK: "It stays here until something happens in it.",
    ExceptionKind.BOUNCING: "It stays here until it is resolved, or has kept its queue for days.",
    ExceptionKind.SHUNTED: "It stays here until a later message goes out.",
    ExceptionKind.APPROVAL: "Something else in it waits for approval.",
    ExceptionKind.ASKED: "It stays here until somebody says whether it is a complaint.",
}


def say_done(remedy: Remedy, kind: ExceptionKind | None) -> str:
    """Say what was done, and why it stands there all the same if it does.

    Args:
        kind: that it stands under by now; None where it is gone.
    """
    return DONE[remedy] if kind is None else f"{DONE[remedy]} {_STAYS[kind]}"


def say_count(number: int) -> str:
    """Say a number that was not counted to its end: `500+`."""
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else f"{number}"
