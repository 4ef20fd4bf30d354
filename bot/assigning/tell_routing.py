"""Why a conversation went where it went, in sentences."""

from collections.abc import Mapping
from typing import Final

from bot.assigning.waiting_items import find_own_queue
from domain.assignment import Assignment, Band, Explanation

_WHY: Final[Mapping[Band, str]] = {
    Band.TURN_OVERDUE: "it had waited as long as is fair",
    Band.PRESSING: "its promise was the next to fall due",
    Band.LATE: "its promise was late, and nothing that could still be kept was pressing",
    Band.IN_HAND: "nothing more urgent could be taken",
}


def tell_shortly(explanation: Explanation) -> str:
    """Say in half a sentence why it was this one, or this agent, for a conversation's log."""
    made, best = explanation.assignment, next(iter(explanation.candidates), None)
    if made is None:
        return "nobody could take it"
    if made.known:
        return "they know the customer"
    if helps_out(made):
        return f"helping out from {made.via}"
    if explanation.pulled and best is not None and best.band is not None:
        return _WHY[best.band]
    return "they are trained for it and had room"


def helps_out(made: Assignment) -> bool:
    """Say whether the people of another queue than its own took it."""
    return made.via not in {made.queue, find_own_queue(made.queue)}
