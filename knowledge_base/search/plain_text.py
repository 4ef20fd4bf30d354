"""An answer's words without its Markdown, near enough to search and to quote.

`knowledge_base.rendering` reads Markdown as it is defined, and takes so long for ten thousand
answers that a start would have to wait. Addresses are left out: nobody searches by them.
"""

import re
from html import unescape

LONGEST_ANSWER = 20_000
"""Characters of an answer that are searched."""

_LINE_MARKS = re.compile(
    r"^ ?(?:(?:`{3}|~{3}).*|\[[^\]\n]{1,200}\]:.*|[-*_=|:+> ]+$"
    r"|(?:(?:>|#{1,6}(?= )|[-*+](?= )|\d{1,9}[.)](?= )) ?)+)",
    re.MULTILINE,
)
_IMAGE_OR_LINK = re.compile(
    r"!?\[([^\[\]\n]{0,500})\](?:\([^()\s]{0,500}(?:\s+[^()\n]{0,200})?\)|\[[^\]\n]{0,200}\])"
)
_AUTOLINK = re.compile(
    r"<(?:[a-z][a-z0-9+.-]{1,31}:[^\s<>]{0,500}|[^\s<>@]{1,100}@[^\s<>]{1,200})>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-z][^<>]{0,300}>|<!--.{0,1000}?-->", re.IGNORECASE | re.DOTALL)
_EMPHASIS = re.compile(r"[*`~_]+")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_CELL = re.compile(r"(?<!\\)\|")
_SPACE = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\s*\n\s*")


def strip_markdown(markdown: str) -> str:
    """Return an answer's text, a line for each of its lines that has words."""
    text = _SPACE.sub(" ", markdown[:LONGEST_ANSWER].replace("\r", "\n"))
    text = _LINE_MARKS.sub("", text)
    # Twice: a picture may stand in a link.
    text = _IMAGE_OR_LINK.sub(r"\1", _IMAGE_OR_LINK.sub(r"\1", text))
    text = _TAG.sub(" ", _AUTOLINK.sub(" ", text))
    text = _CELL.sub(" ", _EMPHASIS.sub(_drop_emphasis, text))
    text = unescape(_ESCAPE.sub(r"\1", text))
    return _BREAKS.sub("\n", _SPACE.sub(" ", text)).strip()


def _drop_emphasis(found: re.Match[str]) -> str:
    """Drop what stands for emphasis, not what was escaped or joins the parts of a name."""
    before, after = (
        found.string[max(0, found.start() - 1) : found.start()],
        found.string[found.end() : found.end() + 1],
    )
    joins = found[0][0] == "_" and before.isalnum() and after.isalnum()
    return found[0] if joins or before == "\\" else ""
