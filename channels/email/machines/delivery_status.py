"""Delivery reports as RFC 3464 defines them, read as tolerantly as they are written."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from channels.email.machines.failed_recipients import find_address, make_failed
from channels.email.mail import Mail, MailPart
from domain.messages import FailedRecipient

_TYPES: Final = frozenset(
    {"message/delivery-status", "message/global-delivery-status", "text/delivery-status"}
)
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40})[ \t]*:[ \t]*(.*)")
_SCATTERED = re.compile(r"^(?:Original|Final)-Recipient:", re.IGNORECASE | re.MULTILINE)
_MAX_TEXT: Final = 200_000
_MAX_RECIPIENTS: Final = 200
_FAILED: Final = ("fail", "error", "undeliver", "bounce")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryStatus:
    """What the machine-readable part of a report says.

    Attributes:
        failed: the recipients that were not reached, or not yet.
        told: whether it says of any recipient what became of the message, be it good.
    """

    failed: tuple[FailedRecipient, ...]
    told: bool


def read_delivery_status(mail: Mail) -> DeliveryStatus:
    """Read the fields for each recipient (RFC 3464, 2.3) of every delivery status in a mail."""
    return _read(b for part in mail.parts if _is_status(part) for b in _read_blocks(part.text))


def read_scattered_status(raw: bytes) -> DeliveryStatus:
    """Read the same fields wherever they stand in a mail as it came.

    Some gateways wrap a report into another mail or spoil its boundaries. Only for what a mail
    server sent: people send reports on.
    """
    text = raw[:_MAX_TEXT].decode("utf-8", "replace")
    found = _SCATTERED.search(text)
    return _read(_read_blocks(text[found.start() :][:20_000]) if found else ())


def _read(blocks: Iterable[dict[str, str]]) -> DeliveryStatus:
    told = [block for block in blocks if "action" in block or "status" in block]
    failed = (found for block in told[:_MAX_RECIPIENTS] if (found := _read_failed(block)))
    return DeliveryStatus(failed=tuple(failed), told=bool(told))


def _is_status(part: MailPart) -> bool:
    """Some servers, and programs that pass mail on, make a text of the status."""
    if part.media_type in _TYPES:
        return True
    text = part.text[:5000]
    is_text = part.media_type in {"text/plain", "application/octet-stream"}
    return is_text and text.lstrip().lower().startswith(("reporting-mta:", "final-recipient:"))


def _read_blocks(text: str) -> Iterator[dict[str, str]]:
    """Give the fields of each group; groups are set off by blank lines or by a new recipient."""
    block: dict[str, str] = {}
    name = ""
    for line in text[:_MAX_TEXT].splitlines():
        field = _FIELD.match(line)
        if field and not line[0].isspace():
            name = field[1].lower()
            if name in block and name in {"final-recipient", "original-recipient"}:
                yield block
                block = {}
            block.setdefault(name, field[2].strip()[:1000])
        elif line.strip() and name in block and line[0].isspace():
            block[name] = f"{block[name]} {line.strip()}"[:1000]
        elif not line.strip() and block:
            yield block
            block, name = {}, ""
    if block:
        yield block


def _read_failed(block: dict[str, str]) -> FailedRecipient | None:
    action = block.get("action", "").lower()
    status = block.get("status", "")
    delayed = action.startswith("delay")
    # Without an action, the class of the status tells (RFC 3463, 2).
    failed = action.startswith(_FAILED) or (not action and status[:1] in {"4", "5"})
    address = _read_recipient(block)
    if not (delayed or failed) or not address:
        return None
    kind, semicolon, words = block.get("diagnostic-code", "").partition(";")
    return make_failed(
        address,
        permanent=not delayed,
        status=status,
        reason=words if semicolon else kind,
    )


def _read_recipient(block: dict[str, str]) -> str | None:
    """The recipient as our message named it, where the report tells that too (2.3.1, 2.3.2)."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        kind, semicolon, value = block.get(name, "").partition(";")
        if address := find_address(value if semicolon else kind):
            return address
    return None
