"""Addresses that mail can go to, as headers and envelopes write them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import idna

from channels.email.sending.header_fields import encode_words, is_plain
from channels.text_cleaning import clean_line
from domain.errors import InvalidInputError
from domain.messages import Address, FailedRecipient, OutboundMessage

# Anything that could end an address or begin another one in a header or an envelope is out; what
# stays is wider than RFC 5322's dot-atom, since providers gave out `a..b@` and `a.@`.
_LOCAL = re.compile(r"[^\s\x00-\x20\x7f-\x9f<>()\[\],;:\\\"@]{1,64}")
_QUOTED_LOCAL = re.compile(r"\"[^\x00-\x1f\x7f-\x9f\\\"]{1,62}\"")
_DOT_ATOM = re.compile(r"[^\s.]+(\.[^\s.]+)*")
_ADDRESS_LITERAL = re.compile(r"\[(IPv6:)?[0-9A-Fa-f.:]{2,45}\]")
_LONGEST_NAME: Final = 100
# Domains that are encoded once, our own above all, and how long these may be (RFC 1035, 2.3.4).
_REMEMBERED: Final = 1_024
_LONGEST_DOMAIN: Final = 253


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """Who gets a message, in the form the envelope takes.

    Attributes:
        unusable: copies whose address nothing can be sent to.
    """

    to: str
    cc: tuple[Address, ...]
    bcc: tuple[Address, ...]
    unusable: tuple[FailedRecipient, ...]

    @property
    def copies(self) -> tuple[str, ...]:
        """All but the customer, each once."""
        addresses = dict.fromkeys(copy.value for copy in (*self.cc, *self.bcc))
        return tuple(address for address in addresses if address != self.to)


def parse_mailbox(address: str) -> str:
    """Check an address and bring its domain into the form of DNS (IDNA 2008, RFC 5891).

    Raises:
        InvalidInputError: nothing can be sent there.
    """
    local, _, domain = address.strip().rpartition("@")
    if not (_LOCAL.fullmatch(local) or _QUOTED_LOCAL.fullmatch(local)):
        raise InvalidInputError(f"{clean_line(address, max_length=80)!r} is no email address")
    return f"{local}@{encode_domain(domain)}"


def encode_domain(domain: str) -> str:
    """Return a domain in ASCII; `bücher.example` becomes `xn--bcher-kva.example`.

    Raises:
        InvalidInputError: no domain can be called that.
    """
    return _remember_domain(domain) if len(domain) <= _LONGEST_DOMAIN else _encode_domain(domain)


def _encode_domain(domain: str) -> str:
    if _ADDRESS_LITERAL.fullmatch(domain):
        return domain
    try:
        return idna.encode(domain, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        pass
    # What DNS serves although IDNA 2008 does not allow it, such as an underscore.
    if re.fullmatch(r"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*", domain) and len(domain) < 254:
        return domain.lower()
    raise InvalidInputError(f"{clean_line(domain, max_length=80)!r} is no domain of an address")


_remember_domain = lru_cache(_REMEMBERED)(_encode_domain)


def find_recipients(message: OutboundMessage) -> Recipients:
    """Sort out who gets a message.

    Raises:
        InvalidInputError: the customer's address is none.
    """
    unusable: list[FailedRecipient] = []
    to = parse_mailbox(message.to.value)
    cc = _usable(message.cc, unusable, {to})
    bcc = _usable(message.bcc, unusable, {to, *(copy.value for copy in cc)})
    return Recipients(to=to, cc=cc, bcc=bcc, unusable=tuple(unusable))


def _usable(
    copies: tuple[Address, ...], unusable: list[FailedRecipient], seen: set[str]
) -> tuple[Address, ...]:
    found: list[Address] = []
    for copy in copies:
        try:
            value = parse_mailbox(copy.value)
        except InvalidInputError as error:
            unusable.append(
                FailedRecipient(
                    address=copy.value, permanent=True, status="5.1.3", reason=str(error), hard=True
                )
            )
            continue
        if value not in seen:
            seen.add(value)
            found.append(Address(kind="email", value=value, name=copy.name))
    return tuple(found)


def render_mailbox(name: str | None, address: str) -> list[str]:
    """Return the tokens of a mailbox in a header: the name, encoded where need be, and `<address>`.

    A name that itself holds an `@` is left out: mail programs show the name alone, so that it
    would pass for the address.
    """
    name = clean_line(name or "", max_length=_LONGEST_NAME)
    local, _, domain = address.rpartition("@")
    quoted = local if local.startswith('"') or _DOT_ATOM.fullmatch(local) else f'"{local}"'
    bracketed = f"<{quoted}@{domain}>"
    if not name or "@" in name:
        return [bracketed]
    if not is_plain(name):
        return [*encode_words(name), bracketed]
    if re.fullmatch(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+", name):
        return [*name.split(), bracketed]
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return [*f'"{escaped}"'.split(" "), bracketed]


def needs_utf8(*addresses: str) -> bool:
    """Say whether the server must know SMTPUTF8 (RFC 6531) to take these addresses."""
    return not all(address.isascii() for address in addresses)
