"""What an author should know of an answer before customers read it; pure.

Rendering makes every answer harmless (`rendering.py`), so none of this is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge_base.rendering import SCHEMES

LONGEST_REVIEWED: Final = 100_000
"""Characters of an answer that are looked through."""

MOST_FINDINGS: Final = 5

# To another article; it becomes an address before customers see it.
_ARTICLE: Final = "article"

_SUSPECT = re.compile(r"<[A-Za-z/!?]|\]\s*[(:]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]{0,30})")


class _Trusting(MarkdownIt):
    """Reads raw HTML and every link as such, to name what rendering would not let through."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the signature is the library's
        return True


_MARKDOWN = _Trusting("commonmark", {"html": True}).enable("table")


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """Something in an answer.

    Attributes:
        line: of the answer, counted from 0.
    """

    line: int
    reason: str


def review_answer(answer: str) -> tuple[AnswerFinding, ...]:
    """Find raw HTML and links of kinds that customers are not shown, the first few of them."""
    if not answer.strip():
        # A set made for measuring has no answers, and a customer reads the title, not nothing.
        reason = "answer: is empty; the title stands in for it until there is one"
        return (AnswerFinding(line=0, reason=reason),)
    start = answer[:LONGEST_REVIEWED]
    if not _SUSPECT.search(start):
        return ()
    found = list(dict.fromkeys(_find(_MARKDOWN.parse(start))))
    return tuple(found[:MOST_FINDINGS])


def _find(tokens: list[Token]) -> Iterator[AnswerFinding]:
    for token in tokens:
        line = token.map[0] if token.map else 0
        if token.type == "html_block":
            yield _name_html(token.content, line)
        for child in token.children or ():
            line += child.type in ("softbreak", "hardbreak")
            if child.type == "html_inline":
                yield _name_html(child.content, line)
            target = str(child.attrs.get("href") or child.attrs.get("src") or "")
            scheme = _SCHEME.match(target)
            if scheme and scheme[0].lower() not in {*SCHEMES, _ARTICLE}:
                yield _name_link(scheme[0].lower()[:30], line)


def _name_html(html: str, line: int) -> AnswerFinding:
    tag = _TAG.search(html)
    name = f"<{tag[1].lower()}>" if tag else "a comment"
    reason = (
        f"answer: holds HTML ({name}), which customers read as text and no browser runs; "
        "write Markdown"
    )
    return AnswerFinding(line=line, reason=reason)


def _name_link(scheme: str, line: int) -> AnswerFinding:
    known = ", ".join(sorted(SCHEMES))
    reason = f"answer: links to {scheme}:, which is left out; links may begin with {known}"
    return AnswerFinding(line=line, reason=reason)
