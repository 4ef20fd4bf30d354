"""One recipient that a delivery report names, brought into the form that is kept."""

import re
import unicodedata
from typing import Final

from channels.email.machines.hardness import is_hard
from channels.text_cleaning import clean_line
from domain.messages import FailedRecipient

_MAX_REASON: Final = 300
# RFC 5321, 4.1.2, without quoted local parts and address literals, which no customer has; letters
# of other scripts as RFC 6531 allows them.
ADDRESS: Final = r"[^\s@<>()\[\]\\,;:\"']{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}"
_ADDRESS = re.compile(ADDRESS)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
# A space too many or too few is met: "#5.1.1", "5.1.1>", "550 5.1.1".
_PREFIX = re.compile(r"^(?:rfc822|smtp|mailto|utf-8|addr-type)[;:=]\s*", re.IGNORECASE)


def find_address(value: str) -> str | None:
    """Return the address in a value such as `<a@example.com>`, in lower case."""
    value = unicodedata.normalize("NFC", value[:1000]).strip().replace("\\@", "@")
    found = _ADDRESS.search(_PREFIX.sub("", value))
    return found[0].rstrip(".").lower() if found else None


def find_status(text: str) -> str | None:
    """Return the first enhanced status code (RFC 3463) that tells of a failure."""
    return next((code for code in _STATUS.findall(text[:2000]) if code[0] in "45"), None)


def make_failed(
    address: str, *, permanent: bool, status: str = "", reason: str = ""
) -> FailedRecipient:
    """Make a failed recipient, its reason in one line of at most 300 characters.

    Args:
        status: with comments or empty; the reason is searched where it gives none, or only `5.0.0`.
    """
    line = clean_line(reason[:2000], max_length=_MAX_REASON)
    code = find_status(status)
    if code is None or code.endswith(".0.0"):
        code = find_status(reason) or code
    failed = FailedRecipient(address=address, permanent=permanent, status=code, reason=line)
    hard = is_hard(failed)
    return FailedRecipient(
        address=address, permanent=permanent, status=code, reason=line, hard=hard
    )
