"""What an answer's Markdown loses where only plain text can be shown; pure."""

from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_LOST: Final = {
    "heading_open": ("heading", "headings", "stands as a line of its own, like any other"),
    "table_open": ("table", "tables", "is written in lines with strokes between the columns"),
    "image": ("picture", "pictures", "is not shown; its description stands in its place"),
}
_SEVERAL: Final = {
    "heading_open": "stand as lines of their own, like any others",
    "table_open": "are written in lines with strokes between the columns",
    "image": "are not shown; their descriptions stand in their place",
}


def find_lost_markup(markdown: str, *, html: bool) -> tuple[str, ...]:
    """Tell in sentences what readers do not see as it was meant.

    Args:
        html: whether the channel shows HTML, which loses nothing.
    """
    if html:
        return ()
    counts = dict.fromkeys(_LOST, 0)
    for kind in _walk(markdown):
        if kind in counts:
            counts[kind] += 1
    return tuple(_tell(kind, count) for kind, count in counts.items() if count)


def _walk(markdown: str) -> Iterator[str]:
    for token in _MARKDOWN.parse(markdown):
        yield token.type
        yield from (child.type for child in token.children or ())


def _tell(kind: str, count: int) -> str:
    one, several, loss = _LOST[kind]
    if count == 1:
        return f"The {one} {loss}."
    return f"The {count} {several} {_SEVERAL[kind]}."
