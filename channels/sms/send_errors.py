"""Why the provider did not take a message, and whether trying again makes sense."""

import json
from typing import Any

from domain.errors import SendError

_LONGEST_WAIT = 3600  # seconds; a provider that asks for more is asked again sooner


def parse_refusal(status: int, body: bytes, retry_after: str | None) -> SendError:
    """Turn an answer that is not a success into an error for the outbox.

    Args:
        status: the HTTP status, 300 or more.
        body: Twilio's JSON with `code` and `message`, or anything else.
        retry_after: the header of that name (RFC 9110 section 10.2.3); only seconds are read.
    """
    document = parse_json_object(body)
    code = str(document.get("code") or status)
    words = str(document.get("message") or "no reason given")[:300]
    retryable = status in {408, 429} or status >= 500
    return SendError(
        f"the SMS provider refused the message ({status}, code {code}): {words}",
        retryable=retryable,
        code=code,
        retry_after=parse_retry_after(retry_after) if retryable else None,
    )


def parse_retry_after(header: str | None) -> int | None:
    """Read the seconds of a `Retry-After` header; None where it names none."""
    seconds = (header or "").strip()
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 10):
        return None
    return min(int(seconds), _LONGEST_WAIT)


def parse_json_object(body: bytes) -> dict[str, Any]:
    """Read a JSON object; an empty one for bytes that are none."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
