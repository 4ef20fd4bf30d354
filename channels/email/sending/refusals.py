"""What a mail server's reply means for the outbox (RFC 5321, 4.2; RFC 3463)."""

import re
from typing import Final

from channels.text_cleaning import clean_line
from domain.errors import SendError
from domain.messages import FailedRecipient

# Login wanted, refused, too weak or not over TLS (RFC 4954, 6; RFC 3207, 4): the settings are
# wrong, not the message, and it goes out once they are put right.
_LOGIN_CODES: Final = frozenset({530, 534, 535, 538})
_LOGIN_STATUSES: Final = frozenset({"5.7.8", "5.7.9", "5.7.11", "5.7.57"})
# The customer's address is dead: no such mailbox, no such domain, bad syntax, moved, no mail
# taken, disabled (RFC 3463, 3.2 and 3.3; RFC 7505, 4).
_DEAD_STATUSES: Final = re.compile(r"5\.1\.(?:1|2|3|6|10)|5\.2\.1")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_LONGEST: Final = 300


def find_status(reply: str) -> str | None:
    """Return the enhanced status code that a reply begins with (RFC 2034, 3)."""
    found = _STATUS.match(reply.strip())
    return found[1] if found else None


def clean_reply(reply: str) -> str:
    """Return a reply of several lines as one, with the status code once."""
    status = find_status(reply)
    words = reply.strip().replace(f"\n{status} ", " ") if status else reply
    return clean_line(words, max_length=_LONGEST) or "no reason given"


def read_refusal(code: int, reply: str, what: str) -> SendError:
    """Turn a reply that is not a success into an error for the outbox.

    4xx may go through later, 5xx may not (RFC 5321, 4.2.1), except where the server wants another
    login or refuses the connection as such. 421 and 452 are 4xx like the others. 552 is permanent
    here: RFC 5321, 4.5.3.1.10 has it read as 452 only as the reply to one recipient too many,
    and the customer's is the first.

    Args:
        code: of three digits; -1 for a reply that is none.
        reply: its text, of one or more lines.
        what: what was refused, such as `the recipient jane@example.com`.
    """
    words = f"{code} {clean_reply(reply)}" if code >= 0 else clean_reply(reply)
    if code in _LOGIN_CODES or find_status(reply) in _LOGIN_STATUSES:
        return SendError(
            f"the mail server does not accept our login: {words}; check smtp.username and its "
            "password or oauth",
            retryable=True,
            code=str(code),
        )
    permanent = 500 <= code < 600
    status = find_status(reply)
    return SendError(
        f"the mail server refused {what}: {words}",
        retryable=not permanent,
        code=f"{code} {status}" if status else str(code),
        hard=_is_dead(permanent, status),
    )


def is_too_many(code: int, reply: str) -> bool:
    """Say whether a recipient should be tried in another transaction (RFC 5321, 4.5.3.1.10)."""
    return code == 452 or (code == 552 and find_status(reply) in {None, "5.5.3"})


def make_failed(address: str, code: int, reply: str) -> FailedRecipient:
    """Describe a copy that was not taken."""
    status = find_status(reply)
    permanent = 500 <= code < 600
    return FailedRecipient(
        address=address,
        permanent=permanent,
        status=status,
        reason=f"{code} {clean_reply(reply)}",
        hard=_is_dead(permanent, status),
    )


def _is_dead(permanent: bool, status: str | None) -> bool:
    """Say whether an address is refused for what it is, and not the message."""
    return bool(permanent and status and _DEAD_STATUSES.fullmatch(status))
