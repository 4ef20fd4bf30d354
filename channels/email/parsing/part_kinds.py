"""What a part is to the person who reads the mail: body, file, or nothing."""

from typing import Final

from channels.email.parsing.entities import Entity

_WRITTEN: Final = frozenset(("text/plain", "text/html", "text/enriched", "text/richtext"))
# Text that programs read, not people.
_DATA: Final = frozenset({
    "text/calendar", "text/x-vcalendar", "text/vcard", "text/x-vcard", "text/directory",
    "text/csv", "text/xml", "text/css", "text/javascript", "text/rtf", "text/x-amp-html",
    "text/watch-html",
})  # fmt: skip
_MAIL: Final = frozenset(("message/rfc822", "message/global", "message/news"))
_FOR_MACHINES: Final = frozenset({
    "message/delivery-status", "message/global-delivery-status",
    "message/disposition-notification", "message/global-disposition-notification",
    "message/feedback-report", "message/global-headers", "text/rfc822-headers",
    "text/x-amp-html", "text/watch-html",
})  # fmt: skip
_SIGNATURES: Final = frozenset({
    "application/pgp-signature", "application/x-pgp-signature", "application/pkcs7-signature",
    "application/x-pkcs7-signature",
})  # fmt: skip
_TNEF: Final = frozenset(
    ("application/ms-tnef", "application/vnd.ms-tnef", "application/x-ms-tnef")
)
_SNIFFED = 500


def is_shown(entity: Entity, parent: Entity | None, *, first: bool) -> bool:
    """Whether a part is read as body.

    Args:
        first: whether no other part was, so far.
    """
    if is_attachment(entity) or entity.main_type != "text" or is_for_machines(entity):
        return False
    if entity.media_type in _DATA:
        return False
    if not entity.filename or parent is None or parent.media_type == "multipart/alternative":
        return True
    if entity.media_type not in _WRITTEN:
        return False
    inline = entity.disposition.value == "inline" and entity.media_type == "text/plain"
    return first or inline


def is_attachment(entity: Entity) -> bool:
    """Whether the sender says it is a file, in words or by a name under an unknown word."""
    disposition = entity.disposition.value
    if disposition.startswith("attach"):
        return True
    return disposition not in {"", "inline"} and bool(entity.disposition.get("filename"))


def is_mail(entity: Entity) -> bool:
    """Whether it is a message within the message."""
    return entity.media_type in _MAIL


def is_for_machines(entity: Entity) -> bool:
    """Whether it is a report that a program writes for a program."""
    return entity.media_type in _FOR_MACHINES


def is_hidden(entity: Entity, parent: Entity | None) -> bool:
    """Whether mail programs show nothing of it: signatures, and the fork of a Macintosh file."""
    if parent is None or entity.filename:
        return False
    signature = parent.media_type == "multipart/signed" and entity.media_type in _SIGNATURES
    fork = parent.media_type == "multipart/appledouble"
    return signature or (fork and entity.media_type == "application/applefile")


def is_tnef(entity: Entity) -> bool:
    """Whether it is what Outlook packs files into."""
    return entity.media_type in _TNEF or entity.filename.lower() in {"winmail.dat", "win.dat"}


def is_html_page(entity: Entity, text: str) -> bool:
    """Whether a text of no stated type is HTML."""
    start = text[:_SNIFFED].lstrip().lower()
    return not entity.typed and start.startswith(("<html", "<!doctype html"))
