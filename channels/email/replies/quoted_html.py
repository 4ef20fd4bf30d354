"""The parts of a mail's HTML that its program marks as quoted, or as the signature."""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from channels.email.replies.forward_notes import is_mere_note
from channels.email.replies.lines import see_line
from channels.email.replies.markup_limits import is_within_limits
from channels.email.replies.quote_containers import begins_quoted_mail, is_quote, is_signature
from channels.email.replies.separators import is_forward_separator

# What stands in for a quotation in the text made of the HTML: a quoted line that only a mail has.
QUOTE_STAND_IN = "> -----Original Message-----"
_SIGNATURE_DELIMITER = "-- "
_FIRST_LINES = 4
# No thread is so long; whoever repeats containers so often wants to waste time.
_MOST_QUOTES = 1_000


def cut_quoted_html(html: str) -> str | None:
    """Take what is quoted out of a mail's HTML, and set off its signature.

    Where a quotation was, a paragraph with a quoted line is left, and above a signature one with
    "-- ", so that `find_reply` sees both in the text that is made of it.

    Args:
        html: as it came.

    Returns:
        The HTML without these; None where it marks none, where nothing would be left (such as with
        a mail that is merely passed on), or where it is too large or too deep to look at.
    """
    if not is_within_limits(html):
        return None
    tree = LexborHTMLParser(html)
    body = tree.body
    if body is None:
        return None
    cutter = _Cutter(body)
    return tree.html if cutter.cut() and cutter.leaves_words() else None


@dataclass(slots=True)
class _Cutter:
    """Walks a document in its order, once, and takes out what is quoted."""

    body: LexborNode
    _words_seen: bool = False
    _found: bool = False
    _cut_short: bool = False
    _quotes: int = 0
    _plain: list[LexborNode] = field(default_factory=list)

    def cut(self) -> bool:
        """Cut; say whether anything was quoted or a signature."""
        node = self.body.child
        while node is not None and self._quotes < _MOST_QUOTES:
            node = self._visit(node)
        if self._plain and not self._cut_short and not _passes_on(self._plain[-1]):
            self._replace(self._plain[-1])
        return self._found

    def leaves_words(self) -> bool:
        """Say whether what is left is more than a note above a mail that is passed on."""
        words = " ".join(self.body.text(separator=" ").replace(QUOTE_STAND_IN, " ").split())
        return bool(words) and not (self._cut_short and is_mere_note(words))

    def _visit(self, node: LexborNode) -> LexborNode | None:
        """Deal with a node; give the one to go on with."""
        if node.is_text_node:
            self._words_seen = self._words_seen or bool((node.text_content or "").strip())
        elif node.is_element_node:
            return self._visit_element(node)
        return self._after(node)

    def _visit_element(self, node: LexborNode) -> LexborNode | None:
        if begins_quoted_mail(node):
            self._cut_onwards(node)
            return None
        if is_quote(node) and not _passes_on(node):
            following = self._after(node)
            self._replace(node)
            return following
        if node.tag == "blockquote":
            if self._words_seen and "gmail_quote" not in (node.attributes.get("class") or ""):
                self._plain.append(node)
            return self._after(node)
        if is_signature(node):
            node.insert_before(_paragraph(_SIGNATURE_DELIMITER))
            self._found = True
        if node.tag in {"style", "script", "head", "title"}:
            return self._after(node)
        return node.child or self._after(node)

    def _after(self, node: LexborNode) -> LexborNode | None:
        """Give what follows a node and all within it."""
        at: LexborNode | None = node
        while at is not None and at.mem_id != self.body.mem_id:
            if at.next is not None:
                return at.next
            at = at.parent
        return None

    def _cut_onwards(self, start: LexborNode) -> None:
        """Remove a node and all that follows it in the document."""
        node: LexborNode | None = start
        while node is not None and node.mem_id != self.body.mem_id:
            while node.next is not None:
                node.next.decompose()
            node = node.parent
        self._replace(start)
        self._cut_short = True

    def _replace(self, node: LexborNode) -> None:
        self._quotes += 1
        node.insert_before(_paragraph(QUOTE_STAND_IN))
        node.decompose()
        self._found = True


def _paragraph(text: str) -> LexborNode:
    paragraph = LexborHTMLParser("<p></p>").css_first("p")
    if paragraph is None:
        raise RuntimeError("the parser lost a paragraph that it was given")
    paragraph.insert_child(text)
    return paragraph


def _passes_on(node: LexborNode) -> bool:
    """Say whether a container holds a mail that is passed on rather than answered."""
    text = node.text(separator="\n")[:1_000]
    lines = [line for line in map(see_line, re.split(r"[\r\n]+", text)) if line]
    return any(is_forward_separator(line) for line in lines[:_FIRST_LINES])
