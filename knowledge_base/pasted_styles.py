"""Words that are bold, italic or a title by their style alone, as the tags that say so; pure."""

import re

from bs4 import BeautifulSoup
from bs4.element import Tag

_BOLD = re.compile(r"font-weight:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_PLAIN = re.compile(r"font-weight:\s*(?:normal|[1-4]00)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style:\s*(?:italic|oblique)", re.IGNORECASE)
_TITLES = {"MsoTitle": "h1", "MsoSubtitle": "h2"}
_BLOCKS = ("p", "li", "div", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table")


def make_plain_tags(soup: BeautifulSoup) -> None:
    """Turn styles that Markdown has words for into tags, and take the others off."""
    for tag in soup.find_all(True):
        style = str(tag.get("style") or "")
        if tag.name in {"b", "strong"} and (_PLAIN.search(style) or tag.find(_BLOCKS)):
            # Google Docs wraps all that is copied into a bold tag that is not bold.
            tag.unwrap()
        elif tag.name == "span":
            _mark_span(soup, tag, style)
        elif tag.name == "p":
            _name_title(tag)
    for heading in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        for bold in heading.find_all(["b", "strong"]):
            bold.unwrap()


def _mark_span(soup: BeautifulSoup, span: Tag, style: str) -> None:
    if not span.get_text(strip=True):
        span.unwrap()
        return
    if _ITALIC.search(style):
        span.wrap(soup.new_tag("em"))
    if _BOLD.search(style):
        span.wrap(soup.new_tag("strong"))
    span.unwrap()


def _name_title(paragraph: Tag) -> None:
    for name in paragraph.get_attribute_list("class"):
        if name in _TITLES:
            paragraph.name = _TITLES[str(name)]
