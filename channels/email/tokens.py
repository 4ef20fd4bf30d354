"""Signed tokens in addresses and message ids: what comes back with one was sent by us.

A mail program may drop every header but the address it replies to, and a mail server may give a
message an id of its own; so a reply can be known by either.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final

# RFC 5321, 4.5.3.1.1: a local part holds 64 octets; many servers compare it without case.
_SIGNATURE_CHARACTERS: Final = 16  # 80 bits
_TOKEN = re.compile(r"(?P<purpose>[ru])\.(?P<reference>fd-[0-9a-z]{4,32})\.(?P<sign>[a-z2-7]{16})")
_MESSAGE_ID = re.compile(
    r"(?P<outbound>[0-9a-z][0-9a-z-]{0,99})\.(?P<reference>fd-[0-9a-z]{4,32})\.(?P<sign>[a-z2-7]{16})@\S+"
)

REPLY: Final = "r"
UNSUBSCRIBE: Final = "u"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressToken:
    """What a plus-address proves.

    Attributes:
        purpose: `r` for replies, `u` for unsubscribing.
        reference: of the conversation, in upper case.
    """

    purpose: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMessageId:
    """What a message id of ours proves: which message it was, and of which conversation."""

    outbound_id: str
    reference: str


class TokenSigner:
    """Signs and reads the tokens of one account.

    Args:
        secret: the site's key.
        account: whose tokens they are; another account's are not taken.
    """

    def __init__(self, secret: str, account: str) -> None:
        self._key = hashlib.sha256(f"email:{account}:{secret}".encode()).digest()

    def make_address(self, address: str, purpose: str, reference: str) -> str:
        """Return the account's address with a token: `support+r.fd-abc.sig@example.com`."""
        local, _, host = address.rpartition("@")
        token = f"{purpose}.{reference.lower()}.{self._sign(purpose, reference.lower())}"
        return f"{local}+{token}@{host}"

    def read_address(self, address: str) -> AddressToken | None:
        """Read the token of a plus-address; None where it has none that we signed."""
        local = address.lower().rpartition("@")[0]
        found = _TOKEN.fullmatch(local.rpartition("+")[2])
        if found is None:
            return None
        purpose, reference = found["purpose"], found["reference"]
        if not hmac.compare_digest(found["sign"], self._sign(purpose, reference)):
            return None
        return AddressToken(purpose=purpose, reference=reference.upper())

    def make_message_id(self, outbound_id: str, reference: str, host: str) -> str:
        """Return the id of an outgoing message, without brackets; the same each time."""
        left = f"{outbound_id.lower()}.{reference.lower()}"
        return f"{left}.{self._sign('m', left)}@{host}"

    def read_message_id(self, message_id: str) -> OwnMessageId | None:
        """Read a message id; None where it is none that we signed."""
        found = _MESSAGE_ID.fullmatch(message_id.strip().strip("<>").lower())
        if found is None:
            return None
        left = f"{found['outbound']}.{found['reference']}"
        if not hmac.compare_digest(found["sign"], self._sign("m", left)):
            return None
        return OwnMessageId(outbound_id=found["outbound"], reference=found["reference"].upper())

    def _sign(self, purpose: str, value: str) -> str:
        digest = hmac.new(self._key, f"{purpose}:{value}".encode(), hashlib.sha256).digest()
        return base64.b32encode(digest).decode().lower()[:_SIGNATURE_CHARACTERS]
