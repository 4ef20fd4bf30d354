"""What was copied from Word, Google Docs or a web page, as Markdown; pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import PreformattedString, Tag
from markdownify import MarkdownConverter

from knowledge_base.pasted_lists import make_lists
from knowledge_base.pasted_styles import make_plain_tags
from knowledge_base.tidy_markdown import tidy_markdown

LONGEST_PASTED: Final = 2_000_000
"""Characters; a manual of some hundred pages is less."""

DEEPEST: Final = 250
"""Tags within tags; further down, every step would be taken anew for each of them."""

_START, _END = "<!--StartFragment-->", "<!--EndFragment-->"
_UNREAD = ("style", "xml", "meta", "link", "title", "head", "template", "noscript")
_REFUSED = {
    "script": "script",
    "iframe": "embedded page",
    "frame": "embedded page",
    "object": "embedded object",
    "embed": "embedded object",
    "video": "video",
    "audio": "recording",
    "svg": "drawing",
    "canvas": "drawing",
    "math": "formula",
    "form": "form",
    "input": "form field",
    "button": "form field",
    "select": "form field",
    "textarea": "form field",
}
# Stands for a bar in a cell until all other bars are those of the table.
_BAR = "\ue000"
_TRACKING = {"0", "1", "0px", "1px"}
_SCHEMES = ("http://", "https://", "mailto:", "tel:", "article:", "/help/")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was copied.

    Attributes:
        dropped: in words, what it had that an article cannot have.
    """

    markdown: str
    dropped: tuple[str, ...] = ()


def read_pasted_html(html: str) -> Pasted:
    """Turn copied HTML into Markdown, leaving out what no article may hold.

    Pictures are left out whether they lie on the writer's disk or elsewhere; they are added to the
    article's files. Looks are left out but for what Markdown has: headings, lists, tables, links,
    bold and italic words.
    """
    if len(html) > LONGEST_PASTED:
        return Pasted("", (f"everything: it is longer than {LONGEST_PASTED:,} characters",))
    soup = BeautifulSoup(_cut_fragment(html), "html.parser")
    if _is_too_deep(soup):
        return _read_plainly(soup)
    counts: Counter[str] = Counter()
    try:
        _drop_refused(soup, counts)
        make_lists(soup)
        make_plain_tags(soup)
        _mark_bars(soup)
        _drop_dead_links(soup, counts)
        converter = MarkdownConverter(heading_style="ATX", bullets="-", table_infer_header=True)
        markdown = str(converter.convert_soup(soup))
    except RecursionError:
        return _read_plainly(BeautifulSoup(_cut_fragment(html), "html.parser"))
    return Pasted(tidy_markdown(markdown.replace(_BAR, r"\|")), tuple(_describe(counts)))


def _cut_fragment(html: str) -> str:
    """Return what was marked; the clipboard holds the whole page's head beside it."""
    _, start, rest = html.partition(_START)
    return rest.partition(_END)[0] if start else html


def _drop_refused(soup: BeautifulSoup, counts: Counter[str]) -> None:
    for note in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        note.extract()
    for tag in soup.find_all(_UNREAD):
        tag.decompose()
    for tag in soup.find_all(list(_REFUSED)):
        if not tag.decomposed:
            counts[_REFUSED[tag.name]] += 1
            _remove(tag)
    for picture in soup.find_all("img"):
        counts[_name_picture(picture)] += 1
        picture.decompose()


def _remove(tag: Tag) -> None:
    """Take a tag out; what stands in a form is still read."""
    if tag.name in {"form", "button"}:
        tag.unwrap()
    else:
        tag.decompose()


def _name_picture(picture: Tag) -> str:
    size = {str(picture.get(side, "")) for side in ("width", "height")}
    return "tracking pixel" if size & _TRACKING else "picture"


def _drop_dead_links(soup: BeautifulSoup, counts: Counter[str]) -> None:
    for link in soup.find_all("a"):
        address = str(link.get("href") or "").strip()
        if not address.startswith(_SCHEMES):
            # What a page links to within itself is meant for that page.
            counts["link that leads nowhere"] += bool(address) and not address.startswith("#")
            link.unwrap()


def _mark_bars(soup: BeautifulSoup) -> None:
    for cell in soup.find_all(["td", "th"]):
        for text in cell.find_all(string=lambda text: text is not None and "|" in text):
            text.replace_with(text.replace("|", _BAR))


def _describe(counts: Counter[str]) -> Iterator[str]:
    for name, number in counts.items():
        if number:
            counted = f"1 {name}" if number == 1 else f"{number:,} {_pluralise(name)}"
            hint = "; add it to the article's files" if number == 1 else "; add them to the files"
            yield counted + (hint if name == "picture" else "")


def _pluralise(name: str) -> str:
    return name.replace("link that leads", "links that lead") if "link" in name else f"{name}s"


def _is_too_deep(soup: BeautifulSoup) -> bool:
    """Say whether tags are nested as deeply as only what was made to be so is."""
    level: list[Tag] = [soup]
    for _ in range(DEEPEST):
        level = [each for tag in level for each in tag.children if isinstance(each, Tag)]
        if not level:
            return False
    return True


def _read_plainly(soup: BeautifulSoup) -> Pasted:
    text = tidy_markdown("\n\n".join(soup.stripped_strings))
    return Pasted(text, ("all formatting: it is nested too deeply",))
