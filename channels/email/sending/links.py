"""Addresses in plain text become links; everything else is escaped."""

import re

from markupsafe import Markup, escape

# No part of the pattern can match what the one after it begins with, so that it stays linear.
_LINK = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"'`{}|\\^]{1,2000})"
    r"|(?P<www>\bwww\.[^\s<>\"'`{}|\\^/.@]{1,63}\.[^\s<>\"'`{}|\\^@]{1,2000})"
    r"|(?P<mail>(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})",
    re.IGNORECASE,
)
_OPENING = {")": "(", "]": "[", "\u300d": "\u300c", "\uff09": "\uff08"}
_TRAILING = ".,;:!?*_~\u3002\uff0c\u3001\u2026\u201d\u2019\u00bb" + "".join(_OPENING)


def link_text(text: str, attributes: Markup) -> Markup:
    """Return a text as HTML in which web and mail addresses can be followed.

    Only `http`, `https` and `mailto` become links, and what is shown is what is followed.

    Args:
        text: one or more lines of plain text.
        attributes: what each link carries beside its address, with a blank before it.
    """
    pieces: list[Markup] = []
    end = 0
    for found in _LINK.finditer(text):
        shown = _trim(found[0])
        target = _find_target(found, shown)
        if target is None or found.start() < end:
            continue
        pieces.append(escape(text[end : found.start()]))
        pieces.append(Markup('<a href="{}"{}>{}</a>').format(target, attributes, shown))
        end = found.start() + len(shown)
    pieces.append(escape(text[end:]))
    return Markup("").join(pieces)


def _find_target(found: re.Match[str], shown: str) -> str | None:
    if found["mail"]:
        return f"mailto:{shown}"
    bare = shown.partition("://")[2] if found["url"] else shown
    if not bare or not bare[0].isalnum():
        return None
    return shown if found["url"] else f"https://{shown}"


def _trim(address: str) -> str:
    """Leave out what belongs to the sentence: a full stop, a bracket that was opened before."""
    while address and address[-1] in _TRAILING:
        opening = _OPENING.get(address[-1])
        if opening is not None and address.count(opening) >= address.count(address[-1]):
            break
        address = address[:-1]
    return address
