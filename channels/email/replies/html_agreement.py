"""Which lines of a mail's text are those that its HTML marks as quoted."""

import re

from selectolax.lexbor import LexborHTMLParser

from channels.email.replies.lines import Line
from channels.email.replies.quoted_html import QUOTE_STAND_IN, cut_quoted_html

_SKIPPED = {"style", "script", "title", "head", "template"}
_NO_LETTERS = re.compile(r"[\W_]+")
_BREAK = "\0"


def find_lines_quoted_in_html(lines: list[Line], html: str) -> set[int]:
    """Find the lines whose letters all stand in what the HTML marks as quoted.

    The two are compared by letters and digits alone. Where the text is another than the HTML's,
    nothing is found, and the text has to speak for itself.
    """
    cut = cut_quoted_html(html)
    if cut is None:
        return set()
    letters = [_NO_LETTERS.sub("", line.whole) for line in lines]
    spans = _find_spans("".join(letters), _kept_pieces(cut))
    return set() if spans is None else _lines_outside(letters, spans)


def _kept_pieces(html: str) -> list[str]:
    """Give the letters of each stretch of HTML between the places where something was cut out."""
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return []
    for node in body.css(", ".join(_SKIPPED)):
        node.decompose()
    words = body.text(separator=" ").replace(QUOTE_STAND_IN, _BREAK)
    return [_NO_LETTERS.sub("", piece) for piece in words.split(_BREAK)]


def _find_spans(text: str, pieces: list[str]) -> list[tuple[int, int]] | None:
    """Find where the pieces stand in a text, None unless they frame it as they frame the HTML."""
    spans: list[tuple[int, int]] = []
    at = 0
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        found = len(text) - len(piece) if last else text.find(piece, at)
        if found < at or not text.startswith(piece, found) or (number == 0 and found != 0):
            return None
        at = found + len(piece)
        spans.append((found, at))
    return spans


def _lines_outside(letters: list[str], spans: list[tuple[int, int]]) -> set[int]:
    outside: set[int] = set()
    start, current = 0, 0
    for index, own in enumerate(letters):
        end = start + len(own)
        while current < len(spans) and spans[current][1] <= start:
            current += 1
        touched = current < len(spans) and spans[current][0] < end
        if own and not touched:
            outside.add(index)
        start = end
    return outside
