"""From a parsed mail to a message as every channel knows it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from channels.email.authentication import AuthenticationVerdict, read_authentication
from channels.email.mail import Mail, MailAddress
from channels.email.own_addresses import OwnAddresses, OwnMail
from channels.email.settings import EmailSettings
from channels.email.tokens import UNSUBSCRIBE, AddressToken, OwnMessageId, TokenSigner
from channels.text_cleaning import clean_line
from domain.errors import MalformedMessage
from domain.messages import Address, InboundMessage, RawMessage, ThreadHint

# Where the receiving servers say to whom a mail was delivered; its To may name somebody else.
_DELIVERED: Final = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_REFERENCE: Final = re.compile(r"(?<![0-9A-Za-z])FD-[0-9A-Z]{6,12}(?![0-9A-Za-z])", re.IGNORECASE)
_MOST_COPIES: Final = 50
_LONGEST_ADDRESS: Final = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
_MOST_IDS: Final = 100
_MOST_FILES: Final = 200  # more than an agent could look at; the original has them all


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sender:
    """Whose message a mail is, and where replies go."""

    address: Address
    replies_to: str
    notes: dict[str, str]


def to_inbound(
    raw: RawMessage, mail: Mail, *, settings: EmailSettings, signer: TokenSigner, ours: OwnMail
) -> InboundMessage:
    """Tell what a mail means for the conversation it belongs to.

    Args:
        settings: of the account that took it in; `signer` reads that account's tokens.
        ours: tells the mail and the addresses of all accounts.

    Raises:
        MalformedMessage: it names no sender, in none of the places where one could be.
    """
    sender = _find_sender(raw, mail, settings)
    tokens = tuple(_read_tokens(raw, mail, signer))
    unsubscribes = any(token.purpose == UNSUBSCRIBE for token in tokens)
    return InboundMessage(
        channel=raw.channel,
        account=raw.account,
        external_id=mail.message_id or raw.delivery_id,
        sender=sender.address,
        recipient=Address(kind="email", value=settings.address),
        sent_at=mail.date or raw.received_at,
        received_at=raw.received_at,
        subject=clean_line(mail.subject, max_length=500) or None,
        text=mail.reply,
        full_text=mail.text,
        html=mail.html,
        thread=_read_thread(mail, tokens, sender.replies_to, signer),
        automatic=_find_automatic(mail, sender.address, OwnAddresses(settings), ours),
        consent="stop" if unsubscribes else None,
        enclosed=mail.files[:_MOST_FILES],
        copies=tuple(_list_copies(mail, sender.address, ours)),
        bounce=mail.bounce,
        notes={**sender.notes, **_describe_what_is_missing(raw, mail)},
    )


def _find_sender(raw: RawMessage, mail: Mail, settings: EmailSettings) -> _Sender:
    """Find whose words a mail holds; only the address in From can be proven.

    A list, or a form on a website, puts its own address into From and the writer's into Reply-To.
    """
    written_by = mail.sender or _find_envelope_sender(raw)
    if written_by is None:
        raise MalformedMessage("the mail names no sender: no From, Sender, Reply-To or return path")
    if len(written_by.address) > _LONGEST_ADDRESS:
        raise MalformedMessage(
            f"its sender's address has {len(written_by.address):,} characters; no mail could be "
            f"sent to one of more than {_LONGEST_ADDRESS}"
        )
    verdict = read_authentication(
        mail.headers, trusted=settings.trusted_authserv, sender=mail.sender
    )
    if (relayed := _find_relayed(mail, written_by)) is not None:
        name = relayed.name or written_by.name
        address = Address(kind="email", value=relayed.address, name=name or None)
        why = f"relayed by {written_by.address}, which proves nothing of its writer"
        notes = {"verified": why, **_describe_forgery(verdict)}
        return _Sender(address=address, replies_to=relayed.address, notes=notes)
    address = Address(
        kind="email",
        value=written_by.address,
        name=written_by.name or None,
        verified=verdict.verified,
    )
    notes = {"verified": verdict.why, **_describe_forgery(verdict)}
    if mail.reply_to and _differs(mail.reply_to[0].address, written_by.address):
        notes["reply_to"] = mail.reply_to[0].address
    return _Sender(
        address=address, replies_to=notes.get("reply_to", written_by.address), notes=notes
    )


def _describe_forgery(verdict: AuthenticationVerdict) -> dict[str, str]:
    return {"refuted": verdict.why} if verdict.refuted else {}


def _differs(address: str, other: str) -> bool:
    return address != other and len(address) <= _LONGEST_ADDRESS


def _find_envelope_sender(raw: RawMessage) -> MailAddress | None:
    address = raw.headers.get("mail_from", "").strip().strip("<>").lower()
    return MailAddress(address=address) if "@" in address else None


def _find_relayed(mail: Mail, written_by: MailAddress) -> MailAddress | None:
    """Find the person for whom a machine's address in From only passes the words on."""
    if not mail.reply_to or not _differs(mail.reply_to[0].address, written_by.address):
        return None
    local = written_by.address.partition("@")[0]
    is_list = "list-id" in mail.headers or "list-post" in mail.headers
    nobody = re.fullmatch(r"(no|do-?not|donot)[-_.]?reply.*|forms?|wordpress|www-data", local)
    lists = {address for value in mail.headers.all("list-post") for address in _in(value)}
    if mail.reply_to[0].address in lists:
        return None
    return mail.reply_to[0] if is_list or nobody else None


def _in(value: str) -> Iterator[str]:
    return (found.lower() for found in re.findall(r"mailto:([^\s<>?]{3,254})", value))


def _read_tokens(raw: RawMessage, mail: Mail, signer: TokenSigner) -> Iterator[AddressToken]:
    envelope = raw.headers.get("rcpt_to", "").split()
    delivered = (value.strip("<> ") for name in _DELIVERED for value in mail.headers.all(name))
    named = (each.address for each in (*mail.to, *mail.cc))
    for address in (*envelope, *delivered, *named):
        token = signer.read_address(address)
        if token is not None:
            yield token


def _read_thread(
    mail: Mail, tokens: tuple[AddressToken, ...], replies_to: str, signer: TokenSigner
) -> ThreadHint:
    """Read what a mail says about its conversation; a token in the address is the surest word."""
    chain = (*mail.references, *mail.in_reply_to)
    ours = _find_ours((*mail.in_reply_to, *reversed(mail.references), *mail.returned_ids), signer)
    reference = next((token.reference for token in tokens), ours.reference if ours else None)
    # Ours is added at the end.
    named = _REFERENCE.findall(mail.subject)
    return ThreadHint(
        external_thread=replies_to,
        message_id=mail.message_id or None,
        in_reply_to=next(iter(mail.in_reply_to), None),
        references=_cap(dict.fromkeys((*mail.returned_ids, *chain))),
        reply_token=reference,
        answers=ours.outbound_id if ours else None,
        subject_reference=named[-1].upper() if named else None,
    )


def _find_ours(ids: Iterable[str], signer: TokenSigner) -> OwnMessageId | None:
    return next((own for each in ids if (own := signer.read_message_id(each)) is not None), None)


def _cap(ids: Iterable[str]) -> tuple[str, ...]:
    """Keep the newest ids of an endless thread; they are what a reply is found by."""
    return tuple(ids)[-_MOST_IDS:]


def _find_automatic(mail: Mail, sender: Address, own: OwnAddresses, ours: OwnMail) -> str | None:
    """Say why a machine is taken to have written a mail; our own mail come back is one."""
    if ours.holds(mail.message_id):
        return "it is a message of ours that came back"
    if sender.value in own:
        return "it comes from an address of ours"
    return mail.automatic or ("it is a delivery report" if mail.bounce is not None else None)


def _list_copies(mail: Mail, sender: Address, ours: OwnMail) -> Iterator[Address]:
    """List whom else a mail was addressed to; no more than an agent could oversee."""
    seen = {sender.value}
    for each in (*mail.to, *mail.cc):
        known = each.address in seen or ours.goes_to(each.address)
        if known or len(each.address) > _LONGEST_ADDRESS:
            continue
        seen.add(each.address)
        if len(seen) > _MOST_COPIES:
            return
        yield Address(kind="email", value=each.address, name=each.name or None)


def _describe_what_is_missing(raw: RawMessage, mail: Mail) -> dict[str, str]:
    if size := raw.headers.get("truncated"):
        return {"truncated": f"only the beginning was taken in of {size} bytes"}
    if len(mail.files) > _MOST_FILES:
        return {"truncated": f"only {_MOST_FILES} of its {len(mail.files):,} files are shown"}
    return {}
