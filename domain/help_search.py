"""What a reader of the help centre finds."""

from dataclasses import dataclass

from domain.knowledge import Repair

Piece = tuple[str, bool]
"""A part of a text, and whether it is what was searched for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """An article that was found.

    Attributes:
        locale: its language; another than the reader's where it is not there in theirs.
        category: where the help centre lists it, or None.
        snippet: the part of it that tells why, in pieces; text, not HTML.
        score: the higher the better; of one search alone.
    """

    article_id: str
    locale: str
    title: str
    category: str | None = None
    snippet: tuple[Piece, ...] = ()
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """What was found.

    Attributes:
        hits: best first; those in the reader's language before those that are in others alone.
        direct: the one that the matcher would answer with, so sure is it of it, or None.
        repairs: words that were read as others, as they were typed wrong.
    """

    hits: tuple[SearchHit, ...] = ()
    direct: SearchHit | None = None
    repairs: tuple[Repair, ...] = ()
