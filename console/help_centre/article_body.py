"""An article's answer as the help centre shows it, with a table of contents where it is long."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from markupsafe import Markup, escape

from knowledge_base.article_links import make_links_absolute
from knowledge_base.rendering import render_answer_html

LONG_TEXT: Final = 1_500  # characters
_FEWEST_HEADINGS: Final = 3
_LONGEST_DESCRIPTION: Final = 160  # characters; what search engines show of it
# The HTML is ours and sanitised: headings and pictures have no other attributes than these.
_HEADING: Final = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_PICTURE: Final = re.compile(r'<img src="([^"]*)"(?: alt="([^"]*)")?[^>]*>')
_PARAGRAPH: Final = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_NO_WORD: Final = re.compile(r"[\W_]+")
_FILES: Final = "/help/files/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading that the table of contents leads to."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleBody:
    """An answer, ready to be shown.

    Attributes:
        contents: empty unless it is long.
        description: its beginning as one line of text.
    """

    html: Markup
    contents: Sequence[Heading] = field(default_factory=tuple)
    description: str = ""


def render_body(answer: str, locale: str) -> ArticleBody:
    """Render an answer; links to articles lead to this help centre."""
    html = render_answer_html(make_links_absolute(answer, public_url="", locale=locale))
    html, headings = _mark_headings(_show_pictures(_wrap_tables(html)))
    long = len(answer) > LONG_TEXT and len(headings) >= _FEWEST_HEADINGS
    return ArticleBody(
        html=Markup(html),  # noqa: S704 - sanitised by what rendered it
        contents=headings if long else (),
        description=_describe(html),
    )


def _mark_headings(html: str) -> tuple[str, tuple[Heading, ...]]:
    """Begin with headings below the title's, and give each an anchor."""
    levels = [int(found[1]) for found in _HEADING.finditer(html)]
    lift = 2 - min(levels, default=2)
    headings: list[Heading] = []

    def mark(found: re.Match[str]) -> str:
        level = min(6, int(found[1]) + lift)
        words = unescape(_TAG.sub("", found[2])).strip()
        slug = _NO_WORD.sub("-", words.lower())[:60].strip("-")
        anchor = f"{len(headings) + 1}-{slug}"
        headings.append(Heading(anchor=anchor, words=words))
        return f'<h{level} id="{escape(anchor)}">{found[2]}</h{level}>'

    return _HEADING.sub(mark, html), tuple(headings)


def _show_pictures(html: str) -> str:
    """Show our own pictures; one from elsewhere would tell its host who reads: it gets a link."""

    def show(found: re.Match[str]) -> str:
        source, words = found[1], found[2] or ""
        if source.startswith(_FILES):
            return f'<img src="{source}" alt="{words}" loading="lazy" decoding="async">'
        return f'<a href="{source}" rel="noopener noreferrer">{words or source}</a>'

    return _PICTURE.sub(show, html)


def _wrap_tables(html: str) -> str:
    """Let a wide table be moved by itself, by keyboard as well."""
    opened = html.replace("<table>", '<div class="table" tabindex="0"><table>')
    return opened.replace("</table>", "</table></div>")


def _describe(html: str) -> str:
    """Take the beginning of the first paragraph as one line of text."""
    found = _PARAGRAPH.search(html)
    line = " ".join(unescape(_TAG.sub("", found[1])).split()) if found else ""
    if len(line) <= _LONGEST_DESCRIPTION:
        return line
    return f"{line[: _LONGEST_DESCRIPTION - 1].rsplit(' ', 1)[0]}…"
