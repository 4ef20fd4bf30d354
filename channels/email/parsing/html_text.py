"""HTML to plain text: paragraphs, lists, tables, quotes and links as a person would write them."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SKIPPED = frozenset({
    "head", "style", "script", "title", "template", "noframes", "object", "applet", "iframe",
    "svg", "math", "select", "button", "textarea", "input", "audio", "video",
})  # fmt: skip
_PARAGRAPHS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre",
})  # fmt: skip
_BLOCKS = frozenset({
    "div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "main", "aside",
    "nav", "address", "center", "form", "fieldset", "figure", "figcaption", "caption", "thead",
    "tbody", "tfoot", "hr", "body", "html",
})  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_RULE = "_" * 32
_MOST_QUOTES = 10
_MOST_LISTS = 6
_MOST_NODES = 200_000


def html_to_text(html: str) -> str:
    """Write the visible text of an HTML body; never raises for any input of bounded depth.

    Quoted blocks get `> ` before each line, links the address behind their words.
    """
    body = LexborHTMLParser(html).body
    if body is None:
        return ""
    writer = _Writer()
    _walk(body, writer)
    return writer.finish()


def _walk(root: LexborNode, writer: "_Writer") -> None:
    """Visit all nodes in order without recursion; the depth is the sender's choice."""
    node: LexborNode | None = root
    stack: list[LexborNode] = []
    for _ in range(_MOST_NODES):
        if node is None:
            if not stack:
                return
            left = stack.pop()
            writer.leave(left)
            node = left.next if stack else None
            continue
        if writer.enter(node):
            stack.append(node)
            node = node.first_child
        else:
            node = node.next


class _Writer:
    """Puts words, lines and paragraphs together."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.gap = 0  # line ends due before the next word: 1 for a block, 2 for a paragraph
        self.space = False
        self.quotes = 0
        self.lists: list[int] = []  # the next number, or 0 for bullets
        self.preformatted = 0
        self.links: list[tuple[str, int]] = []
        self.words = 0
        self.marker = ""

    def enter(self, node: LexborNode) -> bool:
        """Take a node in; whether its children are to be visited."""
        tag = node.tag or ""
        if tag == "-text":
            self._write(node.text_content or "")
            return False
        if tag.startswith(("-", "!", "_")) or tag in _SKIPPED or _is_hidden(node):
            return False
        if tag in {"br", "hr", "img"}:
            self._write_void(tag, node)
            return False
        self._enter_block(tag, node)
        return True

    def leave(self, node: LexborNode) -> None:
        """End what the node began."""
        tag = node.tag or ""
        if tag == "blockquote":
            self.gap = 0
            self._end_line()
            self.quotes -= 1
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        elif tag == "pre":
            self.preformatted -= 1
        elif tag in {"td", "th"}:
            self.space = True
        elif tag == "a" and self.links:
            self._write_link(*self.links.pop())
        self._break_around(tag)

    def finish(self) -> str:
        """Give the text."""
        self._end_line()
        return "\n".join(self.lines).strip("\n")

    def _break_around(self, tag: str) -> None:
        within_list = bool(self.lists) and tag in {"ul", "ol", "p"}
        if tag in _PARAGRAPHS and not within_list:
            self._break(2)
        elif tag in _PARAGRAPHS or tag in _BLOCKS:
            self._break(1)

    def _enter_block(self, tag: str, node: LexborNode) -> None:
        self._break_around(tag)
        if tag in {"ul", "ol"}:
            self.lists.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self._mark_item()
        elif tag == "blockquote":
            self._end_line()
            self.quotes += 1
        elif tag == "pre":
            self.preformatted += 1
        elif tag in {"td", "th"} and self.line and not self.gap:
            self._add("\t")
        elif tag == "a":
            self.links.append((node.attributes.get("href") or "", self.words))

    def _mark_item(self) -> None:
        number = self.lists[-1] if self.lists else 0
        if number:
            self.lists[-1] += 1
        indent = "  " * min(max(len(self.lists) - 1, 0), _MOST_LISTS)
        self.marker = f"{indent}{number}. " if number else f"{indent}- "

    def _write_void(self, tag: str, node: LexborNode) -> None:
        if tag == "br":
            self._line_break()
        elif tag == "hr":
            self._break(1)
            self._add(_RULE)
            self._break(1)
        elif words := (node.attributes.get("alt") or "").strip():
            self._write(f"[{words[:200]}]")

    def _write_link(self, target: str, before: int) -> None:
        """Put the address behind the words of a link, where they do not say it already."""
        target = target.strip()
        shown = "".join(self.line[-20:])
        if not target.lower().startswith(("http://", "https://")) or before == self.words:
            return
        if target.split("://", 1)[1].rstrip("/") not in shown:
            self._add(f" <{target[:2_000]}>")

    def _write(self, text: str) -> None:
        if self.preformatted:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self._add(first)
            for line in others:
                self._line_break()
                self._add(line)
            return
        words = _BLANKS.sub(" ", text)
        if not words or words == " ":
            self.space = self.space or bool(words)
            return
        self._add_words(words)

    def _add_words(self, words: str) -> None:
        if (self.space or words.startswith(" ")) and self.line and not self.gap:
            self.line.append(" ")
        self._add(words.strip(" "))
        self.space = words.endswith(" ")

    def _add(self, words: str) -> None:
        if not words:
            return
        if self.gap:
            self._end_line()
        if self.marker and words != "\t":
            self.line.insert(0, self.marker)
            self.marker = ""
        self.line.append(words)
        self.words += 1
        self.space = False

    def _break(self, gap: int) -> None:
        self.gap = max(self.gap, gap)
        self.space = False

    def _line_break(self) -> None:
        if self.gap:
            self._end_line()
        self.gap = 0
        self.lines.append(self._quoted("".join(self.line).rstrip()))
        self.line = []
        self.space = False

    def _end_line(self) -> None:
        """Put out the line at hand and the blank line that is due."""
        if self.line:
            self.lines.append(self._quoted("".join(self.line).rstrip()))
            self.line = []
        if self.gap == 2 and self.lines and self.lines[-1].strip("> "):
            self.lines.append(self._quoted(""))
        self.gap = 0

    def _quoted(self, line: str) -> str:
        return ("> " * min(self.quotes, _MOST_QUOTES) + line).rstrip() if self.quotes else line


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    style = attributes.get("style") if attributes else None
    return bool(attributes) and ("hidden" in attributes or bool(style and _HIDDEN.search(style)))
