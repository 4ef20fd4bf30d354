"""What a parsed mail is: the parts of it that anything else in Frontdesk looks at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from domain.messages import BounceReport, EnclosedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAddress:
    """One address of a header, in lower case, and the name beside it."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """The header fields of a message or of a part, decoded, in the order in which they stand.

    Attributes:
        fields: (name in lower case, decoded value in one line) pairs.
    """

    fields: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """Return the first value under a name, or an empty text."""
        return next(self.all(name), "")

    def all(self, name: str) -> Iterator[str]:
        """Give every value under a name, from the top."""
        return (value for key, value in self.fields if key == name.lower())

    def __contains__(self, name: str) -> bool:
        return any(key == name.lower() for key, _ in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPart:
    """One leaf of the MIME tree, as detectors of bounces and the like need to see it.

    Attributes:
        media_type: such as `message/delivery-status`, in lower case.
        headers: the part's own.
        text: the decoded text of a text part, or of a delivery status or returned headers; empty
            for everything else.
    """

    media_type: str
    headers: Headers
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail, read.

    Attributes:
        sender: From, or Sender or Reply-To where there is no From; None where there is none at all.
        reply_to: where replies are asked for, where that is not the sender.
        message_id: without angle brackets, empty where there is none; so are all ids here.
        date: when it says it was written, in UTC; None where that cannot be read.
        files: attachments, and inline parts that a person would see as a file.
        text: the whole body as plain text, made from the HTML where there is no text.
        html: the HTML body, sanitised, with remote images held back; None where there is none.
        reply: only what the sender wrote now.
        automatic: why a machine is taken to have written it, as a phrase; None for a person.
        bounce: what it reports as undelivered; None where it is no delivery report. A report that
            names no address has an empty `failed`.
        parts: the leaves of the MIME tree in order.
        returned_ids: ids of messages of which a delivery report says that they came back.
    """

    headers: Headers
    sender: MailAddress | None
    reply_to: tuple[MailAddress, ...] = ()
    to: tuple[MailAddress, ...] = ()
    cc: tuple[MailAddress, ...] = ()
    subject: str = ""
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None
    files: tuple[EnclosedFile, ...] = ()
    text: str = ""
    html: str | None = None
    reply: str = ""
    automatic: str | None = None
    bounce: BounceReport | None = None
    parts: tuple[MailPart, ...] = field(default=(), repr=False)
    returned_ids: tuple[str, ...] = ()
