"""DKIM signatures (RFC 6376), with RSA or Ed25519 keys (RFC 8463)."""

import base64
import binascii
import re
from typing import Final

import dkim
import nacl.signing
from dkim.crypto import UnparsableKeyError, parse_pem_private_key

from channels.email.sending.mailboxes import encode_domain
from channels.email.settings import DkimSettings
from domain.errors import InvalidInputError

# RFC 6376, 5.4.1, and what makes a reply land in its thread or a mail be taken for automatic.
_SIGNED: Final = (
    *("from", "to", "cc", "reply-to", "subject", "date", "message-id", "in-reply-to"),
    *("references", "mime-version", "content-type", "content-language", "auto-submitted"),
    *("list-unsubscribe", "content-transfer-encoding"),
)
# Named once more than it stands there, so that no second one can be added (RFC 6376, 8.15).
_OVERSIGNED: Final = ("from",)
_PEM = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----(.+?)-----END", re.DOTALL)
# The DER of an Ed25519 key before its 32 bytes (RFC 8410, 7 and RFC 5958).
_ED25519_PREFIX: Final = bytes.fromhex("302e020100300506032b657004220420")
_RSA_ENCRYPTION: Final = bytes.fromhex("300d06092a864886f70d0101010500")


class DkimSigner:
    """Signs mail with the account's key.

    Args:
        settings: the selector and the key.
        domain: that of the account's address, which signs where the settings name no other.

    Raises:
        InvalidInputError: the key is none that can sign; with `dkim.private_key` as its field.
    """

    def __init__(self, settings: DkimSettings, domain: str) -> None:
        self._selector = settings.selector
        self._domain = encode_domain(settings.domain or domain)
        pem = settings.private_key.get_secret_value().strip().encode()
        self._ed25519 = _find_ed25519_seed(pem)
        self._pem = pem
        self._record = self._make_record()

    @property
    def record_name(self) -> str:
        """The name in DNS under which the public key must stand."""
        return f"{self._selector}._domainkey.{self._domain}"

    @property
    def record(self) -> str:
        """What its TXT record must say (RFC 6376, 3.6.1)."""
        return self._record

    def sign(self, mail: bytes) -> bytes:
        """Return a mail with a signature above it; takes some milliseconds with RSA."""
        present = {line.partition(b":")[0].lower().decode() for line in _header_lines(mail)}
        signed = [name for name in _SIGNED if name in present]
        seed, algorithm = self._ed25519, b"ed25519-sha256"
        key = base64.b64encode(seed) if seed is not None else self._pem
        signature: bytes = dkim.sign(
            mail,
            self._selector.encode(),
            self._domain.encode(),
            key,
            canonicalize=(b"relaxed", b"relaxed"),
            signature_algorithm=algorithm if seed is not None else b"rsa-sha256",
            include_headers=[name.encode() for name in (*signed, *_OVERSIGNED)],
        )
        return signature + mail

    def _make_record(self) -> str:
        if self._ed25519 is not None:
            public = bytes(nacl.signing.SigningKey(self._ed25519).verify_key)
            return f"v=DKIM1; k=ed25519; p={base64.b64encode(public).decode()}"
        try:
            key = parse_pem_private_key(self._pem)
        except (UnparsableKeyError, binascii.Error, ValueError, IndexError, TypeError):
            raise InvalidInputError(
                "is no RSA or Ed25519 key in PEM; make one with `openssl genrsa 2048` and give "
                "its file as file:PATH",
                field="dkim.private_key",
            ) from None
        if key["modulus"].bit_length() < 1024:  # RFC 8301, 3.2
            raise InvalidInputError(
                "has fewer than 1024 bits, which nobody accepts; make one of 2048",
                field="dkim.private_key",
            )
        public = _encode_rsa(key["modulus"], key["publicExponent"])
        return f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"


def _header_lines(mail: bytes) -> list[bytes]:
    head = mail.partition(b"\r\n\r\n")[0]
    return [line for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]


def _find_ed25519_seed(pem: bytes) -> bytes | None:
    """Return the 32 bytes of an Ed25519 key in PEM; None for any other text."""
    found = _PEM.search(pem)
    if found is None:
        return None
    try:
        der = base64.b64decode(b"".join(found[1].split()), validate=True)
    except binascii.Error:
        return None
    return der[16:48] if der.startswith(_ED25519_PREFIX) and len(der) == 48 else None


def _encode_rsa(modulus: int, exponent: int) -> bytes:
    """Return a public key as SubjectPublicKeyInfo in DER (RFC 5280, 4.1; RFC 3279, 2.3.1)."""
    key = _der(0x30, _der_integer(modulus) + _der_integer(exponent))
    return _der(0x30, _RSA_ENCRYPTION + _der(0x03, b"\x00" + key))


def _der_integer(value: int) -> bytes:
    return _der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + content
