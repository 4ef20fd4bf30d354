"""Which messages a delivery report gives back, by their ids."""

import re
from collections.abc import Iterator
from typing import Final

from channels.email.mail import Mail, MailPart

_ID = re.compile(
    r"^[ \t>|]{0,20}(?:X-)?(?:Original-)?Message-ID[ \t]{0,5}:[ \t\r\n]{0,10}<([^<>\s]{1,500})>",
    re.IGNORECASE | re.MULTILINE,
)
_MAX_IDS: Final = 20
_MAX_TEXT: Final = 200_000
_RETURNED: Final = frozenset(
    {
        "message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global",
        "message/global-headers", "message/partial", "text/rfc822",
    }
)  # fmt: skip


def find_returned_ids(mail: Mail) -> tuple[str, ...]:
    """Find the Message-IDs of the messages that a delivery report gives back.

    They stand in the returned message or its headers (RFC 3464, 2), or in the text where the mail
    server wrote one text for all.

    Returns:
        At most 20 ids without angle brackets, without the report's own.
    """
    ids = dict.fromkeys(found for part in _ordered(mail) for found in _find_ids(part))
    ids.pop(mail.message_id, None)
    return tuple(ids)[:_MAX_IDS]


def _ordered(mail: Mail) -> Iterator[MailPart]:
    """The returned message first: its own part is surer than anything within a text."""
    yield from (part for part in mail.parts if part.media_type in _RETURNED)
    yield from (part for part in mail.parts if part.media_type.startswith("text/plain"))
    yield from (part for part in mail.parts if part.media_type == "text/html")
    yield from (part for part in mail.parts if part.media_type == "message/delivery-status")


def _find_ids(part: MailPart) -> Iterator[str]:
    if part.media_type in _RETURNED and (own := part.headers.get("message-id")):
        yield own.strip("<> ")[:500]
    text = part.text[:_MAX_TEXT]
    if part.media_type in _RETURNED:
        # What the returned message itself quotes or encloses is no concern of the report.
        found = _ID.search(text)
        yield from [found[1]] if found else []
        return
    yield from (found[1] for found in _ID.finditer(text))
