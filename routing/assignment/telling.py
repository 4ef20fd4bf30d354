"""An assignment in a sentence: for the customer, and for staff."""

from typing import Literal

from domain.assignment import Assignment, Band, Explanation

Audience = Literal["customer", "staff"]
_WHY = {
    Band.TURN_OVERDUE: "it had waited as long as is fair",
    Band.PRESSING: "its promise could still be kept and was the next to fall due",
    Band.LATE: "its promise was broken and nothing that could be kept was pressing",
    Band.IN_HAND: "nothing more urgent could be taken",
}


def tell_assignment(explanation: Explanation, audience: Audience = "customer") -> str:
    """Say in a sentence why a conversation went to whom it went, or why it still waits.

    The customer's sentence names no agent, no score and no other customer.
    """
    if audience == "customer":
        return _tell_customer(explanation)
    return _tell_staff(explanation)


def _tell_customer(explanation: Explanation) -> str:
    made = explanation.assignment
    if made is None:
        return "Everybody who can help you with this is busy or away; you keep your place."
    if made.known:
        return "You were put through to somebody who knows you from before."
    if made.via != made.queue:
        return (
            "So that you need not wait any longer, somebody from another team who is trained for "
            "such questions took your message."
        )
    return "Your message went to the next person who is trained for it and speaks your language."


def _tell_staff(explanation: Explanation) -> str:
    made = explanation.assignment
    if made is None:
        return _tell_nobody(explanation)
    start = f"{made.item} ({made.queue}) went to {made.agent} after {_tell_minutes(made)}: "
    others = f"; {len(explanation.rejected)} could not be chosen" if explanation.rejected else ""
    return f"{start}{_tell_reason(explanation, made)}{others}."


def _tell_reason(explanation: Explanation, made: Assignment) -> str:
    best = explanation.candidates[0]
    if explanation.pulled and best.band is not None:
        reason = f"of {len(explanation.candidates)} that could be next, {_WHY[best.band]}"
    elif made.known:
        reason = "the agent knows the customer"
    else:
        reason = f"of {len(explanation.candidates)} free agents the one who is missed least"
    return reason + (f"; helping out from {made.via}" if made.via != made.queue else "")


def _tell_nobody(explanation: Explanation) -> str:
    if explanation.held_for is not None:
        return (
            f"{explanation.subject} keeps room free for {explanation.held_for}, which is pressing."
        )
    reasons = sorted({reason for each in explanation.rejected for reason in each.reasons})
    told = (
        "; ".join(reasons[:5]) or "nothing waits" if explanation.pulled else "; ".join(reasons[:5])
    )
    what = "could take nothing" if explanation.pulled else "found nobody"
    return f"{explanation.subject} {what}: {told or 'nobody is there'}."


def _tell_minutes(made: Assignment) -> str:
    return f"{made.waited.total_seconds() / 60:.1f} minutes"
