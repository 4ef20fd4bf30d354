"""What must never reach a log: secrets, and what customers wrote."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

from frontdesk.settings.secrets import HIDDEN, redact_url

# A key is redacted where one of its words is among these: `auth_token`, `X-Api-Key`, `rawBody`.
SECRET_WORDS = frozenset(
    {
        "apikey",
        "authorization",
        "cookie",
        "credential",
        "credentials",
        "csrf",
        "key",
        "passphrase",
        "password",
        "passwd",
        "secret",
        "session",
        "signature",
        "token",
    }
)
# What people wrote is told by its length alone.
TEXT_WORDS = frozenset(
    {"answer", "body", "content", "html", "message", "payload", "question", "subject", "text"}
)
# These hold such a word and say nothing about anybody.
HARMLESS = frozenset({"message_id"})
# Counts and sizes of what is not told are fine to tell.
MEASURES = frozenset({"bytes", "characters", "count", "length", "seconds", "size"})

MOST_DEPTH = 8

# Queries hold what visitors typed and what providers sign with.
_QUERY = re.compile(r"(https?://[^\s?#]+)[?#]\S*")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def redact_event(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Redact a structlog event at any depth; its own name `event` and `exception` stay."""
    for key, value in event.items():
        if key == "event":
            event[key] = _look_inside(value, 0)
        else:
            event[key] = redact(key, value)
    return event


def redact(key: str, value: Any, depth: int = 0) -> Any:
    """Return what may be logged of a value under a key."""
    words = {word.lower() for word in _WORDS.findall(key)}
    if value is None or isinstance(value, bool) or key in HARMLESS or words & MEASURES:
        return value
    if words & SECRET_WORDS:
        return HIDDEN
    if words & TEXT_WORDS:
        return _measure(value)
    return _look_inside(value, depth)


def _look_inside(value: Any, depth: int) -> Any:
    if depth >= MOST_DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return {key: redact(str(key), inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact("", inner, depth + 1) for inner in value]
    if isinstance(value, bytes | bytearray):
        return _measure(value)
    return _QUERY.sub(r"\1?…", redact_url(value)) if isinstance(value, str) else value


def _measure(value: Any) -> Any:
    if isinstance(value, str):
        return f"({len(value)} characters)"
    if isinstance(value, bytes | bytearray):
        return f"({len(value)} bytes)"
    if isinstance(value, int | float):
        return value
    return f"({type(value).__name__})"
