"""Digests that only who has the secret can make, and the codes that are made of them; pure."""

import hashlib
import hmac

from bot.tools import Tools

CODE_DIGITS = 6


def make_digest(tools: Tools, purpose: str, *parts: str) -> str:
    """Return a digest (HMAC-SHA-256, RFC 2104) of some words, in hexadecimal digits.

    Args:
        purpose: keeps digests that are made for different ends apart.
    """
    return _make(tools, purpose, parts).hex()


def make_code(tools: Tools, code_id: str) -> str:
    """Return the one-time code of an id, so that it need never be kept in any readable form.

    Of 256 bits the remainder by a million favours no code by more than 2 ** -236.
    """
    number = int.from_bytes(_make(tools, "one-time code", (code_id,)))
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def _make(tools: Tools, purpose: str, parts: tuple[str, ...]) -> bytes:
    message = "\0".join((purpose, *parts)).encode()
    return hmac.digest(tools.secret.encode(), message, hashlib.sha256)
