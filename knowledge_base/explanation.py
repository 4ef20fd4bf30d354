"""Why articles came up for a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.knowledge import ArticleMatch
from knowledge_base.spelling import Repair


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """Why one article came up: the parts' scores of it, each 0 to 1."""

    match: ArticleMatch
    classifier: float
    nearest_variant: float
    words_covered: float
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchExplanation:
    """What was made of a text.

    Attributes:
        candidates: best first, over the whole text and its sentences.
        repairs: words that were read as others.
        known: share of the text's words that the knowledge base has, by weight; the largest over
            the locales asked.
    """

    candidates: tuple[PartScore, ...]
    repairs: tuple[Repair, ...]
    known: float


NOTHING = MatchExplanation(candidates=(), repairs=(), known=0.0)


def best_confidence(found: MatchExplanation) -> float:
    """Return the confidence of the best candidate, 0 where there is none."""
    return max((candidate.match.confidence for candidate in found.candidates), default=0.0)


def join_explanations(first: MatchExplanation, second: MatchExplanation) -> MatchExplanation:
    """Put the candidates and repairs of two askings together, unranked."""
    return MatchExplanation(
        candidates=first.candidates + second.candidates,
        repairs=tuple(dict.fromkeys(first.repairs + second.repairs)),
        known=max(first.known, second.known),
    )


def rank_candidates(candidates: Sequence[PartScore], limit: int) -> tuple[PartScore, ...]:
    """Return the candidates by confidence, the best of each article alone."""
    ordered = sorted(candidates, key=lambda candidate: -candidate.match.confidence)
    once: dict[str, PartScore] = {}
    for candidate in ordered:
        once.setdefault(candidate.match.article_id, candidate)
    return tuple(once.values())[:limit]
