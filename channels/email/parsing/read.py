"""Reading one mail, from its bytes to all that Frontdesk wants to know of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from channels.email.mail import Headers, Mail, MailAddress
from channels.email.parsing.addresses import parse_addresses, parse_lone_name
from channels.email.parsing.bodies import write_html, write_plain
from channels.email.parsing.charsets import decode_charset, find_codec
from channels.email.parsing.cleaning import clean_body, clean_field
from channels.email.parsing.contents import Contents
from channels.email.parsing.dates import parse_date
from channels.email.parsing.entities import Entity
from channels.email.parsing.findings import add_findings
from channels.email.parsing.header_block import read_header_block
from channels.email.parsing.header_fields import decode_fields, unfold
from channels.email.parsing.html_bounds import bound_html
from channels.email.parsing.html_sanitising import sanitise_html
from channels.email.parsing.limits import MOST_TEXT, Budget
from channels.email.parsing.message_ids import find_ids, find_own_id
from channels.email.parsing.remote_images import list_cids
from channels.email.parsing.tree import TreeReader
from channels.email.parsing.wire_bytes import bring_to_bytes
from domain.errors import MalformedMessage
from domain.messages import EnclosedFile

_MOST_SUBJECT = 2_000


def parse_mail(raw: bytes, *, max_bytes: int | None = None) -> Mail:
    """Read one mail; pure, and bounded in time and memory whatever the bytes.

    Args:
        raw: the message as it arrived, with or without the line of a mailbox file before it.
        max_bytes: how much of it is looked at; None for all.

    Raises:
        MalformedMessage: there is no mail in it.
    """
    if not raw[:max_bytes].strip(b" \t\r\n\0"):
        raise MalformedMessage("the message is empty")
    try:
        return _MailReader(bring_to_bytes(raw[:max_bytes])).read()
    except MalformedMessage:
        raise
    except Exception as error:
        raise MalformedMessage(f"the message cannot be read: {type(error).__name__}") from error


@dataclass(frozen=True, slots=True)
class _Body:
    """The body in both forms; `html_only` is the HTML as it came where there is no text."""

    text: str
    html: str | None
    html_only: str | None


class _MailReader:
    """Reads one message."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.budget = Budget()
        self.block = read_header_block(raw, 0, len(raw), message=True)
        self.root = TreeReader(raw, self.budget).read(self.block)
        self.hint = _find_hint(self.root)
        self.headers = decode_fields(self.block.fields, hint=self.hint)

    def read(self) -> Mail:
        contents = Contents(self.budget, hint=self.hint)
        body = _read_body(contents, self.root)
        mail = replace(
            self._read_headers(),
            text=body.text,
            html=body.html,
            files=_mark_inline(contents.files, body.html),
            parts=tuple(contents.parts),
        )
        return add_findings(mail, self.raw, body.html_only)

    def _read_headers(self) -> Mail:
        headers = self.headers
        sender = self._find_sender()
        reply_to = (each for each in self._addresses("reply-to") if each.address)
        return Mail(
            headers=headers,
            sender=sender,
            reply_to=tuple(a for a in reply_to if sender is None or a.address != sender.address),
            to=self._addresses("to"),
            cc=self._addresses("cc"),
            subject=self._find_subject(),
            message_id=find_own_id(headers.get("message-id")),
            in_reply_to=find_ids(" ".join(headers.all("in-reply-to"))),
            references=find_ids(" ".join(headers.all("references"))),
            date=_find_date(headers),
        )

    def _find_subject(self) -> str:
        subject = _first(self.headers, "subject")[:_MOST_SUBJECT]
        if find_codec(self.hint) == "utf_7" and "+" in subject:
            # Programs that write UTF-7 (RFC 2152) write it here as well, unencoded.
            subject = clean_field(decode_charset(subject.encode(), "utf-7"))
        return subject

    def _addresses(self, name: str) -> tuple[MailAddress, ...]:
        """Read the addresses under a name, also where the field stands there several times."""
        found: dict[str, MailAddress] = {}
        for each in self.block.fields:
            if each.name == name:
                for address in parse_addresses(unfold(each.value, hint=self.hint)):
                    found.setdefault(address.address, address)
        return tuple(found.values())

    def _find_sender(self) -> MailAddress | None:
        for name in ("from", "sender", "reply-to", "return-path"):
            for address in self._addresses(name):
                return address
            if name == "from" and (lone := parse_lone_name(self.headers.get(name))):
                return lone
        words = self.block.mbox_line.decode("latin-1").split()
        found = parse_addresses(words[1]) if len(words) > 1 else ()
        return found[0] if found else None


def _read_body(contents: Contents, root: Entity) -> _Body:
    segments = contents.collect(root)
    raw_html = write_html(segments)
    raw_html = bound_html(raw_html) if raw_html is not None else None
    html = sanitise_html(raw_html) if raw_html is not None else None
    text = clean_body(write_plain(segments), max_length=MOST_TEXT)
    plain = any(each.plain.strip() for each in segments)
    return _Body(text, html or None, None if plain else raw_html)


def _mark_inline(files: list[EnclosedFile], html: str | None) -> tuple[EnclosedFile, ...]:
    """Mark the files that the HTML shows within the text."""
    cids = set(list_cids(html)) if html else set()
    return tuple(
        replace(each, inline=True) if each.content_id in cids and each.content_id else each
        for each in files
    )


def _find_hint(root: Entity) -> str:
    """Find the character set that bytes without a label are most likely in: that of the text."""
    entity = root
    while entity.children:
        entity = entity.children[0]
    return root.content_type.get("charset") or entity.content_type.get("charset")


def _first(headers: Headers, name: str) -> str:
    return next((value for value in headers.all(name) if value), "")


def _find_date(headers: Headers) -> datetime | None:
    for name in ("date", "resent-date", "delivery-date"):
        for value in headers.all(name):
            if (at := parse_date(value)) is not None:
                return at
    return None
