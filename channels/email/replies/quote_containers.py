"""The elements in which mail programs put what they quote, and the signature."""

import re

from selectolax.lexbor import LexborNode

_QUOTE_IDS = {
    "olk_src_body_section",  # Outlook for Mac
    "reply-intro",  # Roundcube: the attribution
    "replybody1",  # Roundcube
    "orig-body",  # OX
    "zmail_extra",  # Zoho
    "isreplycontent",  # NetEase
    "original-content",  # Naver
    "quote",
}
_QUOTE_CLASSES = {
    "yahoo_quoted",
    "protonmail_quote",
    "tutanota_quote",
    "zmail_extra",
    "moz-cite-prefix",  # Thunderbird: the attribution
    "gmail_attr",  # Gmail: the attribution
    "ms-outlook-mobile-reference-message",
    "hs_reply",  # HubSpot
    "front-blockquote",
    "freshdesk_quote",
    "zd-quoted",
    "quoted-text",
}
_START_IDS = {
    "divrplyfwdmsg",  # Outlook on the web
    "appendonsend",
    "mail-editor-reference-message-container",  # Outlook, new
    "stopspelling",  # Hotmail
    "zwchr",  # Zimbra
}
_START_CLASSES = {"outlookmessageheader"}  # Outlook 2003
# Outlook on the desktop, and Windows Mail, draw a line above the header block of what they quote.
_DRAWN_LINE = re.compile(
    r"border-top:\s*(?:solid\s+|[\d.]+p[tx]\s+solid\s+)"
    r"(?:#b5c4df|#e1e1e1|rgb\(225, ?225, ?225|rgb\(181, ?196, ?223|rgb\(229, ?229, ?229)"
    r"|border-top-color:\s*rgb\(229, ?229, ?229",
    re.IGNORECASE,
)
_SIGNATURE_IDS = {
    "ms-outlook-mobile-signature",
    "signature",
    "applemailsignature",
    "ymail_android_signature",
    "ymail_ios_signature",
}
_SIGNATURE_CLASSES = {
    "gmail_signature",
    "moz-signature",
    "yahoo-signature",
    "protonmail_signature_block",
    "tutanota_signature",
}
_MARKED = {"gmail_quote", "protonmail_quote", "tutanota_quote", "yahoo_quoted", "iosymail"}
# How far up from a blockquote Gmail's container is at the most.
_CLOSE = 6
_EMPTY: frozenset[str] = frozenset()


def begins_quoted_mail(node: LexborNode) -> bool:
    """Say whether an element is where a quoted mail begins that goes on to the end."""
    if _id(node) in _START_IDS or _classes(node) & _START_CLASSES:
        return True
    style = node.attributes.get("style")
    return bool(style and node.tag == "div" and _DRAWN_LINE.search(style[:500]))


def is_quote(node: LexborNode) -> bool:
    """Say whether an element holds what is quoted, or its attribution, and nothing else."""
    attributes = node.attributes
    classes = _classes(node)
    if node.tag == "blockquote":
        if classes == {"gmail_quote"}:
            # Gmail's button for a quotation of one's own makes the same blockquote.
            return _is_in_thread(node)
        return attributes.get("type") == "cite" or "cite" in attributes or bool(classes & _MARKED)
    if _id(node) in _QUOTE_IDS or (attributes.get("name") or "").lower() == "quote":
        return True
    if "gmail_quote" in classes or "gmail_quote_container" in classes:
        # Answers between quotations stand within Gmail's container, beside the blockquotes.
        return node.css_first("blockquote") is None
    return bool(classes & _QUOTE_CLASSES)


def _is_in_thread(node: LexborNode) -> bool:
    parent = node.parent
    for _ in range(_CLOSE):
        if parent is None:
            return False
        if "gmail_quote" in _classes(parent) or "gmail_extra" in _classes(parent):
            return True
        parent = parent.parent
    return False


def is_signature(node: LexborNode) -> bool:
    """Say whether an element holds the signature."""
    attributes = node.attributes
    return (
        _id(node) in _SIGNATURE_IDS
        or attributes.get("data-smartmail") == "gmail_signature"
        or bool(_classes(node) & _SIGNATURE_CLASSES)
    )


def _id(node: LexborNode) -> str:
    # Outlook on the web puts "x_" before what was in a mail that it shows.
    return (node.attributes.get("id") or "").lower().removeprefix("x_")


def _classes(node: LexborNode) -> frozenset[str]:
    value = node.attributes.get("class")
    if not value:
        return _EMPTY
    return frozenset(name.removeprefix("x_") for name in value.lower().split())
