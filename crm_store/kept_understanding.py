"""An understanding cut to what is worth keeping with a decision; pure.

A message has one decision for ever, so what stands there is bounded whatever a matcher says, and
holds nothing that a JSON column would refuse.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from domain.decisions import AskedQuestion, Understanding
from domain.knowledge import ArticleMatch, Candidate, MatchExplanation, Repair
from domain.routing_facts import Evidence

MOST_CANDIDATES: Final = 5
MOST_PARTS: Final = 12
MOST_REPAIRS: Final = 20
MOST_QUESTIONS: Final = 8
MOST_MATCHES_OF_A_QUESTION: Final = 3
MOST_SIGNS: Final = 5
MOST_EVIDENCE: Final = 12
LONGEST_WORD: Final = 60
LONGEST_TEXT: Final = 300
"""Characters of a title, a variant or a question."""

# Engines keep what JSON can say, and PostgreSQL no NUL; four digits are more than anybody reads.
_DIGITS: Final = 4


def bound_understanding(understanding: Understanding) -> Understanding:
    """Keep the best candidates and the first questions and repairs, with their texts cut."""
    found, follows = understanding.explanation, understanding.follows
    reason = understanding.complaint_reason
    return replace(
        understanding,
        matches=_bound_matches(understanding.matches),
        questions=tuple(map(_bound_question, understanding.questions[:MOST_QUESTIONS])),
        follows=None if follows is None else _cut(follows),
        explanation=None if found is None else _bound_explanation(found),
        complaint=_bound_chance(understanding.complaint),
        urgency=_bound_chance(understanding.urgency),
        complaint_reason=None if reason is None else _cut(reason, LONGEST_WORD),
        signs=tuple(map(_cut, understanding.signs[:MOST_SIGNS])),
    )


def bound_evidence(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Keep the first of each thing that is known of a message, with their texts cut."""
    return tuple(
        Evidence(name=each.name, value=_cut(each.value, LONGEST_WORD), why=_cut(each.why))
        for each in evidence[:MOST_EVIDENCE]
    )


def _bound_chance(chance: float | None) -> float | None:
    return None if chance is None else _bound_share(chance)


def _bound_explanation(found: MatchExplanation) -> MatchExplanation:
    return MatchExplanation(
        candidates=tuple(map(_bound_candidate, found.candidates[:MOST_CANDIDATES])),
        repairs=tuple(
            Repair(_cut(each.typed, LONGEST_WORD), _cut(each.read, LONGEST_WORD))
            for each in found.repairs[:MOST_REPAIRS]
        ),
        known=_bound_share(found.known),
    )


def _bound_candidate(candidate: Candidate) -> Candidate:
    return replace(
        candidate,
        match=_bound_match(candidate.match),
        parts=_bound_parts(candidate.parts),
        variant=_cut(candidate.variant),
    )


def _bound_parts(parts: Mapping[str, float]) -> dict[str, float]:
    first = list(parts.items())[:MOST_PARTS]
    return {_cut(name, LONGEST_WORD): _bound_share(share) for name, share in first}


def _bound_question(question: AskedQuestion) -> AskedQuestion:
    matches = _bound_matches(question.matches[:MOST_MATCHES_OF_A_QUESTION])
    return replace(question, text=_cut(question.text), matches=matches)


def _bound_matches(matches: tuple[ArticleMatch, ...]) -> tuple[ArticleMatch, ...]:
    return tuple(map(_bound_match, matches[:MOST_CANDIDATES]))


def _bound_match(match: ArticleMatch) -> ArticleMatch:
    title = _cut(match.title)
    return match if title == match.title else replace(match, title=title)


def _bound_share(share: float) -> float:
    return round(float(share), _DIGITS) if math.isfinite(share) else 0.0


def _cut(text: str, longest: int = LONGEST_TEXT) -> str:
    if len(text) <= longest and text.isascii() and "\x00" not in text:
        return text
    whole = text if len(text) <= longest else f"{text[: longest - 1]}…"
    clean = whole.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return clean.encode("utf-8", "replace").decode("utf-8")
