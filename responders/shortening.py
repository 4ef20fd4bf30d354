"""Cuts a text where a reader would pause."""

import re
import unicodedata

# Three full stops: the sign "…" is not in GSM-7 and would double what an SMS costs.
ELLIPSIS = "..."
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n\n")
_ZERO_WIDTH_JOINER = "\u200d"


def shorten_text(text: str, most: int) -> str:
    """Cut a text to at most `most` characters, at the end of a sentence if much of it remains.

    Otherwise it is cut between words, or within a word that alone is too long, but never between
    a letter and its accent or in the middle of a joined emoji. Either way an ellipsis follows.
    """
    if len(text) <= most:
        return text
    room = most - len(ELLIPSIS) - 1
    if room < 1:
        return text[: max(most, 0)]
    sentence = max((end.end() for end in _SENTENCE_END.finditer(text[: room + 1])), default=0)
    if sentence > room // 2:
        return f"{text[:sentence].rstrip()} {ELLIPSIS}"
    return _cut_between_words(text, room) + ELLIPSIS


def _cut_between_words(text: str, room: int) -> str:
    cut = text[: room + 1]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    if space > room // 2:
        return cut[:space].rstrip(" \n,;:-")
    end = room
    while end > 0 and _joins(text, end):
        end -= 1
    return text[:end].rstrip()


def _joins(text: str, position: int) -> bool:
    """Say whether what stands at a position belongs to the character before it."""
    here = text[position]
    marks = unicodedata.category(here).startswith("M") or here == _ZERO_WIDTH_JOINER
    return marks or text[position - 1] == _ZERO_WIDTH_JOINER
