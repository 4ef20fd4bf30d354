"""Mails for these tests, read by the standard library so that they stand without our parser."""

import email
import email.policy
import re
from email.message import EmailMessage, Message
from email.utils import getaddresses
from html import unescape

from channels.email.mail import Headers, Mail, MailAddress, MailPart

_WHOLE = {"message/rfc822", "message/delivery-status", "message/rfc822-headers"}


def _headers(message: Message) -> Headers:
    fields = ((name.lower(), " ".join(str(value).split())) for name, value in message.items())
    return Headers(fields=tuple(fields))


def _leaves(message: Message):
    if message.get_content_maintype() == "multipart" and message.is_multipart():
        for child in message.get_payload():
            yield from _leaves(child)
    else:
        yield message


def _text(leaf: Message) -> str:
    if leaf.is_multipart():
        return "\n".join(part.as_string() for part in leaf.get_payload())
    if leaf.get_content_maintype() != "text" and leaf.get_content_type() not in _WHOLE:
        return ""
    content = leaf.get_payload(decode=True)
    if content is None:
        content = str(leaf.get_payload()).encode("utf-8", "replace")
    try:
        return content.decode(leaf.get_content_charset("utf-8"), "replace")
    except LookupError:
        return content.decode("latin-1")


def _addresses(message: Message, name: str) -> tuple[MailAddress, ...]:
    values = [str(value) for value in message.get_all(name, [])]
    return tuple(MailAddress(address=a.lower(), name=n) for n, a in getaddresses(values) if a)


def _body(parts: tuple[MailPart, ...]) -> str:
    plain = next((part.text for part in parts if part.media_type == "text/plain"), "")
    html = next((part.text for part in parts if part.media_type == "text/html"), "")
    return plain or unescape(re.sub(r"<[^>]*>", "", html))


def read_mail(raw: bytes) -> Mail:
    """Read a mail well enough for detectors."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    parts = tuple(
        MailPart(media_type=leaf.get_content_type(), headers=_headers(leaf), text=_text(leaf))
        for leaf in _leaves(message)
    )
    decoded = email.header.make_header(email.header.decode_header(message.get("Subject", "")))
    senders = _addresses(message, "From")
    return Mail(
        headers=_headers(message),
        sender=senders[0] if senders else None,
        to=_addresses(message, "To"),
        subject=" ".join(str(decoded).split()),
        message_id=message.get("Message-ID", "").strip("<> \r\n"),
        text=_body(parts),
        parts=parts,
    )


def make_mail(text: str, *, subject: str = "", sender: str = "", **headers: str) -> Mail:
    """Make a mail of one text; further header fields by name, `_` for `-`."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = sender
    message["To"] = "help@desk.example"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return read_mail(message.as_bytes())
