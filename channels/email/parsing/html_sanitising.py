"""The HTML of a mail, made safe to be shown to staff."""

import re
from typing import Final

import nh3

from channels.email.parsing.remote_images import hold_back_images

_TAGS: Final = frozenset({
    "a", "abbr", "address", "b", "big", "blockquote", "br", "caption", "center", "cite", "code",
    "col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "font",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p",
    "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
})  # fmt: skip
_DROPPED_WITH_CONTENT: Final = frozenset({
    "applet", "audio", "canvas", "embed", "head", "iframe", "math", "noframes", "object",
    "script", "style", "svg", "template", "textarea", "title", "video",
})  # fmt: skip
_EVERYWHERE: Final = {"align", "dir", "lang", "style", "title", "valign", "bgcolor"}
_SIZES: Final = {"width", "height"}
_ATTRIBUTES: Final[dict[str, set[str]]] = {
    "*": _EVERYWHERE,
    "a": {"href"},
    "blockquote": {"type"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "font": {"color", "face", "size"},
    "hr": {"size", *_SIZES},
    "img": {"src", "alt", "border", "hspace", "vspace", *_SIZES},
    "li": {"value"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", *_SIZES},
    "td": {"colspan", "rowspan", "nowrap", *_SIZES},
    "th": {"colspan", "rowspan", "nowrap", "scope", *_SIZES},
    "tr": {"height"},
    "ul": {"type"},
}
# Nothing that loads, moves out of its place, or lies over something else.
_PROPERTIES: Final = frozenset({
    "background-color", "border", "border-bottom", "border-bottom-color", "border-bottom-style",
    "border-bottom-width", "border-collapse", "border-color", "border-left",
    "border-left-color", "border-left-style", "border-left-width", "border-radius",
    "border-right", "border-right-color", "border-right-style", "border-right-width",
    "border-spacing", "border-style", "border-top", "border-top-color", "border-top-style",
    "border-top-width", "border-width", "clear", "color", "direction", "display", "float",
    "font", "font-family", "font-size", "font-style", "font-variant", "font-weight", "height",
    "letter-spacing", "line-height", "list-style-type", "margin", "margin-bottom",
    "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height",
    "min-width", "overflow-wrap", "padding", "padding-bottom", "padding-left", "padding-right",
    "padding-top", "table-layout", "text-align", "text-decoration", "text-indent",
    "text-transform", "vertical-align", "white-space", "width", "word-break", "word-spacing",
    "word-wrap",
})  # fmt: skip
_LOADS = re.compile(r"url|image|src\s*\(|expression|\\|@|var\s*\(|/\*|javascript", re.IGNORECASE)
# Looked for where a margin is named. One expression for both would take quadratic time.
_NEGATIVE = re.compile(r"-\s*[\d.]")
_DATA_IMAGE = re.compile(
    r"data:image/(?:png|gif|jpe?g|webp);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE
)
_IMAGE_SCHEMES: Final = ("cid:", "http:", "https:")
_LINK_SCHEMES: Final = ("http:", "https:", "mailto:", "tel:")


def sanitise_html(html: str) -> str:
    """Keep what a mail needs to look like itself, and nothing that acts, loads or hides.

    Images from elsewhere are held back: see `remote_images`.

    Args:
        html: of bounded size and depth.
    """
    return hold_back_images(_CLEANER.clean(html)).strip()


def _filter_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return _filter_style(value)
    if name == "src":
        return value if _is_image_source(value.strip()) else None
    if name == "href":
        return value if value.strip().lower().startswith(_LINK_SCHEMES) else None
    return value


def _filter_style(value: str) -> str | None:
    """Drop the declarations that could load something; the names are filtered after this."""
    kept = [
        each
        for each in value[:10_000].split(";")
        if not _LOADS.search(each) and not ("margin" in each.lower() and _NEGATIVE.search(each))
    ]
    return ";".join(kept) or None


def _is_image_source(value: str) -> bool:
    lowered = value[:30].lower()
    return lowered.startswith(_IMAGE_SCHEMES) or (
        lowered.startswith("data:") and _DATA_IMAGE.match(value) is not None
    )


_CLEANER: Final = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED_WITH_CONTENT),
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    attribute_filter=_filter_attribute,
    strip_comments=True,
    link_rel="noopener noreferrer",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    url_relative="deny",
    filter_style_properties=set(_PROPERTIES),
)
