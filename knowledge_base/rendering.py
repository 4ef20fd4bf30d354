"""An article's Markdown as HTML that is safe anywhere, and as text that reads well without it."""

import nh3
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")

_TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}  # fmt: skip - a list of names reads better filled than one a line
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def render_answer_html(markdown: str) -> str:
    """Return HTML without scripts, styles, frames, forms or foreign protocols."""
    html = str(_MARKDOWN.render(_replace_surrogates(markdown)))
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


def render_answer_text(markdown: str) -> str:
    """Return plain text: lists as `- ` lines, links as `label (address)`, no markup left."""
    return _render_blocks(_parse(markdown).children, gap="\n\n")


def first_paragraph(markdown: str) -> str:
    """Return the first paragraph as plain text; an empty text where there is none."""
    for node in _parse(markdown).walk():
        if node.type == "paragraph":
            return _render_inline(node.children)
    return ""


def _parse(markdown: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_MARKDOWN.parse(_replace_surrogates(markdown)))


def _replace_surrogates(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _render_blocks(nodes: list[SyntaxTreeNode], *, gap: str) -> str:
    return gap.join(text for text in map(_render_block, nodes) if text)


def _render_block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "bullet_list" | "ordered_list":
            return _render_list(node)
        case "fence" | "code_block":
            return node.content.rstrip("\n")
        case "tr":
            return " | ".join(_render_inline(cell.children) for cell in node.children)
        case "table" | "thead" | "tbody":
            return _render_blocks(node.children, gap="\n")
        case "paragraph" | "heading":
            return _render_inline(node.children)
        case _:
            return _render_blocks(node.children, gap="\n\n")


def _render_list(node: SyntaxTreeNode) -> str:
    first = int(node.attrs.get("start", 1))
    items = []
    for number, item in enumerate(node.children, start=first):
        mark = f"{number}. " if node.type == "ordered_list" else "- "
        text = _render_blocks(item.children, gap="\n")
        items.append(mark + text.replace("\n", "\n" + " " * len(mark)))
    return "\n".join(items)


def _render_inline(nodes: list[SyntaxTreeNode]) -> str:
    return "".join(map(_render_span, nodes)).strip()


def _render_span(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text" | "code_inline" | "image":
            return node.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "link":
            return _render_link(node)
        case _:
            return "".join(map(_render_span, node.children))


def _render_link(node: SyntaxTreeNode) -> str:
    label = "".join(map(_render_span, node.children))
    address = str(node.attrs.get("href", ""))
    bare = address.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in (address, bare):
        return bare
    return f"{label} ({bare})" if bare else label
