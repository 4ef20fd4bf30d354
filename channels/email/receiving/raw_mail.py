"""From the bytes of a mail to the raw message that is kept of it."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from domain.messages import RawMessage

UNKNOWN: Final = "unknown"

# Where the header block is larger, what comes after is not worth the search.
_HEAD_BYTES: Final = 65_536
_FROM: Final = re.compile(rb"^From:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE | re.MULTILINE)
_END_OF_HEAD: Final = re.compile(rb"\r?\n\r?\n")
_IN_BRACKETS: Final = re.compile(r"<\s*([^<>\s@]{1,64}@[^<>\s@]{1,255})\s*>")
_BARE: Final = re.compile(r"[^<>\s@()\[\]\\,;:\"]{1,64}@[^<>\s@()\[\]\\,;:\"]{1,255}")


def find_sender(raw: bytes) -> str | None:
    """Find the address in the From header, in lower case, without parsing the mail."""
    head = _END_OF_HEAD.split(raw[:_HEAD_BYTES], maxsplit=1)[0]
    field = _FROM.search(head)
    if field is None:
        return None
    value = clean_address(field[1][:2_000].decode(errors="replace"))
    found = _IN_BRACKETS.search(value) or _BARE.search(value)
    if found is None:
        return None
    return found[found.re.groups].lower()


def clean_address(text: str) -> str:
    """Return a text from the wire as any store can keep it."""
    # A server that takes SMTPUTF8 hands over undecodable bytes as lone surrogates (PEP 383).
    sound = text.encode(errors="surrogateescape").decode(errors="replace")
    return sound.replace("\0", "")


def make_raw(
    body: bytes,
    *,
    account: str,
    headers: Mapping[str, str],
    received_at: datetime,
    digest: str | None = None,
    source: str | None = None,
) -> RawMessage:
    """Make the raw message of a mail, known by its content, so that a repetition is seen.

    Args:
        digest: the SHA-256 of the content in hexadecimal, where somebody has it already.
        source: who sent it, where the mail does not say.
    """
    return RawMessage(
        channel="email",
        account=account,
        delivery_id=f"sha256:{digest or hashlib.sha256(body).hexdigest()}",
        source=find_sender(body) or source or UNKNOWN,
        body=body,
        headers=headers,
        received_at=received_at,
    )
