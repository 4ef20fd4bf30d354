"""Why it was this conversation, or this agent, in half a sentence for a conversation's log."""

from collections.abc import Mapping
from typing import Final

from domain.assignment import Band, Explanation
from domain.routing_names import RoutingNames, helps_out

_WHY: Final[Mapping[Band, str]] = {
    Band.TURN_OVERDUE: "it had waited as long as is fair",
    Band.PRESSING: "its promise was the next to fall due",
    Band.LATE: "its promise was late, and nothing that could still be kept was pressing",
    Band.IN_HAND: "nothing more urgent could be taken",
}


def tell_shortly(explanation: Explanation, names: RoutingNames) -> str:
    """Say why a conversation went to whom it went."""
    made, best = explanation.assignment, next(iter(explanation.candidates), None)
    if made is None:
        return "nobody could take it"
    if made.known:
        return "they know the customer"
    if helps_out(made.queue, made.via):
        return f"helping out from {names.name_queue(made.via)}"
    if explanation.pulled and best is not None and best.band is not None:
        return _WHY[best.band]
    return "they are trained for it and had room"
