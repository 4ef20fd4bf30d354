"""Why articles came up, told so that a knowledge manager can act on it; pure."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from console.wording import name_term
from domain.decisions import Understanding
from domain.knowledge import ArticleMatch, Candidate

LEXICAL: Final = "words and letters alone"
# Those that a reader should not have to guess; any other is shown by its own name.
_PARTS: Final[Mapping[str, str]] = {
    "meaning": "Meaning",
    "nearest": "Nearest wording",
    "words": "Words and letters",
    "covered": "Words it knows",
    "classifier": "Wording as a whole",
}
# Less is no sign of anything, unless nothing better came up.
_LEAST_SHOWN: Final = 0.01
# Where no confidence was needed in particular: from here on an article is drawn as likely.
_LIKELY: Final = 0.7
_POSSIBLE: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWords:
    """What one part of the matcher said of an article.

    Attributes:
        share: 0 to 1.
    """

    name: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NearArticle:
    """An article that came up, as it is drawn.

    Attributes:
        level: `reached`, `near` or `far` from being sent.
        mark: where the needed confidence lies, 0 to 1, or None.
        need: what was needed, in words, or None.
        parts: in the matcher's order; none for decisions from before they were kept.
        variant: the nearest wording of the article, or an empty text.
    """

    match: ArticleMatch
    level: str
    mark: float | None
    need: str | None
    parts: tuple[PartWords, ...] = ()
    variant: str = ""
    exact: bool = False


def list_near_articles(understanding: Understanding) -> tuple[NearArticle, ...]:
    """List what came up for a message, best first; at least one article where there was any."""
    found = understanding.explanation
    explained = () if found is None else found.candidates
    candidates = explained or tuple(Candidate(match=each) for each in understanding.matches)
    near = [each for each in candidates if each.match.confidence >= _LEAST_SHOWN]
    return tuple(map(_draw, near or candidates[:1]))


def draw_match(match: ArticleMatch) -> NearArticle:
    """Draw an article of which no more is known than that it came up."""
    return _draw(Candidate(match=match))


def name_encoder(understanding: Understanding) -> str | None:
    """Name what the meaning of words was taken from; None where that was not kept yet."""
    if understanding.explanation is None:
        return None
    return understanding.encoder or LEXICAL


def describe_share(share: float) -> str:
    """Tell a share in percent, rounded down as in the rules' own words."""
    return f"{math.floor(share * 100 + 1e-9)} %"


def _draw(candidate: Candidate) -> NearArticle:
    match = candidate.match
    return NearArticle(
        match=match,
        level=_assess(match),
        mark=match.needed if match.needed is not None and match.needed <= 1 else None,
        need=_describe_need(match),
        parts=tuple(
            PartWords(name=_PARTS.get(name, name_term(name)), share=min(max(share, 0.0), 1.0))
            for name, share in candidate.parts.items()
        ),
        variant=candidate.variant,
        exact=candidate.exact,
    )


def _assess(match: ArticleMatch) -> str:
    needed = _LIKELY if match.needed is None else match.needed
    if match.confidence >= needed:
        return "reached"
    return "near" if match.confidence >= min(_POSSIBLE, needed) else "far"


def _describe_need(match: ArticleMatch) -> str | None:
    if match.sensitive:
        return "Sensitive: a person reads it before it is sent"
    if match.needed is None:
        return None
    if match.needed > 1:
        return "Nothing is sure enough to send it unasked"
    return f"{describe_share(match.needed)} needed to send it unasked"
