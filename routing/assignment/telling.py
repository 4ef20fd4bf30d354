"""Why a conversation is where it is, in a sentence: for the customer, and for staff."""

from dataclasses import replace
from typing import Literal

from domain.assignment import Band, Explanation
from domain.routing_names import AND, RoutingNames
from domain.routings import Routing, RoutingKind
from routing.assignment.staff_words import NO_NAMES, find_candidate, tell_choice_made, tell_staff
from routing.assignment.told_words import find_words

Audience = Literal["customer", "staff"]


def with_sentences(routing: Routing, names: RoutingNames, language: str | None) -> Routing:
    """Give a line of the log its two sentences.

    Args:
        language: the customer's, such as `de`; English where it is not known or not spoken.
    """
    told = tell_customer(routing, language)
    return replace(routing, reason=routing.reason or tell_staff(routing, names), told=told)


def tell_customer(routing: Routing, language: str | None = None) -> str:
    """Say of a line of the log what the customer could be told; names nobody and no number."""
    words, kind = find_words(language), routing.kind
    made = None if routing.explanation is None else routing.explanation.assignment
    if routing.known and kind in words.known and routing.agent is not None:
        sentence = words.known[kind]
    elif routing.overflowed and kind in words.helping:
        sentence = words.helping[kind]
    elif made is not None and made.language and kind in words.spoken:
        sentence = words.spoken[kind]
    elif kind is RoutingKind.ASSIGNED and routing.agent is not None:
        sentence = words.to_person
    elif kind is RoutingKind.RELEASED and routing.queue is None:
        sentence = words.to_bot
    else:
        sentence = words.plain[kind]
    return f"{sentence} {words.late}" if _was_late(routing) else sentence


def tell_assignment(
    explanation: Explanation,
    audience: Audience = "customer",
    *,
    names: RoutingNames = NO_NAMES,
    language: str | None = None,
) -> str:
    """Say in a sentence why a conversation went to whom it went, or why it still waits.

    The customer's sentence names no agent, no score and no other customer.
    """
    if audience == "customer":
        return tell_customer(_imagine_routing(explanation), language)
    return tell_choice_made(explanation, names)


def _imagine_routing(explanation: Explanation) -> Routing:
    """Make the line of the log that an explanation by itself would lead to."""
    made = explanation.assignment
    kind = RoutingKind.PULLED if explanation.pulled else RoutingKind.PUSHED
    return Routing(
        position=0,
        id="",
        conversation_id=explanation.subject if made is None else made.item,
        kind=RoutingKind.UNSERVED if made is None else kind,
        agent=None if made is None else made.agent,
        before=None,
        by=None,
        queue=None if made is None else made.queue.split(AND)[0],
        via=None if made is None else made.via.split(AND)[0],
        at=explanation.at,
        waited=None if made is None else made.waited,
        known=made is not None and made.known,
        reason="",
        told="",
        explanation=explanation,
    )


def _was_late(routing: Routing) -> bool:
    explanation = routing.explanation
    made = None if explanation is None else explanation.assignment
    if explanation is None or made is None:
        return False
    chosen = find_candidate(explanation, made.item)
    if chosen is None:
        return False
    slack = next((part.amount for part in chosen.parts if part.name == "slack"), 0.0)
    return chosen.band is Band.LATE or slack < 0
