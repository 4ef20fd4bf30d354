"""What a mail program shows of a mail; it reads what Frontdesk and this demo wrote, and only that.

The standard library reads it, so that what the mailbox shows is a second opinion on the mails that
Frontdesk writes.
"""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an address, as a header field names them."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFile:
    """A file that came with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMail:
    """A mail that was read.

    Attributes:
        message_id: with its brackets, as `references` are, oldest first.
        reply_to: where an answer goes.
        html: as it came, or None.
    """

    message_id: str
    references: tuple[str, ...]
    subject: str
    sender: Person
    reply_to: Person
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    at: datetime
    text: str
    html: str | None
    files: tuple[MailFile, ...]


def read_mail(content: bytes, *, received_at: datetime) -> ReadMail:
    """Read a mail; `received_at` stands in for a date that it lacks."""
    mail = message_from_bytes(content, policy=policy.default)
    sender = _read_people(mail, "From")[:1] or (Person("", ""),)
    followed = f"{mail.get('References', '')} {mail.get('In-Reply-To', '')}".split()
    return ReadMail(
        message_id=str(mail.get("Message-ID", "")).strip(),
        references=tuple(dict.fromkeys(followed)),
        subject=str(mail.get("Subject", "")),
        sender=sender[0],
        reply_to=(_read_people(mail, "Reply-To") or sender)[0],
        to=_read_people(mail, "To"),
        cc=_read_people(mail, "Cc"),
        at=_read_date(mail) or received_at,
        text=_read_body(mail, "plain") or "",
        html=_read_body(mail, "html"),
        files=tuple(_read_file(part) for part in mail.iter_attachments()),
    )


def _read_people(mail: EmailMessage, name: str) -> tuple[Person, ...]:
    pairs = getaddresses([str(value) for value in mail.get_all(name, [])])
    return tuple(Person(who, address.lower()) for who, address in pairs if address)


def _read_date(mail: EmailMessage) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(mail.get("Date", "")))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _read_body(mail: EmailMessage, kind: str) -> str | None:
    part = mail.get_body((kind,))
    return None if part is None else str(cast("EmailMessage", part).get_content())


def _read_file(part: Any) -> MailFile:
    return MailFile(
        name=part.get_filename() or "unnamed",
        media_type=part.get_content_type(),
        content=part.get_payload(decode=True) or b"",
    )
