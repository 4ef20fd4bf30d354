"""HTML brought within bounds before a parser sees it.

Parsers of HTML take time that grows with the square of the depth of nesting, and multiply unclosed
formatting with every paragraph (WHATWG HTML, 13.2.4.3, "reconstruct the active formatting
elements"). Browsers cap the depth as well.
"""

import re

from channels.email.parsing.limits import (
    MOST_FORMATTING_DEPTH,
    MOST_HTML,
    MOST_TAG_DEPTH,
    MOST_TAGS,
)

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,60})([^<>]*)(>?)")
# An ampersand or "less than" that begins nothing; parsers take long over each.
_BARE_AMPERSAND = re.compile(
    r"&(?!(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
    r"|(?:nbsp|copy|reg|amp|lt|gt|quot)(?![a-zA-Z0-9=]))"
)
_BARE_LESS_THAN = re.compile(r"<(?![a-zA-Z/!?])")
_FORMATTING = frozenset({
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
    "u",
})  # fmt: skip
# What holds nothing, or is closed by its next sibling.
_FLAT = frozenset({
    "area", "base", "basefont", "bgsound", "br", "col", "dd", "dt", "embed", "frame", "hr",
    "img", "input", "li", "link", "meta", "option", "p", "param", "source", "tbody", "td",
    "tfoot", "th", "thead", "tr", "track", "wbr",
})  # fmt: skip
_MOST_MARKS_IN_TAG = 500


def bound_html(html: str) -> str:
    """Cut what is too long, and leave out tags that nest too deep; their text stays."""
    html = _BARE_AMPERSAND.sub("&amp;", html[:MOST_HTML].replace("\0", ""))
    html = _BARE_LESS_THAN.sub("&lt;", html)
    return _TAG.sub(_Depth().keep, html)


class _Depth:
    """Follows how deep tags nest, as far as their text tells."""

    def __init__(self) -> None:
        self.depth = 0
        self.open: dict[str, int] = {}
        self.left_out: dict[str, int] = {}
        self.formatting = 0
        self.tags = 0

    def keep(self, tag: "re.Match[str]") -> str:
        if not tag[4]:  # it is never closed; a parser would read on to the next tag's end
            return f"&lt;{tag[0][1:]}"
        name = tag[2].lower()
        self.tags += 1
        if self.tags > MOST_TAGS or (
            tag.end() - tag.start() > 1_000 and _has_many_attributes(tag[3])
        ):
            return ""
        if name in _FLAT:
            return tag[0]
        return self._close(name, tag[0]) if tag[1] else self._open(name, tag[0])

    def _open(self, name: str, tag: str) -> str:
        formats = name in _FORMATTING
        too_deep = self.depth >= MOST_TAG_DEPTH
        if too_deep or (formats and self.formatting >= MOST_FORMATTING_DEPTH):
            self.left_out[name] = self.left_out.get(name, 0) + 1
            return ""
        self.depth += 1
        self.formatting += formats
        self.open[name] = self.open.get(name, 0) + 1
        return tag

    def _close(self, name: str, tag: str) -> str:
        if self.left_out.get(name):
            self.left_out[name] -= 1
            return ""
        if self.open.get(name):
            self.open[name] -= 1
            self.depth -= 1
            self.formatting -= name in _FORMATTING
        return tag


def _has_many_attributes(attributes: str) -> bool:
    marks = sum(map(attributes.count, "= \n\t/"))
    # The content of an image may stand in its source, with slashes all over it.
    return marks - attributes.count("/") * ("data:" in attributes) > _MOST_MARKS_IN_TAG
