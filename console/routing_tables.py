"""The log of routing laid open: what was weighed, line by line; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from console.routing_words import BANDS, KIND_HINTS, KINDS, LOOKS, PARTS, say_reason
from domain.assignment import Candidate, Explanation, Rejection, ScorePart
from domain.routing_names import RoutingNames
from domain.routings import Routing, RoutingKind
from routing.assignment.staff_words import tell_wait

MOST_CANDIDATES: Final = 10
MOST_REJECTED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedPart:
    """One thing that counted, with its amount where that adds to the score."""

    name: str
    words: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An agent or a conversation that could have been chosen.

    Attributes:
        reference: of a conversation, to go there; empty of an agent.
        band: in words; empty of an agent.
    """

    name: str
    reference: str
    chosen: bool
    band: str
    score: str
    parts: tuple[WeighedPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnedDown:
    """An agent or a conversation that could not be chosen."""

    name: str
    reference: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedTable:
    """All that was weighed.

    Attributes:
        pulled: conversations were weighed for an agent; else agents for a conversation.
        more, more_rejected: how many are left out.
        behind: how many conversations stood behind others that are alike.
        held_for: the reference for which room was left free, or empty.
    """

    pulled: bool
    candidates: tuple[Weighed, ...]
    more: int
    rejected: tuple[TurnedDown, ...]
    more_rejected: int
    behind: int
    held_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingLine:
    """A line of the log as pages show it.

    Attributes:
        look: of the chip: `quiet`, `soon` or `late`.
        waited: in words; empty where that is not known.
        before: who had it until then, or empty.
        helping: the title of the other queue whose people took it, or empty.
        table: None where nothing was weighed.
    """

    routing: Routing
    reference: str
    kind: str
    hint: str
    look: str
    agent: str
    before: str
    queue: str
    helping: str
    waited: str
    table: WeighedTable | None


def lay_open_line(routing: Routing, names: RoutingNames, reference: str = "") -> RoutingLine:
    """Lay a line of the log open."""
    waited, explanation = routing.waited, routing.explanation
    return RoutingLine(
        routing=routing,
        reference=reference,
        kind=KINDS[routing.kind],
        hint=KIND_HINTS[routing.kind],
        look=LOOKS.get(routing.kind, "quiet"),
        agent="" if routing.agent is None else names.name_agent(routing.agent),
        before="" if routing.before is None else names.name_agent(routing.before),
        queue="" if routing.queue is None else names.name_queue(routing.queue),
        helping=_name_helping(routing, names),
        waited="" if waited is None else tell_wait(waited),
        table=None if explanation is None else lay_open_explanation(explanation, names),
    )


def lay_open_explanation(explanation: Explanation, names: RoutingNames) -> WeighedTable:
    """Lay open what was weighed; the first few of each."""
    made = explanation.assignment
    chosen = None if made is None else made.item if explanation.pulled else made.agent
    candidates, rejected = explanation.candidates, explanation.rejected
    held_for = explanation.held_for
    return WeighedTable(
        pulled=explanation.pulled,
        candidates=tuple(
            _lay_open(each, names, pulled=explanation.pulled, chosen=each.id == chosen)
            for each in candidates[:MOST_CANDIDATES]
        ),
        more=max(0, len(candidates) - MOST_CANDIDATES),
        rejected=tuple(_turn_down(each, names) for each in rejected[:MOST_REJECTED]),
        more_rejected=max(0, len(rejected) - MOST_REJECTED),
        behind=explanation.behind,
        held_for="" if held_for is None else names.name_any(held_for),
    )


def list_explanations(routings: Iterable[Routing]) -> list[Explanation]:
    """List what was weighed for some lines, where something was."""
    return [each.explanation for each in routings if each.explanation is not None]


def _name_helping(routing: Routing, names: RoutingNames) -> str:
    if routing.kind is RoutingKind.WIDENED or not routing.overflowed:
        return ""
    return names.name_queue(routing.via)


def _lay_open(candidate: Candidate, names: RoutingNames, *, pulled: bool, chosen: bool) -> Weighed:
    return Weighed(
        name=names.name_any(candidate.id),
        reference=names.references.get(candidate.id, ""),
        chosen=chosen,
        band="" if candidate.band is None else BANDS[candidate.band],
        score=_say_amount(candidate.score, pulled=pulled),
        parts=tuple(_lay_open_part(part, pulled=pulled) for part in candidate.parts),
    )


def _lay_open_part(part: ScorePart, *, pulled: bool) -> WeighedPart:
    name = PARTS.get(part.name, part.name.replace("_", " ").capitalize())
    amount = f"{part.amount:.2f}\N{MULTIPLICATION SIGN}" if part.name == "weight" else ""
    return WeighedPart(
        name=name, words=part.words, amount=amount or _say_amount(part.amount, pulled=pulled)
    )


def _turn_down(rejection: Rejection, names: RoutingNames) -> TurnedDown:
    reasons = (say_reason(each, names) for each in rejection.reasons)
    return TurnedDown(
        name=names.name_any(rejection.id),
        reference=names.references.get(rejection.id, ""),
        reasons="; ".join(reasons) or "could not be chosen",
    )


def _say_amount(amount: float, *, pulled: bool) -> str:
    """Say an amount: in minutes where conversations are compared, a plain number of agents."""
    number = f"{amount:.1f} min" if pulled else f"{amount:.2f}"
    return number.replace("-", "\N{MINUS SIGN}")
