"""The part of an answer that shows why it was found, with the words that were searched marked."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile

from domain.help_search import Piece
from knowledge_base.search.terms import Term, locate_terms

LENGTH = 180
"""Characters of a snippet, about two lines on a telephone."""

LONGEST_LOOKED_AT = 4_000
MOST_MARKED = 400
TELLING = 0.3
"""Words that weigh less, beside the weightiest, are not marked: "is" in "my suitcase is gone"."""

_LEAD = 40
"""Characters before the first marked word, where the snippet does not begin with the text."""

_GAP = "…"
_BARE_END = re.compile(r"(?<![.!?:;,…。！？])\n")  # noqa: RUF001 - sentences end so in Chinese


def cut_snippet(text: str, terms: Mapping[str, float]) -> tuple[Piece, ...]:
    """Return the part of a text with the most of some terms; its beginning where it has none.

    Args:
        terms: with their weights.
    """
    looked_at = text[:LONGEST_LOOKED_AT]
    telling = _leave_out_small(terms)
    found = list(islice(locate_terms(looked_at, telling), MOST_MARKED)) if telling else []
    start = _find_start(looked_at, found, telling)
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = _end_of_word(text, start, end)
    pieces = _mark(text[start:end], start, found)
    before = ((f"{_GAP} ", False),) if start else ()
    after = ((f" {_GAP}", False),) if end < len(text.rstrip()) else ()
    return (*before, *pieces, *after)


def _leave_out_small(terms: Mapping[str, float]) -> dict[str, float]:
    """Leave out the words that are nearly everywhere, where there are others."""
    least = TELLING * max(terms.values(), default=0.0)
    return {term: weight for term, weight in terms.items() if weight >= least}


def _find_start(text: str, found: Sequence[Term], terms: Mapping[str, float]) -> int:
    """Return where the best part begins: one that holds the weightiest terms, each counted once."""
    best, start = _weigh((term for term in found if term.end <= LENGTH), terms), 0
    for place, first in enumerate(found):
        last = first.start + LENGTH - _LEAD
        held = _weigh(_take_until(last, found[place:]), terms)
        if held > best + 1e-9:
            best, start = held, first.start
    if start <= _LEAD:
        return 0
    return _begin_sentence(text, start)


def _take_until(end: int, found: Iterable[Term]) -> Iterator[Term]:
    return takewhile(lambda term: term.end <= end, found)


def _weigh(found: Iterable[Term], terms: Mapping[str, float]) -> float:
    return sum(terms[text] for text in {term.text for term in found})


def _begin_sentence(text: str, start: int) -> int:
    """Go back to where the sentence, or else some word before, begins."""
    lead = text[start - _LEAD : start]
    for end in ("\n", ". ", "! ", "? ", "。"):
        if (cut := lead.rfind(end)) >= 0:
            return start - _LEAD + cut + len(end)
    return start - _LEAD + lead.find(" ") + 1 if " " in lead else start


def _end_of_word(text: str, start: int, end: int) -> int:
    space = max(text.rfind(" ", start + LENGTH // 2, end), text.rfind("\n", start + 1, end))
    return space if space > start + LENGTH // 2 else end


def _mark(part: str, shift: int, found: Collection[Term]) -> list[Piece]:
    """Cut a part of a text into what is marked and what is not; pairs of letters may overlap."""
    pieces: list[Piece] = []
    at = 0
    for start, end in _join_spans(found, shift, shift + len(part)):
        if start > at:
            pieces.append((_flatten(part[at:start]), False))
        pieces.append((_flatten(part[start:end]), True))
        at = end
    if at < len(part):
        pieces.append((_flatten(part[at:]), False))
    return pieces


def _join_spans(found: Collection[Term], first: int, last: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for term in found:
        if term.start < first or term.end > last:
            continue
        start, end = term.start - first, term.end - first
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def _flatten(text: str) -> str:
    """Put the lines of a list or table one behind the other so that each is still seen to end."""
    return _BARE_END.sub(" · ", text).replace("\n", " ")
