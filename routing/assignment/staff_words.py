"""What staff read of who has a conversation, and why: by names, titles and references."""

from collections import Counter
from datetime import timedelta
from typing import Final

from domain.assignment import Assignment, Band, Candidate, Explanation
from domain.routing_names import RoutingNames, helps_out
from domain.routings import Routing, RoutingKind

NO_NAMES: Final = RoutingNames()
_WHY = {
    Band.TURN_OVERDUE: "it had waited as long as is fair",
    Band.PRESSING: "its promise could still be kept and was the next to fall due",
    Band.LATE: "its promise was broken and nothing that could be kept was pressing",
    Band.IN_HAND: "nothing more urgent could be taken",
}
_KINDS = {
    RoutingKind.PUSHED: "given to {agent}{after}{why}{had}",
    RoutingKind.PULLED: "{agent} asked for the next one and got it{after}{why}{had}",
    RoutingKind.TAKEN: "{agent} took it by hand{after}{extras}{had}",
    RoutingKind.ASSIGNED: "{by} gave it to {whom}{after}{extras}{had}",
    RoutingKind.RELEASED: "{by} gave it back to the queue {queue}{had}",
    RoutingKind.HANDED_ON: "{before} is not there, so it is back in the queue {queue} for whoever "
    "can take it",
    RoutingKind.QUEUED: "{by} put it into the queue {queue}{had}",
    RoutingKind.WIDENED: "time is running out{after}: the people of {via} may take it from "
    "{queue} as well",
    RoutingKind.UNSERVED: "nobody can take it from the queue {queue}{after}{against}",
}
# How many different reasons against people a sentence names.
_MOST_REASONS = 4


def tell_staff(routing: Routing, names: RoutingNames = NO_NAMES) -> str:
    """Say of a line of the log who has the conversation and why."""
    queue, agent = names.name_queue(routing.queue), names.name_agent(routing.agent)
    had_by_another = routing.before not in {None, routing.by, routing.agent}
    words = _KINDS[routing.kind].format(
        agent=agent,
        by=names.name_agent(routing.by),
        before=names.name_agent(routing.before),
        queue=queue,
        via=names.name_queue(routing.via),
        whom=_tell_whom(routing, agent, queue),
        after="" if routing.waited is None else f" after {tell_wait(routing.waited)}",
        had=f"; {names.name_agent(routing.before)} had it before" if had_by_another else "",
        why=_tell_why(routing, names),
        extras=_tell_extras(routing, names),
        against=_tell_against(routing.explanation, names),
    )
    return _end(words)


def _tell_whom(routing: Routing, agent: str, queue: str) -> str:
    if routing.agent is None:
        return f"the queue {queue}"
    return "themselves" if routing.agent == routing.by else agent


def tell_choice_made(explanation: Explanation, names: RoutingNames = NO_NAMES) -> str:
    """Say what came of a choice that stands on no log, such as a simulated one."""
    made = explanation.assignment
    if made is None:
        return _end(_tell_nobody(explanation, names))
    item, agent = names.name_any(made.item), names.name_agent(made.agent)
    queue, why = names.name_queue(made.queue), _tell_choice(explanation, made, names)
    return _end(f"{item} ({queue}) went to {agent} after {tell_wait(made.waited)}: {why}")


def tell_wait(waited: timedelta) -> str:
    """Tell a wait in its two largest units: `under a minute`, `9 min`, `2 h 5 min`, `1 d 3 h`."""
    minutes = int(waited.total_seconds() // 60)
    if minutes < 1:
        return "under a minute"
    units = [(minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min")]
    first = next(place for place, (number, _unit) in enumerate(units) if number)
    shown = [f"{number} {unit}" for number, unit in units[first : first + 2] if number]
    return " ".join(shown)


def find_candidate(explanation: Explanation, name: str) -> Candidate | None:
    """Find what was weighed of an agent or a conversation."""
    return next((each for each in explanation.candidates if each.id == name), None)


def _tell_why(routing: Routing, names: RoutingNames) -> str:
    explanation = routing.explanation
    made = None if explanation is None else explanation.assignment
    if explanation is None or made is None:
        return _tell_extras(routing, names)
    return f": {_tell_choice(explanation, made, names)}"


def _tell_extras(routing: Routing, names: RoutingNames) -> str:
    extras = ["knows the customer"] if routing.known else []
    if routing.overflowed:
        extras.append(f"helping out from {names.name_queue(routing.via)}")
    return f", {' and '.join(extras)}" if extras else ""


def _tell_choice(explanation: Explanation, made: Assignment, names: RoutingNames) -> str:
    reason = _tell_reason(explanation, made)
    if helps_out(made.queue, made.via):
        reason += f"; helping out from {names.name_queue(made.via)}"
    rejected = len(explanation.rejected)
    return f"{reason}; {rejected} could not be chosen" if rejected else reason


def _tell_reason(explanation: Explanation, made: Assignment) -> str:
    number = len(explanation.candidates)
    if explanation.pulled:
        chosen = find_candidate(explanation, made.item)
        band = Band.IN_HAND if chosen is None or chosen.band is None else chosen.band
        others = f"of {number} that could be next, " if number > 1 else ""
        knows = "; they know the customer" if made.known else ""
        return f"{others}{_WHY[band]}{knows}"
    if made.known:
        return "they know the customer"
    if number > 1:
        return f"of {number} with room the one whose skills are missed least"
    return "nobody else with room could take it"


def _tell_nobody(explanation: Explanation, names: RoutingNames) -> str:
    subject = names.name_any(explanation.subject)
    if explanation.held_for is not None:
        held_for = names.name_any(explanation.held_for)
        return f"{subject} keeps room free for {held_for}, which is pressing"
    if explanation.pulled:
        return _tell_nothing(explanation, subject)
    against = _tell_against(explanation, names)
    return f"{subject} found nobody{against or ': nobody is there'}"


def _tell_nothing(explanation: Explanation, subject: str) -> str:
    """Tell an agent why nothing was for them; the reasons against each are about them."""
    reasons = Counter(reason for each in explanation.rejected for reason in each.reasons)
    if not reasons:
        return "nothing waits"
    told = [reason for reason, _number in reasons.most_common(_MOST_REASONS)]
    return f"nothing that waits is for {subject}, who {', '.join(told)}"


def _tell_against(explanation: Explanation | None, names: RoutingNames) -> str:
    """Tell why those who were looked at could not be chosen, the commonest reason first."""
    if explanation is None:
        return ""
    counted = Counter(reason for each in explanation.rejected for reason in each.reasons)
    if not counted:
        return ""
    whole = len(explanation.rejected)
    told = [
        f"{'each' if number == whole else number} {reason}"
        for reason, number in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    ]
    if whole == 1:
        told = [f"{names.name_any(explanation.rejected[0].id)} {reason}" for reason in counted]
    return f": {', '.join(told[:_MOST_REASONS])}"


def _end(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
