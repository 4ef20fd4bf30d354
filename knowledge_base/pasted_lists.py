"""The lists of Word, which are paragraphs that look like items, as lists; pure.

Word writes `<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>` with the item's mark in a
span of `mso-list:Ignore`; the level says how deep the item stands.
"""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

_LEVEL = re.compile(r"mso-list:[^;]*\blevel(\d)", re.IGNORECASE)
_IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_NUMBER = re.compile(r"^\(?(?:\d+|[a-zA-Z]|[ivxIVX]+)[.)]")
# Marks that are typed where there is no span of their own.
_TYPED_MARK = re.compile(r"^\s*[·•●○▪▫■□§\u2013-]\s+")


@dataclass(frozen=True, slots=True)
class _Item:
    paragraph: Tag
    level: int
    numbered: bool


def make_lists(soup: BeautifulSoup) -> None:
    """Put each run of paragraphs that are items into lists, nested by their levels."""
    run: list[_Item] = []
    for paragraph in soup.find_all("p"):
        # An item's mark may hold whole paragraphs; they went with it.
        if paragraph.decomposed:
            continue
        item = _read_item(paragraph)
        if item is None or (run and not _follows(run[-1].paragraph, paragraph)):
            _make_list(soup, run)
            run = []
        if item is not None:
            run.append(item)
    _make_list(soup, run)


def _read_item(paragraph: Tag) -> _Item | None:
    level = _LEVEL.search(str(paragraph.get("style") or ""))
    classes = " ".join(str(name) for name in paragraph.get_attribute_list("class"))
    if level is None and "MsoListParagraph" not in classes:
        return None
    mark = _take_mark(paragraph)
    if level is None and not mark:
        return None
    depth = int(level[1]) if level else 1
    return _Item(paragraph, depth, bool(_NUMBER.match(mark)))


def _take_mark(paragraph: Tag) -> str:
    """Take the item's bullet or number out of its words."""
    for span in paragraph.find_all("span"):
        if _IGNORED.search(str(span.get("style") or "")):
            mark = span.get_text(strip=True)
            span.decompose()
            return mark
    first = next((text for text in paragraph.find_all(string=True) if text.strip()), None)
    typed = _TYPED_MARK.match(first) if isinstance(first, NavigableString) else None
    if first is None or typed is None:
        return ""
    first.replace_with(first[typed.end() :])
    return typed[0].strip()


def _follows(before: Tag, paragraph: Tag) -> bool:
    """Say whether nothing but space stands between two paragraphs."""
    between = before.next_sibling
    while between is not None and between is not paragraph:
        if isinstance(between, Tag) or str(between).strip():
            return False
        between = between.next_sibling
    return between is paragraph


def _make_list(soup: BeautifulSoup, run: list[_Item]) -> None:
    if not run:
        return
    top = soup.new_tag("ol" if run[0].numbered else "ul")
    run[0].paragraph.insert_before(top)
    stack = [(run[0].level, top)]
    for item in run:
        while len(stack) > 1 and item.level < stack[-1][0]:
            stack.pop()
        if item.level > stack[-1][0]:
            inner = soup.new_tag("ol" if item.numbered else "ul")
            (stack[-1][1].find_all("li", recursive=False)[-1]).append(inner)
            stack.append((item.level, inner))
        entry = item.paragraph.extract()
        entry.name, entry.attrs = "li", {}
        stack[-1][1].append(entry)
