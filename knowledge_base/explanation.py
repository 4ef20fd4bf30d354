"""Candidates of several askings put together."""

from collections.abc import Sequence
from dataclasses import replace

from domain.knowledge import Candidate, MatchExplanation

NOTHING = MatchExplanation()


def best_confidence(found: MatchExplanation) -> float:
    """Return the confidence of the best candidate, 0 where there is none."""
    return max((candidate.match.confidence for candidate in found.candidates), default=0.0)


def join_explanations(first: MatchExplanation, second: MatchExplanation) -> MatchExplanation:
    """Put the candidates and repairs of two askings together, unranked."""
    return replace(
        first,
        candidates=first.candidates + second.candidates,
        repairs=tuple(dict.fromkeys(first.repairs + second.repairs)),
        known=max(first.known, second.known),
    )


def rank_candidates(candidates: Sequence[Candidate], limit: int) -> tuple[Candidate, ...]:
    """Return the candidates by confidence, the best of each article alone."""
    ordered = sorted(candidates, key=lambda candidate: -candidate.match.confidence)
    once: dict[str, Candidate] = {}
    for candidate in ordered:
        once.setdefault(candidate.match.article_id, candidate)
    return tuple(once.values())[:limit]
