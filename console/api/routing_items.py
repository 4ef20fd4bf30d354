"""From lines of the log of routing to what scripts see."""

from datetime import timedelta

from console.api.routing_log_models import (
    CandidateItem,
    ExplanationItem,
    RejectionItem,
    RoutingItem,
    ScorePartItem,
)
from domain.assignment import Candidate, Explanation
from domain.routing_names import RoutingNames
from domain.routings import Routing

_SECOND = timedelta(seconds=1)


def to_routing_item(routing: Routing, reference: str, names: RoutingNames) -> RoutingItem:
    """Tell a line of the log."""
    waited, explanation = routing.waited, routing.explanation
    return RoutingItem(
        id=routing.id,
        reference=reference,
        kind=routing.kind,
        at=routing.at,
        agent=routing.agent,
        before=routing.before,
        by=routing.by,
        queue=routing.queue,
        via=routing.via,
        waited_seconds=None if waited is None else waited // _SECOND,
        known=routing.known,
        overflowed=routing.overflowed,
        reason=routing.reason,
        told=routing.told,
        explanation=None if explanation is None else _to_explanation_item(explanation, names),
    )


def _to_explanation_item(explanation: Explanation, names: RoutingNames) -> ExplanationItem:
    made, held_for = explanation.assignment, explanation.held_for
    chosen = None if made is None else made.item if explanation.pulled else made.agent
    return ExplanationItem(
        pulled=explanation.pulled,
        at=explanation.at,
        candidates=tuple(_to_candidate_item(one, names, chosen) for one in explanation.candidates),
        rejected=tuple(
            RejectionItem(id=one.id, name=names.name_any(one.id), reasons=one.reasons)
            for one in explanation.rejected
        ),
        held_for=None if held_for is None else names.name_any(held_for),
        behind=explanation.behind,
    )


def _to_candidate_item(
    candidate: Candidate, names: RoutingNames, chosen: str | None
) -> CandidateItem:
    return CandidateItem(
        id=candidate.id,
        name=names.name_any(candidate.id),
        chosen=candidate.id == chosen,
        band=candidate.band,
        score=candidate.score,
        parts=tuple(ScorePartItem.model_validate(part) for part in candidate.parts),
    )
