"""The detectors of flufl.bounce, which know many mail servers of old, run so that they cannot harm.

They get a message that we build of the decoded texts, small and flat: they take time that grows
with the square of what they read, and stumble over odd structures.
"""

import logging
from email.message import Message
from typing import Final

from flufl.bounce import all_failures

from channels.email.machines.failed_recipients import find_address
from channels.email.mail import Headers, Mail, MailPart

# It logs what its detectors stumble over, with words of the message in it.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL + 1)

_MAX_TEXT: Final = 30_000
_MAX_LINES: Final = 300  # of a part; what failed is named before the message that is given back
_MAX_LINE: Final = 500
_MAX_PARTS: Final = 4
_TOLD_BY: Final = ("from", "subject", "x-mailer", "x-failed-recipients")


def detect_failures(mail: Mail) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ask flufl.bounce for the addresses that failed.

    Returns:
        Those that failed for now, and those that failed for good, in lower case and sorted.
    """
    try:
        temporary, permanent = all_failures(_build(mail))
    except Exception:  # noqa: BLE001 - its detectors raise all sorts on mail they did not foresee
        return (), ()
    return _read(temporary), _read(permanent)


def _read(found: frozenset[bytes]) -> tuple[str, ...]:
    addresses = (find_address(address.decode("ascii", "replace")) for address in found)
    return tuple(sorted({address for address in addresses if address}))


def _build(mail: Mail) -> Message:
    message = Message()
    for name in _TOLD_BY:
        if value := mail.headers.get(name)[:_MAX_LINE]:
            message[name] = _plain(value)
    texts = [part for part in mail.parts if part.media_type == "text/plain" and part.text]
    multipart = mail.headers.get("content-type").lower().lstrip().startswith("multipart/")
    if not multipart:
        message.set_payload(_plain(texts[0].text if len(texts) == 1 else mail.text))
        return message
    texts = texts or [MailPart(media_type="text/plain", headers=Headers(), text=mail.text)]
    message["Content-Type"] = mail.headers.get("content-type").partition(";")[0].strip()[:100]
    for part in texts[:_MAX_PARTS]:
        message.attach(_build_part(part))
    return message


def _build_part(part: MailPart) -> Message:
    leaf = Message()
    leaf["Content-Type"] = "text/plain"
    leaf["Content-Description"] = _plain(part.headers.get("content-description")[:100])
    leaf.set_payload(_plain(part.text))
    return leaf


def _plain(text: str) -> str:
    """ASCII alone, since the detectors encode what they find as that; long lines are cut."""
    lines = text[:_MAX_TEXT].encode("ascii", "replace").decode().splitlines()
    return "\n".join(line[:_MAX_LINE] for line in lines[:_MAX_LINES])
