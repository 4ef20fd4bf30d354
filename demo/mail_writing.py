"""Mails as customers' mail programs write them, stamped as the receiving host stamps them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final
from zoneinfo import ZoneInfo

from demo.mail_reading import MailFile, Person, ReadMail
from demo.stand_ins import MAIL_HOST

# How mail programs begin what they quote, by the language they are set to.
_QUOTING: Final[Mapping[str, str]] = {
    "en": "On {at:%a, %d %b %Y at %H:%M}, {who} <{address}> wrote:",
    "de": "Am {at:%d.%m.%Y} um {at:%H:%M} schrieb {who} <{address}>:",
}
_ABSENCE: Final[Mapping[str, tuple[str, str]]] = {
    "en": (
        "Automatic reply: ",
        (
            "Thank you for your message. I am out of the office until Monday and read my mail only "
            "now and then."
        ),
    ),
    "de": (
        "Abwesenheitsnotiz: ",
        (
            "Vielen Dank für Ihre Nachricht. Ich bin bis Montag nicht im Büro und lese meine Mails "
            "nur gelegentlich."
        ),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a customer's mail program is to put on the wire.

    Attributes:
        message_id: with its brackets.
        answers: the mail that it answers.
        proven: whether the receiving host found the sender's address to be genuine.
        fields: further header fields.
    """

    message_id: str
    sender: Person
    to: Person
    subject: str
    text: str
    at: datetime
    answers: ReadMail | None = None
    proven: bool = False
    file: MailFile | None = None
    html: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def write_letter(letter: Letter) -> bytes:
    """Write a mail as it goes over the wire."""
    mail = EmailMessage(policy=SMTP)
    if letter.proven:
        mail["Authentication-Results"] = stamp(letter.sender.address)
    mail["From"] = _mailbox(letter.sender)
    mail["To"] = _mailbox(letter.to)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = letter.message_id
    if letter.answers is not None:
        mail["In-Reply-To"] = letter.answers.message_id
        mail["References"] = " ".join((*letter.answers.references, letter.answers.message_id))
    for name, value in letter.fields.items():
        mail[name] = value
    mail.set_content(letter.text)
    if letter.html is not None:
        mail.add_alternative(letter.html, subtype="html")
    if letter.file is not None:
        main, _, sub = letter.file.media_type.partition("/")
        mail.add_attachment(
            letter.file.content, maintype=main, subtype=sub, filename=letter.file.name
        )
    return mail.as_bytes()


def stamp(address: str) -> str:
    """Say what the receiving host found of a sender (RFC 8601)."""
    return f"{MAIL_HOST}; dmarc=pass header.from={address.rpartition('@')[2]}"


def quote(mail: ReadMail, *, language: str, zone: ZoneInfo) -> str:
    """Quote a mail below an answer, as mail programs do."""
    at = mail.at.astimezone(zone)
    who = mail.sender.name or mail.sender.address
    begin = _QUOTING[language].format(at=at, who=who, address=mail.sender.address)
    lines = mail.text.strip().splitlines()
    return "\n".join((begin, *(f"> {line}".rstrip() for line in lines)))


def answer_subject(subject: str) -> str:
    """Write the subject of an answer; one `Re:` is enough."""
    return subject if subject[:3].lower() == "re:" else f"Re: {subject}"


def write_absence(subject: str, language: str) -> tuple[str, str]:
    """Write subject and text of what a mailbox answers by itself while its owner is away."""
    prefix, text = _ABSENCE[language]
    return prefix + subject, text


def _mailbox(person: Person) -> Address:
    return Address(display_name=person.name, addr_spec=person.address)
